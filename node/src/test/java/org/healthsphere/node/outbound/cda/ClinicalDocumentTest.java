package org.healthsphere.node.outbound.cda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.cda.CdaFeed;
import org.healthsphere.node.outbound.cda.ClinicalDocument.About;
import org.healthsphere.node.outbound.cda.ClinicalDocument.Kind;
import org.healthsphere.node.outbound.cda.ClinicalDocument.RecordNumber;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one hospital writes, the reader of another one understands. */
class ClinicalDocumentTest {
    private static final ObjectNode PATIENT = object("""
            {'resourceType': 'Patient', 'id': 'p1', 'gender': 'female', 'birthDate': '1970-01-02',
             'identifier': [{'system': 'urn:oid:2.999.1', 'value': '7'}],
             'name': [{'family': 'Example & Sons', 'given': ['Ann']}]}""");
    private static final List<ObjectNode> RECORDS =
            List.of(object("""
            {'resourceType': 'Condition', 'id': 'c1', 'onsetDateTime': '2020-03-01',
             'code': {'coding': [{'system': 'http://snomed.info/sct', 'code': '44054006'}], 'text': 'Type 2 diabetes'}}"""), object("""
            {'resourceType': 'AllergyIntolerance', 'id': 'a1', 'category': ['medication'], 'recordedDate': '2019-01-01',
             'code': {'coding': [{'system': 'http://www.nlm.nih.gov/research/umls/rxnorm', 'code': '7980'}], 'text': 'Penicillin'}}"""), object("""
            {'resourceType': 'MedicationRequest', 'id': 'm1', 'status': 'active', 'intent': 'order', 'authoredOn': '2024-05-06',
             'medicationCodeableConcept': {'coding': [{'system': 'http://www.nlm.nih.gov/research/umls/rxnorm', 'code': '860975'}], 'text': 'Metformin'}}"""), object("""
            {'resourceType': 'Observation', 'id': 'o1', 'status': 'final', 'effectiveDateTime': '2024-05-06T08:30:00+02:00',
             'category': [{'coding': [{'code': 'laboratory'}]}], 'valueQuantity': {'value': 7.20, 'code': '%', 'unit': '%'},
             'code': {'coding': [{'system': 'http://loinc.org', 'code': '4548-4'}], 'text': 'HbA1c'}}"""), object("""
            {'resourceType': 'Immunization', 'id': 'i1', 'status': 'completed', 'occurrenceDateTime': '2023-10-01',
             'vaccineCode': {'coding': [{'system': 'http://hl7.org/fhir/sid/cvx', 'code': '140'}], 'text': 'Influenza'}}"""), object("""
            {'resourceType': 'Procedure', 'id': 'r1', 'status': 'completed', 'performedDateTime': '2022-02-02',
             'code': {'coding': [{'system': 'http://snomed.info/sct', 'code': '80146002'}], 'text': 'Appendectomy'}}"""), object("""
            {'resourceType': 'Condition', 'id': 'c2', 'onsetDateTime': '2021', 'code': {'coding': [{'system': 'https://x.example', 'code': 'L'}], 'text': 'Own words'}}"""));

    @TempDir
    Path folder;

    private static ObjectNode object(String text) {
        return (ObjectNode) json(text);
    }

    private Kit read(Kind kind, String reason) {
        var kit = new Kit(folder.resolve(kind.name()), new CdaFeed());
        var about = new About(
                kind,
                "Northfield",
                "d1",
                "2026-01-02T03:04:05Z",
                List.of(RecordNumber.of(PATIENT.at("/identifier/0"))),
                reason);
        kit.stored("ccda", ClinicalDocument.of(about, PATIENT, RECORDS).utf8());
        return kit;
    }

    private static Stream<String> codes(Kit kit, String type, String at) {
        return kit.all(type).stream().map(r -> r.at(at + "/coding/0/code").asText());
    }

    @Test
    void a_summary_is_read_as_what_was_written() {
        var kit = read(Kind.CCD, "");

        var patient = kit.the("Patient");
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Example & Sons");
        assertThat(patient.path("birthDate").asText()).isEqualTo("1970-01-02");
        assertThat(patient.at("/identifier/0"))
                .isEqualTo(json("{'value': '7', 'system': 'https://north.example/mrn'}"));
        assertThat(codes(kit, "Condition", "/code")).contains("44054006");
        assertThat(kit.all("Condition").stream()
                        .map(c -> c.path("onsetDateTime").asText()))
                .contains("2020-03-01", "2021");
        assertThat(kit.all("Condition").stream().map(c -> c.at("/code/text").asText()))
                .contains("Own words");
        assertThat(codes(kit, "AllergyIntolerance", "/code")).containsExactly("7980");
        assertThat(codes(kit, "MedicationRequest", "/medicationCodeableConcept"))
                .containsExactly("860975");
        assertThat(codes(kit, "Immunization", "/vaccineCode")).containsExactly("140");
        assertThat(codes(kit, "Procedure", "/code")).containsExactly("80146002");
        var lab = kit.all("Observation").stream()
                .filter(o -> o.at("/code/coding/0/code").asText().equals("4548-4"))
                .findFirst()
                .orElseThrow();
        assertThat(lab.at("/valueQuantity/value").decimalValue()).isEqualByComparingTo("7.2");
        assertThat(lab.at("/valueQuantity/code").asText()).isEqualTo("%");
        assertThat(lab.path("effectiveDateTime").asText()).isEqualTo("2024-05-06T08:30:00+02:00");
    }

    @Test
    void a_referral_says_why() {
        var document = read(Kind.REFERRAL, "Please see her for <reasons>.").the("Composition");

        assertThat(document.at("/type/coding/0/code").asText()).isEqualTo("57133-1");
        assertThat(sections(document)).contains("Reason for referral", "Assessment and plan", "Problems");
        assertThat(document.toString()).contains("Please see her for &lt;reasons&gt;.");
    }

    private static List<String> sections(JsonNode composition) {
        return composition
                .path("section")
                .valueStream()
                .map(s -> s.path("title").asText())
                .toList();
    }
}
