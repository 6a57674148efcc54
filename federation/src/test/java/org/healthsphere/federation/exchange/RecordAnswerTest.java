package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.federation.exchange.RecordAnswer.Answered;
import org.healthsphere.federation.exchange.RecordAnswer.NothingToRelease;
import org.healthsphere.federation.exchange.RecordAnswer.Stale;
import org.healthsphere.federation.exchange.RecordAnswer.VersionMismatch;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordAnswerTest {
    private static final Bytes RECEIPT = Bytes.utf8("{\"decision\":\"permit\"}");

    @Test
    void every_answer_is_read_as_it_was_written_and_bytes_stay_bytes() {
        for (var answer : List.of(
                new Answered("query-0001", Samples.records("p1"), RECEIPT),
                new NothingToRelease("query-0001", RECEIPT),
                new Stale("query-0001"),
                new VersionMismatch("query-0001", Set.of(1, 2)))) {
            assertThat(RecordAnswer.parse(answer.toBytes(1), 1)).isEqualTo(Outcome.of(answer));
        }
    }

    @Test
    void only_who_takes_pieces_is_told_that_there_are_some() {
        var elsewhere = new RecordAnswer.Elsewhere("query-0001", RECEIPT, "a-ticket-of-22-letters", 3, 70_000);
        assertThat(RecordAnswer.parse(elsewhere.toBytes(3), 3)).isEqualTo(Outcome.of(elsewhere));
        assertThat(RecordAnswer.parse(elsewhere.toBytes(2), 2)).isInstanceOf(Outcome.Failure.class);
        var text = elsewhere.toBytes(3).utf8();
        for (var wrong : List.of(
                text.replace("\"pieces\":3", "\"pieces\":0"),
                text.replace("\"pieces\":3", "\"pieces\":99999999999"),
                text.replace("\"length\":70000", "\"length\":-1"),
                text.replace("a-ticket-of-22-letters", "../../a-ticket-of-22-letters"),
                text + "{}")) {
            assertThat(RecordAnswer.parse(Bytes.utf8(wrong), 3)).isInstanceOf(Outcome.Failure.class);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"protocol\":1 | \"protocol\":2 | protocol",
                "\"outcome\":\"answered\" | \"outcome\":\"perhaps\" | outcome",
                "\"outcome\":\"answered\" | \"outcome\":\"nothing-to-release\" | records",
                "\"outcome\":\"answered\" | \"outcome\":\"stale\" | records",
                "\"version\":3 | \"version\":0 | records.version",
                "\"length\":5 | \"length\":6 | records",
                "\"length\":5 | \"length\":922337203685477580 | records",
                "\"length\":5 | \"length\":-5 | records.length",
                "\"type\":\"Patient\" | \"type\":4 | records.type",
                "\"query\":\"query-0001\" | \"query\":null | query",
                "\"receipt\":\"eyJ | \"receipt\":\"*** | receipt",
            })
    void a_malformed_field_is_named(String good, String bad, String field) {
        var text = new Answered("query-0001", Samples.records("p1"), RECEIPT)
                .toBytes(1)
                .utf8();
        assertThat(text).contains(good);
        assertThat(problems(text.replaceFirst(Pattern.quote(good), bad)))
                .extracting(Problem::at)
                .anyMatch(at -> at.startsWith(field));
    }

    @Test
    void nothing_is_answered_without_a_receipt() {
        assertThat(problems(new NothingToRelease("query-0001", Bytes.NONE)
                        .toBytes(1)
                        .utf8()))
                .extracting(Problem::at)
                .containsExactly("receipt");
    }

    @Test
    void lengths_that_overflow_to_the_right_sum_are_refused() {
        var text = "{\"outcome\":\"answered\",\"protocol\":1,\"query\":\"query-0001\",\"receipt\":\"AA\",\"records\":["
                + "{\"id\":\"1\",\"length\":9223372036854775807,\"type\":\"Patient\",\"version\":1},"
                + "{\"id\":\"2\",\"length\":9223372036854775807,\"type\":\"Patient\",\"version\":1},"
                + "{\"id\":\"3\",\"length\":4,\"type\":\"Patient\",\"version\":1}]}\n{}";
        assertThat(problems(text)).extracting(Problem::at).containsExactly("records");
    }

    @Test
    void who_has_nothing_to_release_says_so() {
        assertThatThrownBy(() -> new Answered("query-0001", List.of(), RECEIPT))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void later_versions_may_say_more_when_they_do_not_understand() {
        assertThat(RecordAnswer.parse(
                        Bytes.utf8(
                                "{\"outcome\":\"version-mismatch\",\"protocol\":9,\"query\":\"q\",\"supported\":[8,9],\"hint\":1}\n"),
                        1))
                .isEqualTo(Outcome.of(new VersionMismatch("q", Set.of(8, 9))));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatever_bytes_change_the_parser_answers_and_does_not_fail(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++) {
            var bytes = new Answered("query-0001", Samples.records("p1"), RECEIPT)
                    .toBytes(1)
                    .array();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertThat(RecordAnswer.parse(Bytes.of(bytes), 1)).isNotNull();
        }
    }

    @Test
    void without_a_first_line_there_is_no_answer() {
        assertThat(RecordAnswer.parse(Bytes.utf8("{}"), 1))
                .isEqualTo(Outcome.failed(new Fault.Invalid("an answer has a first line that says what it is")));
    }

    private static List<Problem> problems(String text) {
        return RecordAnswer.parse(Bytes.utf8(text), 1)
                        instanceof Outcome.Failure<RecordAnswer>(Fault.Invalid(var problems))
                ? problems
                : List.of();
    }
}
