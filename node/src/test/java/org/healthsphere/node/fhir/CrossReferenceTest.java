package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The cases of ITI-83, 3.83.4.1.3. */
class CrossReferenceTest {
    private static final String BASE = "https://node.example/fhir";

    private final House house = new House();
    private final CrossReference references = new CrossReference(house.gate);

    @BeforeEach
    void somebody_who_is_known_in_three_domains() {
        house.put(
                "Patient",
                "red",
                "red",
                "{'identifier':[{'system':'urn:a','value':'1'},{'system':'urn:b','value':'2'}],"
                        + "'link':[{'other':{'reference':'Patient/blue'},'type':'seealso'}]}");
        house.put("Patient", "blue", "blue", "{'identifier':[{'system':'urn:c','value':'3'},{'value':'none'}]}");
        house.put("Patient", "other", "other", "{'identifier':[{'system':'urn:a','value':'9'}]}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Outcome<Bytes> asked(Access access, String query) {
        return references.of(Asking.of(access, BASE), new Inputs(Parameters.parse(query), Map.of()));
    }

    /** The parameters of the answer, each as its name and its value. */
    private List<String> answer(Access access, String query) {
        var json = House.tree(asked(access, query).orElseThrow().utf8());
        assertThat(json.path("resourceType").asText()).isEqualTo("Parameters");
        return json.path("parameter")
                .valueStream()
                .map(p -> p.path("name").asText() + " "
                        + (p.has("valueReference")
                                ? p.at("/valueReference/reference").asText()
                                : p.at("/valueIdentifier/system").asText() + "|"
                                        + p.at("/valueIdentifier/value").asText()))
                .toList();
    }

    @Test
    void all_identifiers_of_all_records_of_one_person_are_told() {
        assertThat(answer(house.own(), "sourceIdentifier=urn:a|1"))
                .containsExactly(
                        "targetIdentifier urn:b|2",
                        "targetIdentifier urn:c|3",
                        "targetId " + BASE + "/Patient/red",
                        "targetId " + BASE + "/Patient/blue");
        assertThat(answer(house.own(), "sourceIdentifier=urn:a|1&targetSystem=urn:c&_format=json"))
                .containsExactly(
                        "targetIdentifier urn:c|3",
                        "targetId " + BASE + "/Patient/red",
                        "targetId " + BASE + "/Patient/blue");
    }

    @Test
    void who_has_no_other_identifier_has_only_himself() {
        assertThat(answer(house.own(), "sourceIdentifier=urn:a|9&targetSystem=urn:b"))
                .containsExactly("targetId " + BASE + "/Patient/other");
    }

    @Test
    void an_unknown_number_and_an_unknown_domain_are_told_apart() {
        assertThat(asked(house.own(), "sourceIdentifier=urn:a|7"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("sourceIdentifier Patient Identifier")));
        assertThat(asked(house.own(), "sourceIdentifier=urn:z|7"))
                .isEqualTo(Outcome.failed(new Fault.Invalid(List.of(
                        new Problem("sourceIdentifier", "is of an assigning authority that is not known here")))));
        assertThat(asked(house.own(), "sourceIdentifier=urn:a|1&targetSystem=urn:z"))
                .isEqualTo(
                        Outcome.failed(new Fault.Forbidden("targetSystem is an assigning authority not known here")));
    }

    @Test
    void what_is_no_question_is_refused() {
        for (var query : List.of("", "sourceIdentifier=1", "sourceIdentifier=urn:a|1&sourceIdentifier=urn:b|2")) {
            assertThat(asked(house.own(), query))
                    .isEqualTo(Outcome.failed(new Fault.Invalid(
                            List.of(new Problem("sourceIdentifier", "is needed once, as system|value")))));
        }
        assertThat(asked(house.own(), "sourceIdentifier=urn:a|1&colour=red")).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void who_may_not_be_seen_is_as_unknown_as_who_is_not_here() {
        house.says("blue", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        assertThat(answer(house.own(), "sourceIdentifier=urn:a|1"))
                .containsExactly("targetIdentifier urn:b|2", "targetId " + BASE + "/Patient/red");
        assertThat(asked(house.own(), "sourceIdentifier=urn:c|3"))
                .isEqualTo(asked(house.own(), "sourceIdentifier=urn:c|3"))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void whoever_is_looked_up_finds_it_in_the_audit_log() {
        assertThat(answer(house.own(), "sourceIdentifier=urn:a|1")).isNotEmpty();
        assertThat(house.audit.ofPatient("red", 10))
                .extracting(entry -> entry.event().code())
                .contains(AuditCode.RECORD_SEARCHED);
    }
}
