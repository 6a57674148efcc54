package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class SensitivityLabelsTest {
    private final TestTerminology terminology = new TestTerminology()
            .sensitive("hiv", new Coding(Kit.COMMON, "hiv-infection"))
            .sensitive("sexual-health", new Coding(Kit.COMMON, "hiv-infection"))
            .sensitive("mental-health", new Coding(Kit.COMMON, "depression"));

    @Test
    void a_sensitive_code_labels_its_resource_and_no_other() {
        var hiv = draft("Condition", "c1", coded("hiv-infection"));
        var asthma = draft("Condition", "c2", coded("asthma"));
        label(hiv, asthma);

        assertThat(codes(hiv)).containsExactly("HIV", "SEX");
        assertThat(asthma.json()).isEqualTo(json(coded("asthma")));
    }

    @Test
    void a_translated_code_counts_as_much_as_the_first() {
        var condition = draft("Condition", "c1", """
                {'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'B20'},
                    {'system': 'https://healthsphere.org/fhir/CodeSystem/conditions', 'code': 'depression'}]}}""");
        label(condition);

        assertThat(codes(condition)).containsExactly("PSY");
    }

    @Test
    void what_refers_to_something_sensitive_is_sensitive_over_any_number_of_steps() {
        var condition = draft("Condition", "c1", coded("depression"));
        var request = draft("MedicationRequest", "m1", "{'reasonReference': [{'reference': 'Condition/c1'}]}");
        var administration =
                draft("MedicationAdministration", "a1", "{'request': {'reference': 'MedicationRequest/m1'}}");
        label(administration, request, condition);

        assertThat(codes(request)).containsExactly("PSY");
        assertThat(codes(administration)).containsExactly("PSY");
    }

    @Test
    void to_belong_to_a_sensitive_visit_or_patient_is_not_sensitive() {
        var condition = draft("Condition", "c1", coded("depression"));
        var visit = draft("Encounter", "e1", "{'diagnosis': [{'condition': {'reference': 'Condition/c1'}}]}");
        var weight = draft("Observation", "o1", "{'encounter': {'reference': 'Encounter/e1'}}");
        label(condition, visit, weight);

        assertThat(codes(visit)).containsExactly("PSY");
        assertThat(codes(weight)).isEmpty();
    }

    @Test
    void a_document_has_every_label_of_its_message() {
        var condition = draft("Condition", "c1", coded("depression"));
        var document = draft("DocumentReference", "d1", "{'status': 'current'}");
        var bytes = draft("Binary", "b1", "{'contentType': 'text/xml'}");
        var letter = draft("DiagnosticReport", "r1", "{'presentedForm': [{'contentType': 'text/plain'}]}");
        label(condition, document, bytes, letter);

        assertThat(List.of(document, bytes, letter))
                .allSatisfy(d -> assertThat(codes(d)).containsExactly("PSY"));
    }

    @Test
    void labels_that_are_there_stay() {
        var condition = draft("Condition", "c1", """
                {'meta': {'security': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': 'R'}]},
                 'code': {'coding': [{'system': 'https://healthsphere.org/fhir/CodeSystem/conditions', 'code': 'depression'}]}}""");
        label(condition);
        label(condition);

        assertThat(condition.json().path("meta")).isEqualTo(json("""
                {'security': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality', 'code': 'R'},
                    {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'PSY'}]}"""));
    }

    @Test
    void without_a_value_set_nothing_is_taken_in() {
        assertThat(SensitivityLabels.from(terminology.without("hiv")))
                .isEqualTo(Outcome.failed(new Fault.Unprocessable(List.of(new Fault.Problem(
                        "https://healthsphere.org/fhir/ValueSet/sensitive-hiv", "cannot be expanded")))));
    }

    private void label(Draft... drafts) {
        SensitivityLabels.from(terminology).orElseThrow().label(List.of(drafts));
    }

    private static String coded(String code) {
        return "{'code': {'coding': [{'system': '" + Kit.COMMON + "', 'code': '" + code + "'}]}}";
    }

    private static List<String> codes(Draft draft) {
        return Json.elements(draft.json().at("/meta/security"))
                .map((JsonNode c) -> c.path("code").asText())
                .toList();
    }

    private static Draft draft(String type, String id, String json) {
        return Draft.of(new ResourceId(type, id), Optional.of("p1"), (ObjectNode) json(json));
    }
}
