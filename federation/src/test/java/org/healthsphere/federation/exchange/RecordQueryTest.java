package org.healthsphere.federation.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordQueryTest {
    @Test
    void what_is_written_is_read_again() {
        for (var query : List.of(
                Samples.query(Samples.question()),
                Samples.query(Samples.question(PurposeOfUse.ETREAT, Samples.someOfIt())))) {
            assertThat(RecordQuery.parse(query.toBytes())).isEqualTo(Outcome.of(query));
        }
    }

    @Test
    void there_is_one_spelling_of_a_query() {
        assertThat(Samples.query(Samples.question(PurposeOfUse.ETREAT, Samples.someOfIt()))
                        .toBytes()
                        .utf8())
                .isEqualTo(
                        "{\"breakGlass\":{\"code\":\"ETREAT\",\"system\":\"http://terminology.hl7.org/CodeSystem/v3-ActReason\"},"
                                + "\"deadline\":\"2026-03-01T10:00:05Z\",\"filter\":{\"from\":\"2020-01-01\",\"to\":\"2025-12-31\","
                                + "\"types\":[\"Observation\",\"Patient\"]},\"id\":\"query-0001\",\"issued\":\"2026-03-01T10:00:00Z\","
                                + "\"ledgerHeight\":12,\"patient\":{\"gender\":\"female\",\"key\":\"8fa3aab2faa9b79e0a0398da5b5abd0780142442a5be80b9a64608d718cb1fcd\","
                                + "\"tokens\":{"
                                + "\"FULL_NAME_BIRTH\":[\"AAAAAAAAAAAAAAAAAAAAAA\",\"BBBBBBBBBBBBBBBBBBBBBB\"],"
                                + "\"GIVEN_BIRTH_PHONE\":[\"CCCCCCCCCCCCCCCCCCCCCC\"]}},\"protocol\":1,\"purpose\":\"ETREAT\","
                                + "\"requester\":{\"member\":\"north\",\"role\":\"CLINICIAN\",\"subject\":\"dr-7\"}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"id\":\"query-0001\" | \"id\":7 | id",
                "\"id\":\"query-0001\" | \"id\":\"short\" | id",
                "2026-03-01T10:00:05Z | tomorrow | deadline",
                "2026-03-01T10:00:00Z | 2026-03-01 | issued",
                "\"ledgerHeight\":12 | \"ledgerHeight\":-1 | ledgerHeight",
                "\"ledgerHeight\":12 | \"ledgerHeight\":1.5 | ledgerHeight",
                "\"ledgerHeight\":12 | \"ledgerHeight\":12,\"more\":1 | more",
                "\"purpose\":\"ETREAT\" | \"purpose\":\"FUN\" | purpose",
                "\"purpose\":\"ETREAT\" | \"purpose\":\"TREAT\" | breakGlass",
                "\"code\":\"ETREAT\" | \"code\":\"\" | breakGlass.code",
                "\"role\":\"CLINICIAN\" | \"role\":\"KING\" | requester.role",
                "\"subject\":\"dr-7\" | \"subject\":\" \" | requester.subject",
                "\"member\":\"north\" | \"member\":\"No One\" | requester.member",
                "\"gender\":\"female\" | \"gender\":\"f\" | patient.gender",
                "\"key\":\"8fa3 | \"key\":\"8FA3 | patient.key",
                "AAAAAAAAAAAAAAAAAAAAAA | AAAA | patient.tokens.FULL_NAME_BIRTH",
                "FULL_NAME_BIRTH | SHOE_SIZE | patient.tokens.",
                "\"from\":\"2020-01-01\" | \"from\":\"2020-13-01\" | filter.from",
                "\"from\":\"2020-01-01\" | \"from\":\"2027-01-01\" | filter.from",
                "[\"Observation\",\"Patient\"] | \"Observation\" | filter.types",
                "[\"Observation\",\"Patient\"] | [\"../etc\"] | filter.types",
            })
    void a_malformed_field_is_named(String good, String bad, String field) {
        var text = Samples.query(Samples.question(PurposeOfUse.ETREAT, Samples.someOfIt()))
                .toBytes()
                .utf8();
        assertThat(text).contains(good);
        assertThat(problems(text.replace(good, bad))).extracting(Problem::at).contains(field);
    }

    @Test
    void all_malformed_fields_are_named_at_once() {
        assertThat(problems("{\"protocol\":1,\"patient\":[]}"))
                .extracting(Problem::at)
                .contains("id", "issued", "deadline", "purpose", "ledgerHeight", "requester", "patient", "filter");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{\"id\":1,\"id\":2}",
                "{} {}",
                "{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"f\":{\"g\":{\"h\":{}}}}}}}}}"
            })
    void what_is_no_message_is_refused(String text) {
        assertThat(RecordQuery.parse(Bytes.utf8(text)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Invalid.class));
    }

    @Test
    void another_version_is_not_guessed_at() {
        assertThat(RecordQuery.parse(Bytes.utf8("{\"protocol\":4,\"id\":\"query-0001\"}")))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("record exchange is spoken in [1, 2, 3]")));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whatever_bytes_change_the_parser_answers_and_does_not_fail(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 500; i++) {
            var bytes = Samples.query(Samples.question()).toBytes().array();
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            assertThat(RecordQuery.parse(Bytes.of(bytes))).isNotNull();
        }
    }

    @Test
    void the_glass_is_broken_with_a_reason_and_only_then() {
        assertThatThrownBy(() -> new Question(
                        Samples.CLINICIAN,
                        PurposeOfUse.ETREAT,
                        Optional.empty(),
                        Samples.PATIENT,
                        RecordFilter.EVERYTHING,
                        1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static List<Problem> problems(String text) {
        return RecordQuery.parse(Bytes.utf8(text)) instanceof Outcome.Failure<RecordQuery>(Fault.Invalid(var problems))
                ? problems
                : List.of();
    }
}
