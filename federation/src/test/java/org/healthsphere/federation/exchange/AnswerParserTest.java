package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerParserTest {
    private static final List<ReleasedRecord> RECORDS =
            List.of(Samples.patient("p1"), Samples.observation("o1", "p1"), Samples.observation("o2", "p1"));

    private final List<ReleasedRecord> taken = new ArrayList<>();
    private final AnswerParser parser = new AnswerParser("query-0001", record -> {
        taken.add(record);
        return Optional.empty();
    });

    private static byte[] written() throws IOException {
        var out = new ByteArrayOutputStream();
        AnswerStream.write("query-0001", SimulatedNetwork.RECEIPT, RECORDS.iterator(), out);
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 64, 1_000, 1 << 20})
    void in_whatever_pieces_it_comes_it_is_what_was_written(int size) throws IOException {
        var all = written();
        for (var at = 0; at < all.length; at += size) {
            assertThat(parser.receipt()).isEmpty();
            assertThat(parser.accept(Bytes.of(Arrays.copyOfRange(all, at, Math.min(all.length, at + size)))))
                    .isEmpty();
        }
        assertThat(taken).isEqualTo(RECORDS);
        assertThat(parser.receipt()).contains(SimulatedNetwork.RECEIPT);
    }

    @Test
    void what_was_cut_has_no_end() throws IOException {
        var all = written();
        for (var length = 0; length < all.length; length++) {
            var cut = new AnswerParser("query-0001", _ -> Optional.empty());
            assertThat(cut.accept(Bytes.of(Arrays.copyOf(all, length)))).isEmpty();
            assertThat(cut.receipt()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"query\":\"query-0001\" | \"query\":\"query-0002\"",
                "\"protocol\":3 | \"protocol\":2",
                "\"receipt\":\"eyJ | \"receipt\":\"***",
                "{\"records\":3} | {\"records\":2}",
                "{\"records\":3} | {\"records\":3}x",
                "\"version\":3 | \"version\":0",
                "\"type\":\"Patient\" | \"type\":7",
                "\"length\": | \"length\":9999999999",
                "\"length\": | \"length\":-",
            })
    void what_is_not_what_was_written_is_refused_or_has_no_end(String good, String bad) throws IOException {
        var text = Bytes.of(written()).utf8();
        assertThat(text).contains(good);
        var at = text.indexOf(good);
        var altered = text.substring(0, at) + bad + text.substring(at + good.length());
        assertThat(parser.accept(Bytes.utf8(altered + (bad.endsWith("x") ? "\n" : ""))))
                .isPresent();
        assertThat(parser.receipt()).isEmpty();
    }

    @Test
    void a_line_without_an_end_is_refused_before_memory_is_full() {
        var spaces = new byte[64 * 1024];
        Arrays.fill(spaces, (byte) ' ');
        var pieces = 0;
        while (parser.accept(Bytes.of(spaces)).isEmpty()) {
            assertThat(++pieces).isLessThan(10);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_comes_it_is_read_or_refused(long seed) throws IOException {
        var random = new Random(seed);
        for (var i = 0; i < 300; i++) {
            var altered = written();
            altered[random.nextInt(altered.length)] = (byte) random.nextInt();
            var reading = new AnswerParser("query-0001", _ -> Optional.empty());
            var problem = reading.accept(Bytes.of(altered));
            assertThat(problem.isPresent() && reading.receipt().isPresent()).isFalse();
        }
    }

    @Test
    void what_the_taker_finds_wrong_ends_it() throws IOException {
        var wrong = new AnswerParser("query-0001", _ -> Optional.of("not this"));
        assertThat(wrong.accept(Bytes.of(written()))).contains("not this");
        assertThat(wrong.receipt()).isEmpty();
    }
}
