package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The kinds of notes, reports, conditions and observations that US Core wants a server to keep and to find. */
class UsCoreKindsTest extends UsCoreServer {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "11488-4", "18842-5", "34117-2", "28570-0", "11506-3", "18748-4", "11502-2", "11526-1", "11504-8",
                "34111-5"
            })
    void each_kind_of_note_is_kept_and_found(String code) throws Exception {
        var note = """
                {"resourceType":"DocumentReference","id":"note-%1$s","status":"current",
                 "type":{"coding":[{"system":"http://loinc.org","code":"%1$s"}]},
                 "category":[{"coding":[{"system":"http://hl7.org/fhir/us/core/CodeSystem/us-core-documentreference-category",
                  "code":"clinical-note"}]}],
                 "subject":{"reference":"Patient/notes"},"custodian":{"reference":"Organization/ward"},
                 "content":[{"attachment":{"contentType":"text/plain","data":"bm90ZQ=="}}]}""".formatted(code);
        assertThat(send("PUT", "/DocumentReference/note-" + code, note).statusCode())
                .isEqualTo(201);
        assertThat(found("DocumentReference?patient=notes&category=clinical-note&type=http://loinc.org%7C" + code))
                .containsExactly("note-" + code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"LP29708-2", "LP7839-6", "LP29684-5"})
    void each_kind_of_report_is_kept_and_found(String category) throws Exception {
        var report = """
                {"resourceType":"DiagnosticReport","id":"report-%1$s","status":"final",
                 "category":[{"coding":[{"system":"http://loinc.org","code":"%1$s"}]}],
                 "code":{"coding":[{"system":"http://loinc.org","code":"18842-5"}]},
                 "subject":{"reference":"Patient/notes"},"effectiveDateTime":"2025-04-05","issued":"2025-04-05T12:00:00Z",
                 "presentedForm":[{"contentType":"text/plain","data":"bm90ZQ=="}]}""".formatted(category);
        assertThat(send("PUT", "/DiagnosticReport/report-" + category, report).statusCode())
                .isEqualTo(201);
        assertThat(found("DiagnosticReport?patient=notes&category=http://loinc.org%7C" + category))
                .containsExactly("report-" + category);
    }

    @ParameterizedTest
    @CsvSource({
        "Condition, http://terminology.hl7.org/CodeSystem/condition-category, problem-list-item",
        "Condition, http://hl7.org/fhir/us/core/CodeSystem/condition-category, health-concern",
        "Condition, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, sdoh",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, sdoh",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, functional-status",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, disability-status",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, cognitive-status",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, treatment-intervention-preference",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, care-experience-preference",
        "Observation, http://hl7.org/fhir/us/core/CodeSystem/us-core-category, observation-adi-documentation",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, survey",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, activity",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, social-history",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, vital-signs",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, laboratory",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, imaging",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, procedure",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, exam",
        "Observation, http://terminology.hl7.org/CodeSystem/observation-category, therapy"
    })
    void each_category_is_kept_and_found(String type, String system, String category) throws Exception {
        var status = type.equals("Observation") ? "\"status\":\"final\"," : "";
        var resource = """
                {"resourceType":"%s","id":"kind-%s",%s"code":{"text":"what"},"subject":{"reference":"Patient/kinds"},
                 "category":[{"coding":[{"system":"%s","code":"%s"}]}]}""".formatted(type, category, status, system, category);
        assertThat(send("PUT", "/" + type + "/kind-" + category, resource).statusCode())
                .isEqualTo(201);
        assertThat(found(type + "?patient=kinds&category=" + system + "%7C" + category))
                .containsExactly("kind-" + category);
    }
}
