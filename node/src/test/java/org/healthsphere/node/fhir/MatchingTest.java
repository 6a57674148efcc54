package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MatchingTest {
    private static final String TESS = SamplePatients.patient("Tess", "Testwoman", "1970-04-01", "1 Sample Street");

    private final House house = new House();
    private final Matching matching = new Matching(
            new Intake(SearchParameters.r4()), house.gate, new SamplePatients(house.store), SamplePatients.TOKENIZER);

    private void put(String id, String patient) {
        house.put("Patient", id, id, patient);
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Outcome<Bytes> match(Access access, String patient, String query) {
        return matching.match(
                Asking.of(access, "https://node.example/fhir"),
                new Inputs(Parameters.parse(query), Map.of("resource", Bytes.utf8(patient))));
    }

    /** Of each entry its patient, its grade, and whether its score is a probability. */
    private List<String> matches(Access access, String patient, String query) {
        var bundle = House.tree(match(access, patient, query).orElseThrow().utf8());
        var entries = bundle.path("entry").valueStream().toList();
        assertThat(bundle.path("total").asInt()).isEqualTo(entries.size());
        assertThat(entries).allMatch(e -> {
            var score = e.at("/search/score").doubleValue();
            return score > 0.49 && score < 1;
        });
        return entries.stream()
                .map(e -> e.at("/resource/id").asText() + " "
                        + e.at("/search/extension/0/valueCode").asText())
                .toList();
    }

    @Test
    void who_agrees_in_everything_is_certain() {
        put("t1", TESS);
        put("t2", SamplePatients.patient("Tina", "Otherwoman", "1982-11-30", "77 Another Road"));
        assertThat(matches(house.own(), TESS, "")).containsExactly("t1 certain");
        assertThat(matches(house.own(), TESS, "onlyCertainMatches=true")).containsExactly("t1 certain");
        assertThat(matches(
                        house.own(),
                        SamplePatients.patient("Zoe", "Nobody", "1931-01-09", "5 Far Lane")
                                .replace("0100", "0199"),
                        ""))
                .isEmpty();
    }

    @Test
    void whom_the_tokens_miss_is_found_by_what_agrees_field_by_field() {
        put("t1", TESS);
        put("t2", SamplePatients.patient("Tina", "Otherwoman", "1982-11-30", "77 Another Road"));
        var twice = SamplePatients.patient("Tesz", "Testvoman", "1970-04-11", "1 Sampel Street");
        assertThat(matches(house.own(), twice, ""))
                .hasSize(1)
                .first()
                .asString()
                .matches("t1 (probable|possible)");
        assertThat(matches(house.own(), twice, "onlyCertainMatches=true")).isEmpty();
    }

    @Test
    void two_who_could_be_meant_are_possible_and_neither_is_certain() {
        put("t1", TESS);
        put("t2", TESS);
        assertThat(matches(house.own(), TESS, "")).containsExactly("t1 possible", "t2 possible");
        assertThat(matches(house.own(), TESS, "count=1")).containsExactly("t1 possible");
        assertThat(matches(house.own(), TESS, "onlyCertainMatches=true")).isEmpty();
    }

    @Test
    void who_may_not_be_seen_is_neither_a_match_nor_a_doubt() {
        put("t1", TESS);
        put("t2", TESS);
        var permitted = house.says("t1", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        house.says("t2", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        assertThat(matches(house.stranger(), TESS, ""))
                .as("as if there were no second one")
                .containsExactly("t1 certain");
        house.ends("t1", permitted);
        assertThat(matches(house.stranger(), TESS, "")).isEmpty();
    }

    @Test
    void a_match_that_leaves_is_in_the_audit_log_of_its_patient() {
        put("t1", TESS);
        assertThat(matches(house.own(), TESS, "")).hasSize(1);
        assertThat(house.audit.ofPatient("t1", 10))
                .extracting(entry -> entry.event().code())
                .contains(AuditCode.RECORD_SEARCHED);
    }

    @Test
    void what_is_no_question_is_refused() {
        assertThat(Stream.of("{\"resourceType\":\"Patient\",\"colour\":1}", "{\"resourceType\":\"Device\"}", "{")
                        .map(patient -> match(house.own(), patient, ""))
                        .map(outcome -> ((Outcome.Failure<Bytes>) outcome)
                                .fault()
                                .getClass()
                                .getSimpleName()))
                .containsExactly("Unprocessable", "Invalid", "Invalid");
        assertThat(matching.match(
                        Asking.of(house.own(), ""), new Inputs(Parameters.parse("onlyCertainMatches=maybe"), Map.of())))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Fault.Problem(
                                "resource", "is needed: a Patient with what is known of the one who is meant"),
                        new Fault.Problem("onlyCertainMatches", "is true or false")))));
    }
}
