package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.adt;
import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTest {
    private static final String REPORT =
            "OBR|1|P1^ORD|F1^LAB|PANEL^Panel^LOC|||202401020700|||||||||||||||20240102090000||LAB|F";

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    @Test
    void a_report_with_its_results() {
        kit.stored(
                "v2",
                oru(
                        "1",
                        REPORT,
                        "NTE|1||all\\.br\\good",
                        "OBX|1|NM|4548-4^HbA1c^LN||8.10|%^%^UCUM|4.0-6.0|H|||F|||202401020655",
                        "NTE|1||repeat soon"));

        assertThat(kit.the("DiagnosticReport")).isEqualTo(json("""
                {'identifier': [
                    {'value': 'P1', 'system': 'https://healthsphere.org/sid/north/ord', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'PLAC'}]}},
                    {'value': 'F1', 'system': 'https://healthsphere.org/sid/north/lab', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'FILL'}]}}],
                 'status': 'final', 'category': [{'coding': [{'code': 'LAB', 'system': 'http://terminology.hl7.org/CodeSystem/v2-0074'}]}],
                 'code': {'coding': [{'system': 'https://north.example/codes', 'code': 'PANEL', 'display': 'Panel'}], 'text': 'Panel'},
                 'subject': {'reference': 'Patient/*'}, 'effectiveDateTime': '2024-01-02T07:00:00-05:00', 'issued': '2024-01-02T09:00:00-05:00',
                 'result': [{'reference': 'Observation/*'}], 'conclusion': 'all\\ngood'}"""));
        var observation = (ObjectNode) kit.the("Observation");
        // 8.10 is not 8.1: the digits tell how exact it was.
        assertThat(observation.at("/valueQuantity/value").decimalValue()).hasToString("8.10");
        assertThat(observation.remove("valueQuantity"))
                .hasToString(json("{'value': 8.10, 'unit': '%', 'system': 'http://unitsofmeasure.org', 'code': '%'}")
                        .toString());
        assertThat(observation).isEqualTo(json("""
                {'status': 'final', 'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/observation-category', 'code': 'laboratory'}]}],
                 'code': {'coding': [{'system': 'http://loinc.org', 'code': '4548-4', 'display': 'HbA1c'}], 'text': 'HbA1c'},
                 'subject': {'reference': 'Patient/*'}, 'effectiveDateTime': '2024-01-02T06:55:00-05:00', 'issued': '2024-01-02T09:00:00-05:00',
                 'interpretation': [{'coding': [{'code': 'H', 'system': 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation'}]}],
                 'referenceRange': [{'low': {'value': 4.0}, 'high': {'value': 6.0}, 'text': '4.0-6.0'}],
                 'note': [{'text': 'repeat soon'}]}"""));
    }

    @ParameterizedTest
    @CsvSource({
        "A, amended, amended",
        "B, amended, amended",
        "C, corrected, amended",
        "D, entered-in-error, entered-in-error",
        "F, final, final",
        "U, final, final",
        "V, final, final",
        "W, entered-in-error, entered-in-error",
        "X, cancelled, ''"
    })
    void what_a_result_that_is_here_has_become_is_told_without_its_value(
            String letter, String status, String docStatus) {
        kit.stored("v2", oru("1", REPORT, "OBX|1|NM|X||5||||||P", "OBX|2|ED|Y||^text^plain^A^hello||||||P"));
        kit.stored("v2", oru("2", REPORT, "OBX|1|NM|X||||||||" + letter, "OBX|2|ED|Y||||||||" + letter));

        assertThat(kit.the("Observation").path("status").asText()).isEqualTo(status);
        assertThat(kit.the("Observation").at("/valueQuantity/value").asInt()).isEqualTo(5);
        var document = kit.the("DocumentReference");
        assertThat(document.path("status").asText()).isEqualTo(status.equals("entered-in-error") ? status : "current");
        assertThat(document.path("docStatus").asText()).isEqualTo(docStatus.isEmpty() ? "preliminary" : docStatus);
    }

    @ParameterizedTest
    @CsvSource({"D", "W"})
    void a_report_that_is_taken_back_by_a_letter_that_is_meant_for_results_is_none_any_more(String letter) {
        kit.stored("v2", oru("1", REPORT, "OBX|1|NM|X||5||||||F"));
        kit.stored("v2", oru("2", REPORT.replaceFirst("F$", letter)));

        assertThat(kit.the("DiagnosticReport").path("status").asText()).isEqualTo("entered-in-error");
        assertThat(kit.the("Observation").path("status").asText())
                .as("each result speaks for itself")
                .isEqualTo("final");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '"',
            value = {
                "NM|X||72|g; {'valueQuantity': {'value': 72, 'unit': 'g'}}",
                "NM|X||-0.5|; {'valueQuantity': {'value': -0.5}}",
                "NM|X||see note|g; {'valueString': 'see note'}",
                "ST|X||a\\T\\b \\X41\\|; {'valueString': 'a&b A'}",
                "FT|X||one\\.br\\two|; {'valueString': 'one\\ntwo'}",
                "CWE|X||POS^Positive^LOC|; {'valueCodeableConcept': {'coding': [{'system': 'https://north.example/codes', 'code': 'POS', 'display': 'Positive'}], 'text': 'Positive'}}",
                "CE|X||^only words|; {'valueCodeableConcept': {'text': 'only words'}}",
                "TS|X||202401|; {'valueDateTime': '2024-01'}",
                "SN|X||>^500|mg; {'valueQuantity': {'comparator': '>', 'value': 500, 'unit': 'mg'}}",
                "SN|X||^182|mg; {'valueQuantity': {'value': 182, 'unit': 'mg'}}",
                "SN|X||^1^:^40|; {'valueRatio': {'numerator': {'value': 1}, 'denominator': {'value': 40}}}",
                "SN|X||^3^-^5|mg; {'valueRange': {'low': {'value': 3, 'unit': 'mg'}, 'high': {'value': 5, 'unit': 'mg'}}}",
                "SN|X||^2^+|; {'valueString': '2 +'}",
                "SN|X||<>^7|; {'valueString': '<> 7'}",
                "SN|X||>^trace|mg; {'valueString': '> trace'}",
                "TM|X||0815|; {'valueString': '0815'}",
                "|X||loose|; {'valueString': 'loose'}",
                "NM|X|||; {}"
            })
    void a_value_is_what_its_type_says(String fields, String value) {
        kit.stored("v2", oru("1", REPORT, "OBX|1|" + fields + "|||||F"));

        var observation = kit.the("Observation");
        var values = Json.object();
        observation.properties().stream()
                .filter(e -> e.getKey().startsWith("value"))
                .forEach(e -> values.set(e.getKey(), e.getValue()));
        assertThat(values).hasToString(json(value).toString());
    }

    @Test
    void a_repeated_value_becomes_components() {
        kit.stored("v2", oru("1", REPORT, "OBX|1|NM|BP^Pressure^LOC||120~80|mm[Hg]^mm[Hg]^UCUM|||||F"));

        var pressure =
                "{'coding': [{'system': 'https://north.example/codes', 'code': 'BP', 'display': 'Pressure'}], 'text': 'Pressure'}";
        var quantity = ", 'unit': 'mm[Hg]', 'system': 'http://unitsofmeasure.org', 'code': 'mm[Hg]'}, 'code': "
                + pressure + "}";
        assertThat(kit.the("Observation").path("component"))
                .isEqualTo(json("{'c': [{'valueQuantity': {'value': 120" + quantity + ", {'valueQuantity': {'value': 80"
                                + quantity + "]}")
                        .path("c"));
    }

    @Test
    void a_scanned_report_is_kept_once_and_has_one_address_as_report_and_as_document() {
        kit.stored(
                "v2",
                oru(
                        "1",
                        REPORT,
                        "OBX|1|ED|18748-4^Imaging^LN||^AP^PDF^Base64^JVBERg==||||||F|||20240102||R1^Reader^Rae"));

        assertThat(kit.all("Observation")).isEmpty();
        assertThat(kit.the("Binary")).isEqualTo(json("{'contentType': 'application/pdf', 'data': 'JVBERg=='}"));
        var address = kit.current("Binary").getFirst().id().toString();
        var attachment = json("{'contentType': 'application/pdf', 'url': '" + address + "'}");
        assertThat(kit.the("DiagnosticReport").path("presentedForm").path(0)).isEqualTo(attachment);
        var document = kit.the("DocumentReference");
        assertThat(document.at("/content/0/attachment")).isEqualTo(attachment);
        assertThat(document.path("status").asText()).isEqualTo("current");
        assertThat(document.path("docStatus").asText()).isEqualTo("final");
        assertThat(document.at("/type/coding/0/code").asText()).isEqualTo("18748-4");
        assertThat(document.at("/author/0/display").asText()).isEqualTo("Rae Reader");
        assertThat(document.at("/custodian/display").asText()).isEqualTo("NORTH");
        kit.stored("v2", oru("2", REPORT, "OBX|1|ED|18748-4^Imaging^LN||^AP^PDF^Base64^JVBERi0=||||||C|||20240102"));
        assertThat(kit.the("Binary").path("data").asText()).isEqualTo("JVBERi0=");
        assertThat(kit.the("DocumentReference").path("docStatus").asText()).isEqualTo("amended");
    }

    @Test
    void a_scan_whose_bytes_cannot_be_read_is_known_and_counted() {
        kit.stored("v2", oru("1", REPORT, "OBX|1|ED|X||^AP^PDF^Base64^??||||||F"));

        assertThat(kit.the("Binary")).isEqualTo(json("{'contentType': 'application/octet-stream'}"));
        assertThat(kit.all("DocumentReference")).hasSize(1);
    }

    @Test
    void a_value_without_a_name_is_kept() {
        kit.stored("v2", oru("1", REPORT, "OBX|1|ST|||something||||||F"));

        assertThat(kit.the("Observation").path("code")).isEqualTo(json("""
                {'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'unknown'}]}"""));
    }

    @Test
    void two_reports_have_their_own_results() {
        kit.stored(
                "v2",
                oru(
                        "1",
                        REPORT,
                        "OBX|1|NM|A||1||||||F",
                        "OBR|2||F2^LAB|OTHER",
                        "OBX|1|NM|B||2||||||F",
                        "OBX|2|NM|B||3||||||F"));

        assertThat(kit.all("DiagnosticReport").stream()
                        .map(r -> r.path("result").size()))
                .containsExactly(1, 2);
        assertThat(kit.all("DiagnosticReport").get(1).path("status").asText()).isEqualTo("unknown");
    }

    @Test
    void a_corrected_result_takes_the_place_of_the_first() {
        kit.stored("v2", oru("1", REPORT, "OBX|1|NM|A||1|g|||||P"));
        kit.stored("v2", oru("2", REPORT, "OBX|1|ST|A||haemolytic||||||C"));

        var observation = kit.the("Observation");
        assertThat(List.of(
                        observation.path("status").asText(),
                        observation.path("valueString").asText()))
                .containsExactly("corrected", "haemolytic");
        assertThat(observation.has("valueQuantity")).isFalse();
    }

    @Test
    void a_laboratory_makes_a_patient_and_changes_none() {
        kit.stored("v2", adt("A04", "1", pid("7", "Muster^Maria")));
        kit.stored("v2", oru("2", REPORT));
        kit.stored("v2", message("ORU^R01", "3", pid("8", "Other"), REPORT));

        assertThat(kit.all("Patient").stream()
                        .map((JsonNode p) -> p.at("/name/0/family").asText()))
                .containsExactly("Muster", "Other");
    }

    private static String oru(String controlId, String... lines) {
        return message("ORU^R01", controlId, pid("7", "Someone^Else"), String.join("\r", lines));
    }
}
