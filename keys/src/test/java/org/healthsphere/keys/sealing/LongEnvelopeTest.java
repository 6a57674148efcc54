package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes that are longer than memory, chunk by chunk. */
class LongEnvelopeTest {
    /** Megabytes of the long one; 2048 with {@code -Denvelope.megabytes=2048}. */
    private static final long LONG = Long.getLong("envelope.megabytes", 16) << 20;

    /** What two chunks, their buffers and the test itself may take. */
    private static final long LITTLE = 24 << 20;

    private final Correspondence members = new Correspondence();

    @TempDir
    private Path folder;

    private Envelope.Sealed by() {
        return members.by();
    }

    private static byte[] content(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }

    private Path enveloped(InputStream content) throws IOException {
        var file = folder.resolve("envelope");
        try (var out = new BufferedOutputStream(Files.newOutputStream(file))) {
            var _ = LongEnvelope.seal(content, members.header(), by(), out);
        }
        return file;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 65_537, 131_072, 200_000})
    void either_way_of_opening_opens_what_either_way_of_sealing_sealed(int length) throws IOException {
        var content = content(length);
        var file = enveloped(new ByteArrayInputStream(content));
        var whole =
                members.freshOpener().open(Bytes.of(Files.readAllBytes(file))).orElseThrow();
        assertThat(whole.content()).isEqualTo(Bytes.of(content));
        for (var sealed : List.of(members.seal(Bytes.of(content)), members.sealLong(Bytes.of(content)))) {
            Files.write(file, sealed.array());
            var out = new ByteArrayOutputStream();
            var header = members.freshOpener().open(file, out).orElseThrow();
            assertThat(out.toByteArray()).isEqualTo(content);
            assertThat(header.kind()).isEqualTo(whole.header().kind());
        }
    }

    /** What is sealed is checked chunk by chunk; what the signature says of all of them, before the first. */
    @Test
    void nothing_counts_of_what_was_altered_cut_put_elsewhere_or_came_before() throws IOException {
        var file = enveloped(new ByteArrayInputStream(content(200_000)));
        var envelope = Files.readAllBytes(file);
        var random = new Random(4);
        for (var i = 0; i < 40; i++) {
            var altered = envelope.clone();
            altered[i < 5 ? i : random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
            refused(altered);
        }
        refused(swapped(envelope));
        for (var length : new int[] {0, 3, 6, 500, 1_400, envelope.length - 65_536, envelope.length - 1}) {
            refused(Arrays.copyOf(envelope, length));
        }
        refused(Arrays.copyOf(envelope, envelope.length + 1));
        Files.write(file, envelope);
        var opener = members.freshOpener();
        assertThat(opener.open(file, OutputStream.nullOutputStream())).isInstanceOf(Outcome.Success.class);
        var out = new ByteArrayOutputStream();
        assertThat(opener.open(file, out)).isInstanceOf(Outcome.Failure.class);
        members.clock.advance(Duration.ofMinutes(10));
        assertThat(members.freshOpener().open(file, out)).as("late").isInstanceOf(Outcome.Failure.class);
        assertThat(out.size()).isZero();
    }

    /** With the first two chunks in each other's place. */
    private static byte[] swapped(byte[] envelope) {
        var chunks = envelope.length - Envelope.SIGNATURE_BYTES - 200_000 - 4 * Gcm.TAG_BYTES;
        var swapped = envelope.clone();
        System.arraycopy(envelope, chunks, swapped, chunks + Envelope.SEALED_CHUNK, Envelope.SEALED_CHUNK);
        System.arraycopy(envelope, chunks + Envelope.SEALED_CHUNK, swapped, chunks, Envelope.SEALED_CHUNK);
        return swapped;
    }

    private void refused(byte[] envelope) throws IOException {
        var file = Files.write(folder.resolve("refused"), envelope);
        var out = new ByteArrayOutputStream();
        assertThat(members.freshOpener().open(file, out)).isInstanceOf(Outcome.Failure.class);
        var written = out.toByteArray();
        assertThat(Arrays.equals(written, Arrays.copyOf(content(200_000), written.length)))
                .as("what is written before is what was sealed")
                .isTrue();
        assertThat(members.freshOpener().open(Bytes.of(envelope))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void not_a_byte_is_written_of_what_the_signature_does_not_cover() throws IOException {
        var envelope = Files.readAllBytes(enveloped(new ByteArrayInputStream(content(200_000))));
        var chunks = envelope.length - Envelope.SIGNATURE_BYTES - 200_000 - 4 * Gcm.TAG_BYTES;
        var random = new Random(5);
        for (var i = 0; i < 20; i++) {
            var altered = envelope.clone();
            var tag = chunks + (i % 3 + 1) * Envelope.SEALED_CHUNK - 1 - random.nextInt(Gcm.TAG_BYTES);
            altered[i % 2 == 0 ? random.nextInt(chunks) : tag] ^= (byte) (1 << random.nextInt(8));
            var file = Files.write(folder.resolve("refused"), altered);
            var out = new ByteArrayOutputStream();
            assertThat(members.freshOpener().open(file, out)).isInstanceOf(Outcome.Failure.class);
            assertThat(out.size()).isZero();
        }
    }

    /** The sender himself may write what does not open; then what was written does not count. */
    @Test
    void a_sender_who_signs_what_does_not_open_is_found_out() throws IOException {
        var good = members.seal(Bytes.of(content(200_000))).array();
        good[good.length - 100] ^= 1;
        System.arraycopy(members.north.sign(Correspondence.signed(good)), 0, good, good.length - 64, 64);
        var file = Files.write(folder.resolve("bad"), good);
        assertThat(members.freshOpener().open(file, OutputStream.nullOutputStream()))
                .isEqualTo(Outcome.failed(new Fault.Invalid("the content of the envelope does not open")));
    }

    @Test
    void a_long_one_takes_the_memory_of_a_short_one() throws IOException {
        var before = inUse();
        var endless = new Endless(LONG);
        var file = enveloped(endless);
        var counted = new Counting();
        assertThat(members.freshOpener().open(file, counted)).isInstanceOf(Outcome.Success.class);
        assertThat(counted.length).isEqualTo(LONG);
        assertThat(counted.sum).isEqualTo(Endless.sum(LONG));
        assertThat(endless.inUse - before).as("half-way through sealing").isLessThan(LITTLE);
        assertThat(counted.inUse - before).as("half-way through opening").isLessThan(LITTLE);
    }

    /** Heap in use once all that is garbage is gone: what has to be held. */
    private static long inUse() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** So many bytes, made as they are read. */
    private static final class Endless extends InputStream {
        private final long length;
        private long at;
        private long inUse;

        Endless(long length) {
            this.length = length;
        }

        static long sum(long length) {
            var sum = 0L;
            for (var i = 0L; i < 256; i++) {
                sum += i * (length / 256 + (i < length % 256 ? 1 : 0));
            }
            return sum;
        }

        @Override
        public int read() {
            return at == length ? -1 : (int) (at++ & 0xff);
        }

        @Override
        public int read(byte[] into, int from, int most) {
            var n = (int) Math.min(most, length - at);
            for (var i = 0; i < n; i++) {
                into[from + i] = (byte) (at + i);
            }
            if (at < length / 2 && at + n >= length / 2) {
                inUse = inUse();
            }
            at += n;
            return n == 0 && most > 0 ? -1 : n;
        }
    }

    /** Counts what it is given and keeps none of it. */
    private static final class Counting extends OutputStream {
        private long length;
        private long sum;
        private long inUse;

        @Override
        public void write(int one) {
            length++;
            sum += one & 0xff;
        }

        @Override
        public void write(byte[] bytes, int from, int count) {
            if (length < LONG / 2 && length + count >= LONG / 2) {
                inUse = inUse();
            }
            length += count;
            for (var i = from; i < from + count; i++) {
                sum += bytes[i] & 0xff;
            }
        }
    }
}
