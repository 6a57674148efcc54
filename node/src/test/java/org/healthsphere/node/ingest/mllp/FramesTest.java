package org.healthsphere.node.ingest.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FramesTest {
    @Test
    void a_frame_is_what_the_standard_says() {
        assertThat(Frames.framed(Bytes.utf8("MSH"))).isEqualTo(new byte[] {0x0B, 'M', 'S', 'H', 0x1C, 0x0D});
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void messages_come_out_as_they_went_in_however_the_stream_is_cut(long seed) {
        var random = new Random(seed);
        var sent = new ArrayList<Bytes>();
        var stream = Buffer.buffer();
        for (var i = 0; i < 20; i++) {
            var message = message(random);
            sent.add(message);
            stream.appendBytes(random.nextBoolean() ? new byte[] {'j', 'u', 'n', 'k', 0x0D} : new byte[0]);
            stream.appendBytes(Frames.framed(message));
        }
        var frames = new Frames(1000);
        var received = new ArrayList<Bytes>();
        for (var at = 0; at < stream.length(); ) {
            var end = Math.min(stream.length(), at + 1 + random.nextInt(60));
            received.addAll(frames.feed(stream.getBuffer(at, end)));
            at = end;
        }

        assertThat(received).isEqualTo(sent);
    }

    @Test
    void an_end_mark_alone_is_content() {
        var frames = new Frames(100);
        assertThat(frames.feed(Buffer.buffer(new byte[] {0x0B, 'a', 0x1C, 'b', 0x1C, 0x1C, 0x0D})))
                .isEqualTo(List.of(Bytes.of(new byte[] {'a', 0x1C, 'b', 0x1C})));
    }

    @Test
    void a_message_larger_than_allowed_ends_the_reading() {
        var frames = new Frames(3);
        assertThat(frames.feed(Buffer.buffer(Frames.framed(Bytes.utf8("abc"))))).hasSize(1);
        assertThat(frames.tooLarge()).isFalse();
        assertThat(frames.feed(Buffer.buffer(Frames.framed(Bytes.utf8("abcd")))))
                .isEmpty();
        assertThat(frames.tooLarge()).isTrue();
    }

    static LongStream seeds() {
        return LongStream.range(0, 20);
    }

    /** Anything but the mark that would end it. */
    private static Bytes message(Random random) {
        var bytes = new byte[random.nextInt(200)];
        random.nextBytes(bytes);
        for (var i = 0; i < bytes.length; i++) {
            if (bytes[i] == 0x1C && (i + 1 == bytes.length || bytes[i + 1] == 0x0D)) {
                bytes[i] = 'x';
            }
        }
        return Bytes.of(Arrays.copyOf(bytes, bytes.length));
    }
}
