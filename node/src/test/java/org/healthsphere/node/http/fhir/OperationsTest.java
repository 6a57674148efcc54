package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.net.http.HttpResponse;
import java.util.List;
import org.healthsphere.node.fhir.SamplePatients;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.ValueSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** How operations are called: by URL, by Parameters, in JSON and in XML. */
class OperationsTest extends FhirServer {
    @BeforeAll
    void fill() throws Exception {
        for (var body : List.of(
                "{\"resourceType\":\"Patient\",\"id\":\"o1\",\"meta\":{\"tag\":[{\"code\":\"t\"}]}}",
                "{\"resourceType\":\"Observation\",\"id\":\"o2\",\"status\":\"final\",\"code\":{\"coding\":[{\"system\":\"urn:c\",\"code\":\"x\"}]},"
                        + "\"subject\":{\"reference\":\"Patient/o1\"},\"effectiveDateTime\":\"2025-01-01\"}",
                "{\"resourceType\":\"DocumentReference\",\"id\":\"o3\",\"status\":\"current\",\"subject\":{\"reference\":\"Patient/o1\"},"
                        + "\"type\":{\"coding\":[{\"system\":\"urn:c\",\"code\":\"note\"}]},"
                        + "\"content\":[{\"attachment\":{\"title\":\"x\"}}],\"date\":\"2025-01-01T00:00:00Z\"}")) {
            var parts = body.split("\"", -1);
            assertThat(send("PUT", "/" + parts[3] + "/" + parts[7], body).statusCode())
                    .isEqualTo(201);
        }
    }

    private static String parameters(String... nameAndValue) {
        var parameters = new Parameters();
        for (var i = 0; i < nameAndValue.length; i += 2) {
            parameters.addParameter(nameAndValue[i], nameAndValue[i + 1]);
        }
        return FHIR.newJsonParser().encodeResourceToString(parameters);
    }

    @Test
    void an_operation_is_the_same_by_get_and_by_post() throws Exception {
        for (var call : List.of(
                List.of("/Patient/o1/$everything", "_type", "Observation"),
                List.of("/Observation/$lastn", "patient", "o1", "code", "urn:c|x"),
                List.of("/DocumentReference/$docref", "patient", "o1", "start", "2020"))) {
            var values = call.subList(1, call.size()).toArray(String[]::new);
            var query = new StringBuilder("?");
            for (var i = 0; i < values.length; i += 2) {
                query.append(values[i])
                        .append('=')
                        .append(values[i + 1].replace("|", "%7C"))
                        .append('&');
            }
            var got = parsed(Bundle.class, send("GET", call.getFirst() + query, ""));
            var posted = parsed(Bundle.class, send("POST", call.getFirst(), parameters(values)));
            assertThat(got.getEntry()).as("%s", call).hasSize(1);
            assertThat(posted.getEntry())
                    .extracting(e -> e.getFullUrl())
                    .isEqualTo(got.getEntry().stream().map(e -> e.getFullUrl()).toList());
        }
    }

    @Test
    void terminology_is_asked_beside_the_resources() throws Exception {
        var gender = "http://hl7.org/fhir/administrative-gender";
        var asked = "/CodeSystem/$validate-code?url=" + gender + "&code=";
        assertThat(result(send("GET", asked + "male&_format=json", ""))).isTrue();
        assertThat(result(send("GET", asked + "blue", ""))).isFalse();
        assertThat(result(send("POST", "/CodeSystem/$validate-code", parameters("url", gender, "code", "male"))))
                .isTrue();
        var expansion = parsed(
                ValueSet.class,
                send("GET", "/ValueSet/$expand?url=http://hl7.org/fhir/ValueSet/administrative-gender", ""));
        assertThat(expansion.getExpansion().getContains())
                .extracting(ValueSet.ValueSetExpansionContainsComponent::getCode)
                .containsExactlyInAnyOrder("male", "female", "other", "unknown");
    }

    @Test
    void a_terminology_that_is_not_there_is_an_outcome() throws Exception {
        var answer = send("GET", "/CodeSystem/$lookup?system=urn:nothing&code=a", "");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(parsed(OperationOutcome.class, answer).getIssue()).hasSize(1);
    }

    private static boolean result(HttpResponse<String> answer) {
        return parsed(Parameters.class, answer).getParameterBool("result");
    }

    @Test
    void inputs_are_coded_values_and_xml_too() throws Exception {
        var xml =
                "<Parameters xmlns=\"http://hl7.org/fhir\"><parameter><name value=\"patient\"/><valueId value=\"o1\"/></parameter>"
                        + "<parameter><name value=\"type\"/><valueCodeableConcept><coding><system value=\"urn:c\"/><code value=\"note\"/></coding>"
                        + "</valueCodeableConcept></parameter></Parameters>";
        var found = send("POST", "/DocumentReference/$docref", xml, "Content-Type", "application/fhir+xml");
        assertThat(parsed(Bundle.class, found).getEntry()).hasSize(1);
        var none = send(
                "POST",
                "/DocumentReference/$docref",
                xml.replace("note", "other"),
                "Content-Type",
                "application/fhir+xml");
        assertThat(parsed(Bundle.class, none).getEntry()).isEmpty();
    }

    @Test
    void a_wrong_input_is_named() throws Exception {
        var period =
                "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"patient\",\"valuePeriod\":{\"start\":\"2020\"}},{\"valueId\":\"x\"}]}";
        var refused = send("POST", "/DocumentReference/$docref", period);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(parsed(OperationOutcome.class, refused).getIssue())
                .extracting(i -> i.getExpression().getFirst().getValue())
                .containsExactly("Parameters.parameter[0]", "Parameters.parameter[1].name");
        assertThat(send("POST", "/DocumentReference/$docref", "{\"resourceType\":")
                        .statusCode())
                .isEqualTo(400);
        assertThat(send("GET", "/Observation/$lastn?max=1", "").statusCode()).isEqualTo(400);
        assertThat(send("GET", "/Observation/$colours", "").statusCode()).isEqualTo(404);
    }

    @Test
    void meta_is_told_of_a_resource_and_of_a_version() throws Exception {
        for (var path : List.of("/Patient/o1/$meta", "/Patient/o1/_history/1/$meta")) {
            var answer = parsed(Parameters.class, send("GET", path, ""));
            assertThat(answer.getParameterFirstRep().getName()).isEqualTo("return");
            var meta = (Meta) answer.getParameterFirstRep().getValue();
            assertThat(meta.getTagFirstRep().getCode()).isEqualTo("t");
            assertThat(meta.getVersionId()).isEqualTo("1");
        }
        assertThat(send("GET", "/Patient/none/$meta", "").statusCode()).isEqualTo(404);
        assertThat(send("GET", "/Patient/o1/_history/x/$meta", "").statusCode()).isEqualTo(404);
    }

    @Test
    void a_resource_is_validated_without_being_written() throws Exception {
        var good = "{\"resourceType\":\"Patient\",\"id\":\"never\"}";
        var checked = parsed(OperationOutcome.class, send("POST", "/Patient/$validate", good));
        assertThat(checked.getIssueFirstRep().getSeverity()).isEqualTo(OperationOutcome.IssueSeverity.INFORMATION);
        var profiled = parsed(OperationOutcome.class, send("POST", "/Patient/$validate?profile=urn:colour", good));
        assertThat(profiled.getIssueFirstRep().getDiagnostics()).isEqualTo("has no colour");
        var parameters = "{\"resourceType\":\"Parameters\",\"parameter\":[{\"name\":\"resource\",\"resource\":"
                + "{\"resourceType\":\"Patient\",\"birthDate\":\"soon\"}},{\"name\":\"mode\",\"valueCode\":\"create\"}]}";
        var wrong = parsed(OperationOutcome.class, send("POST", "/Patient/$validate", parameters));
        assertThat(wrong.getIssueFirstRep().getExpression().getFirst().getValue())
                .isEqualTo("Patient.birthDate");
        var stored = send("GET", "/Patient/o1/$validate?profile=urn:colour", "");
        assertThat(parsed(OperationOutcome.class, stored).getIssueFirstRep().getSeverity())
                .isEqualTo(OperationOutcome.IssueSeverity.ERROR);
        assertThat(send("GET", "/Patient/never", "").statusCode()).isEqualTo(404);
        assertThat(send("POST", "/Patient/$validate", "").statusCode()).isEqualTo(400);
    }

    @Test
    void a_patient_is_matched() throws Exception {
        var tess = SamplePatients.patient("Tess", "Testwoman", "1970-04-01", "1 Sample Street");
        assertThat(send("PUT", "/Patient/tess", tess.replace("\"Patient\",", "\"Patient\",\"id\":\"tess\","))
                        .statusCode())
                .isEqualTo(201);
        var found = parsed(Bundle.class, send("POST", "/Patient/$match", tess));
        assertThat(found.getEntry())
                .extracting(e -> e.getResource().getIdPart())
                .containsExactly("tess");
        assertThat(found.getEntryFirstRep().getSearch().getExtensionFirstRep().getUrl())
                .isEqualTo("http://hl7.org/fhir/StructureDefinition/match-grade");
        assertThat(found.getEntryFirstRep().getSearch().getScore()).isBetween(new BigDecimal("0.5"), BigDecimal.ONE);
    }

    @Test
    void a_summary_is_a_document_by_id_and_by_identifier() throws Exception {
        assertThat(send(
                                "PUT",
                                "/Patient/sum",
                                "{\"resourceType\":\"Patient\",\"id\":\"sum\",\"identifier\":[{\"value\":\"s-1\"}]}")
                        .statusCode())
                .isEqualTo(201);
        for (var path : List.of("/Patient/sum/$summary", "/Patient/$summary?identifier=s-1")) {
            var document = parsed(Bundle.class, send("GET", path, ""));
            assertThat(document.getType()).isEqualTo(Bundle.BundleType.DOCUMENT);
            assertThat(document.getEntryFirstRep().getResource().fhirType()).isEqualTo("Composition");
        }
        assertThat(send("POST", "/Patient/sum/$summary", "").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/Patient/none/$summary", "").statusCode()).isEqualTo(404);
    }

    @Test
    void the_statement_of_capabilities_names_each_operation_once_where_it_is() throws Exception {
        var statement = parsed(CapabilityStatement.class, send("GET", "/metadata", ""));
        for (var expected : List.of(
                "Patient everything http://hl7.org/fhir/OperationDefinition/Patient-everything",
                "Observation lastn http://hl7.org/fhir/OperationDefinition/Observation-lastn",
                "DocumentReference docref http://hl7.org/fhir/us/core/OperationDefinition/docref",
                "Device meta http://hl7.org/fhir/OperationDefinition/Resource-meta")) {
            var parts = expected.split(" ", -1);
            assertThat(statement.getRestFirstRep().getResource().stream()
                            .filter(r -> r.getType().equals(parts[0]))
                            .flatMap(r -> r.getOperation().stream())
                            .filter(o -> o.getName().equals(parts[1]))
                            .map(o -> o.getDefinition()))
                    .as(expected)
                    .containsExactly(parts[2]);
        }
    }
}
