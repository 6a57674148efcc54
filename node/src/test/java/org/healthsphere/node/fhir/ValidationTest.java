package org.healthsphere.node.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.fhir.Profiles.Remark;
import org.healthsphere.node.fhir.Profiles.Severity;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {
    private static final Optional<ResourceId> ANN = Optional.of(new ResourceId("Patient", "ann"));

    private final House house = new House();
    private final List<List<String>> held = new ArrayList<>();
    private Outcome<List<Remark>> remarks = Outcome.of(List.of());
    private final Validation validation =
            new Validation(new Intake(SearchParameters.r4()), house.gate, (_, profiles) -> {
                held.add(profiles);
                return remarks;
            });

    @BeforeEach
    void fill() {
        house.put("Patient", "ann", "ann", "{}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private Outcome<Bytes> judge(Optional<ResourceId> id, String query, String... resource) {
        return validation.judge(
                Asking.of(house.own(), ""),
                "Patient",
                id,
                new Inputs(
                        Parameters.parse(query),
                        resource.length == 0
                                ? Map.of()
                                : Map.of("resource", Bytes.utf8(resource[0].replace('\'', '"')))));
    }

    private static List<String> issues(Outcome<Bytes> outcome) {
        return House.tree(outcome.orElseThrow().utf8())
                .path("issue")
                .valueStream()
                .map(issue -> issue.path("severity").asText() + " "
                        + issue.at("/expression/0").asText() + ": "
                        + issue.path("diagnostics").asText())
                .toList();
    }

    @Test
    void what_a_write_would_refuse_is_told_with_its_place_and_goes_no_further() {
        assertThat(issues(judge(
                        Optional.empty(),
                        "",
                        "{'resourceType':'Patient','birthDate':'soon','gender':'blue','colour':1}")))
                .containsExactly(
                        "error Patient.birthDate: is no valid date",
                        "error Patient.gender: is none of the codes it may have: male, female, other, unknown",
                        "error Patient.colour: is no element of Patient");
        assertThat(issues(judge(Optional.empty(), "", "{'resourceType':'Patient'")))
                .containsExactly("error : is not well-formed JSON, or deeper or longer than this server reads");
        assertThat(held).isEmpty();
    }

    @Test
    void what_has_the_structure_is_held_against_the_profiles() {
        var patient = "{'resourceType':'Patient','id':'ann'}";
        assertThat(issues(judge(Optional.empty(), "profile=urn:a&profile=urn:b&mode=create", patient)))
                .containsExactly("information : Nothing was found wrong.");
        remarks = Outcome.of(List.of(
                new Remark(Severity.WARNING, "invariant", "Patient", "a \"quoted\" word"),
                new Remark(Severity.ERROR, "invariant", "Patient.name", "is needed")));
        assertThat(issues(judge(ANN, "mode=update", patient)))
                .containsExactly("warning Patient: a \"quoted\" word", "error Patient.name: is needed");
        assertThat(issues(judge(ANN, "mode=profile"))).as("what is stored").hasSize(2);
        assertThat(held).containsExactly(List.of("urn:a", "urn:b"), List.of(), List.of());
        remarks = Outcome.failed(new Fault.TooMany("others wait"));
        assertThat(judge(ANN, "")).isEqualTo(remarks);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'resourceType':'Device'}              | ''          | error Device.resourceType: is not the type of the URL, Patient",
                "{'resourceType':'Patient','id':'bea'}  | mode=update | error Patient.id: is the id of the URL",
                "{'resourceType':'Patient','link':[{'other':{'reference':'Patient?a=b'},'type':'seealso'}]} | '' "
                        + "| error Patient: has a conditional reference outside of a transaction"
            })
    void where_it_is_sent_matters(String resource, String query, String expected) {
        assertThat(issues(judge(ANN, query, resource))).containsExactly(expected);
    }

    @Test
    void a_deletion_is_judged_by_what_is_there_and_may_be_seen() {
        assertThat(issues(judge(ANN, "mode=delete"))).containsExactly("information : Nothing was found wrong.");
        assertThat(judge(Optional.of(new ResourceId("Patient", "nobody")), "mode=delete"))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Patient/nobody")));
        assertThat(held).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "mode=destroy, mode",
        "mode=delete, mode",
        "mode=update, mode",
        "'', resource",
        "level=hard&mode=update, level;mode"
    })
    void a_question_that_is_none_names_the_input(String query, String expected) {
        assertThat(judge(Optional.empty(), query))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(((Fault.Invalid) failure.fault())
                                        .problems().stream()
                                                .map(Fault.Problem::at)
                                                .filter(at -> expected.contains(at)))
                                .containsAll(List.of(expected.split(";", -1))));
    }
}
