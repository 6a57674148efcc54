package org.healthsphere.node.ingest.v2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;
import static org.healthsphere.node.ingest.v2.Messages.message;
import static org.healthsphere.node.ingest.v2.Messages.pid;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.store.StoredResource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecimenTest {
    private static final String ONE =
            "SPM|1|P7&LAB^F7&LAB|P1&LAB|67922002^Serum^SCT||CITR^Citrate^LOC|VEN^Venipuncture^LOC|ARM^Arm^LOC"
                    + "||||2.5^mL&mL&UCUM||a little cloudy|||202401020700^202401020705|202401020800||Y||||HEM^Hemolyzed^HL70493"
                    + "|||TUBE^Tube^LOC|||A9^^^NORTH|O4^^^NORTH";

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new V2Feed());
    }

    @Test
    void what_was_examined_is_told_with_its_container_and_how_it_was_taken() {
        result("1", report("F1"), "OBX|1|NM|2345-7^Glucose^LN||90", ONE);

        assertThat(kit.the("Specimen")).isEqualTo(json("""
                {'identifier': [
                    {'value': 'P7', 'system': 'https://healthsphere.org/sid/north/lab', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'PLAC'}]}},
                    {'value': 'F7', 'system': 'https://healthsphere.org/sid/north/lab', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'FILL'}]}},
                    {'value': 'O4', 'system': 'https://north.example/mrn'}],
                 'accessionIdentifier': {'value': 'A9', 'system': 'https://north.example/mrn'},
                 'status': 'available',
                 'type': {'coding': [{'system': 'http://snomed.info/sct', 'code': '67922002', 'display': 'Serum'}], 'text': 'Serum'},
                 'subject': {'reference': 'Patient/*'},
                 'parent': [{'identifier': {'value': 'P1', 'system': 'https://healthsphere.org/sid/north/lab'}}],
                 'receivedTime': '2024-01-02T08:00:00-05:00',
                 'collection': {
                    'collectedPeriod': {'start': '2024-01-02T07:00:00-05:00', 'end': '2024-01-02T07:05:00-05:00'},
                    'quantity': {'value': 2.5, 'unit': 'mL', 'system': 'http://unitsofmeasure.org', 'code': 'mL'},
                    'method': {'coding': [{'system': 'https://north.example/codes', 'code': 'VEN', 'display': 'Venipuncture'}], 'text': 'Venipuncture'},
                    'bodySite': {'coding': [{'system': 'https://north.example/codes', 'code': 'ARM', 'display': 'Arm'}], 'text': 'Arm'}},
                 'container': [{
                    'type': {'coding': [{'system': 'https://north.example/codes', 'code': 'TUBE', 'display': 'Tube'}], 'text': 'Tube'},
                    'additiveCodeableConcept': {'coding': [{'system': 'https://north.example/codes', 'code': 'CITR', 'display': 'Citrate'}], 'text': 'Citrate'}}],
                 'condition': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0493', 'code': 'HEM', 'display': 'Hemolyzed'}], 'text': 'Hemolyzed'}],
                 'note': [{'text': 'a little cloudy'}]}"""));
    }

    @Test
    void a_report_names_the_specimen_that_stands_behind_it() {
        result(
                "1",
                report("F1"),
                "OBX|1|NM|2345-7^Glucose^LN||90",
                "SPM|1|^S1&LAB||BLD",
                report("F2"),
                "OBX|1|NM|2160-0^Creatinine^LN||1.0",
                "SPM|1|^S2&LAB||UR");

        assertThat(specimensOfReports()).isEqualTo(Map.of("F1", "S1", "F2", "S2"));
    }

    /** OUL R22 and R23 begin with the specimen. */
    @Test
    void a_report_names_the_specimen_that_stands_before_all_those_about_it() {
        kit.stored(
                "v2",
                message(
                        "OUL^R22",
                        "1",
                        pid("7", "Muster"),
                        "SPM|1|^S1&LAB||BLD",
                        report("F1"),
                        "OBX|1|NM|2345-7^Glucose^LN||90",
                        "SPM|2|^S2&LAB||UR",
                        report("F2"),
                        "OBX|1|NM|2160-0^Creatinine^LN||1.0"));

        assertThat(specimensOfReports()).isEqualTo(Map.of("F1", "S1", "F2", "S2"));
    }

    @Test
    void an_order_and_its_specimen_name_each_other() {
        kit.stored(
                "v2",
                message(
                        "OML^O21",
                        "1",
                        pid("7", "Muster"),
                        "ORC|NW|P1^ORD||G1^ORD",
                        "OBR|1|P1^ORD||PANEL^Panel^LOC",
                        "SPM|1|P7&LAB||BLD"));

        var order = kit.the("ServiceRequest");
        assertThat(order.at("/specimen/0")).isEqualTo(json("{'reference': 'Specimen/*'}"));
        assertThat(order.path("requisition")).isEqualTo(json("""
                {'value': 'G1', 'system': 'https://healthsphere.org/sid/north/ord'}"""));
        assertThat(kit.the("Specimen").at("/request/0")).isEqualTo(json("{'reference': 'ServiceRequest/*'}"));
    }

    @Test
    void a_specimen_that_its_order_tells_is_one_too() {
        result(
                "1",
                "OBR|1|P1^ORD|F1^LAB|PANEL^Panel^LOC|||202401020700||3^mL&mL&UCUM|||||202401020800"
                        + "|BLD&Blood&HL70070^^by hand^ARM&Arm&LOC||||||||||F");

        assertThat(kit.the("Specimen")).isEqualTo(json("""
                {'identifier': [
                    {'value': 'P1', 'system': 'https://healthsphere.org/sid/north/ord', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'PLAC'}]}},
                    {'value': 'F1', 'system': 'https://healthsphere.org/sid/north/lab', 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'FILL'}]}}],
                 'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0070', 'code': 'BLD', 'display': 'Blood'}], 'text': 'Blood'},
                 'subject': {'reference': 'Patient/*'},
                 'receivedTime': '2024-01-02T08:00:00-05:00',
                 'collection': {
                    'collectedDateTime': '2024-01-02T07:00:00-05:00',
                    'quantity': {'value': 3, 'unit': 'mL', 'system': 'http://unitsofmeasure.org', 'code': 'mL'},
                    'bodySite': {'coding': [{'system': 'https://north.example/codes', 'code': 'ARM', 'display': 'Arm'}], 'text': 'Arm'}},
                 'note': [{'text': 'by hand'}]}"""));
        assertThat(kit.the("DiagnosticReport").at("/specimen/0")).isEqualTo(json("{'reference': 'Specimen/*'}"));
    }

    @Test
    void what_it_is_is_said_to_be_unknown_until_it_is_told() {
        result("1", report("F1"), "SPM|1|^S1&LAB");
        assertThat(kit.the("Specimen").at("/type/coding/0/code").asText()).isEqualTo("unknown");

        result("2", report("F1"), "SPM|1|^S1&LAB||67922002^Serum^SCT");
        result("3", report("F1"), "SPM|1|^S1&LAB|||||||||||||a little cloudy");
        assertThat(kit.the("Specimen").at("/type/coding/0/code").asText()).isEqualTo("67922002");
    }

    private void result(String number, String... lines) {
        kit.stored("v2", message("ORU^R01", number, pid("7", "Muster") + "\r" + String.join("\r", lines)));
    }

    private static String report(String number) {
        return "OBR|1||" + number + "^LAB|PANEL^Panel^LOC|||202401020700||||||||||||||||||F";
    }

    /** By the number of each report that of its specimen. */
    private Map<String, String> specimensOfReports() {
        var numbers = kit.current("Specimen").stream()
                .collect(Collectors.toMap(one -> one.id().toString(), SpecimenTest::number));
        return kit.current("DiagnosticReport").stream()
                .collect(Collectors.toMap(
                        SpecimenTest::number,
                        report -> numbers.get(
                                tree(report).at("/specimen/0/reference").asText())));
    }

    private static String number(StoredResource resource) {
        return tree(resource).at("/identifier/0/value").asText();
    }

    private static JsonNode tree(StoredResource resource) {
        return json(resource.json().utf8());
    }
}
