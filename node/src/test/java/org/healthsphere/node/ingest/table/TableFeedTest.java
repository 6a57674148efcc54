package org.healthsphere.node.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.ingest.Kit.json;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Coverage;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.IngestReport;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableFeedTest {
    private static final String LABS =
            "result_id,mrn,visit_id,test_code,test_system,test_name,value,unit,flag,low,high,taken_at,issued_at,status,comment\n";
    private static final String GLUCOSE =
            "r1,77,v9,2345-7,LOINC,Glucose,5.40,mmol/L,H,3.9,5.5,2026-01-02 08:30,,final,fasting\n";

    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void open() {
        kit = new Kit(folder, source(), new TableFeed());
    }

    private static Source source() {
        return new Source(
                "north",
                ZoneId.of("America/New_York"),
                Map.of("", "https://north.example/mrn", "visit", "https://north.example/visit"),
                Map.of("", Kit.LOCAL),
                Map.of(Kit.LOCAL, List.of(Kit.COMMON)));
    }

    @Test
    void a_row_of_labs_is_an_observation_of_its_patient() {
        assertThat(take("labs", LABS + GLUCOSE)).isEqualTo(new Intake.Summary(1, 0, 0));

        assertThat(kit.the("Observation")).isEqualTo(json("""
                {'status': 'final',
                 'category': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/observation-category', 'code': 'laboratory'}]}],
                 'code': {'coding': [{'code': '2345-7', 'system': 'http://loinc.org'}], 'text': 'Glucose'},
                 'subject': {'reference': 'Patient/*'}, 'encounter': {'reference': 'Encounter/*'},
                 'effectiveDateTime': '2026-01-02T08:30:00-05:00',
                 'valueQuantity': {'value': 5.40, 'unit': 'mmol/L', 'system': 'http://unitsofmeasure.org', 'code': 'mmol/L'},
                 'interpretation': [{'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation', 'code': 'H'}]}],
                 'referenceRange': [{'low': {'value': 3.9, 'unit': 'mmol/L', 'system': 'http://unitsofmeasure.org', 'code': 'mmol/L'},
                                     'high': {'value': 5.5, 'unit': 'mmol/L', 'system': 'http://unitsofmeasure.org', 'code': 'mmol/L'}}],
                 'note': [{'text': 'fasting'}]}"""));
        assertThat(kit.the("Patient")).isEqualTo(json("""
                {'identifier': [{'type': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/v2-0203', 'code': 'MR'}]},
                                 'system': 'https://north.example/mrn', 'value': '77'}],
                 'name': [{'extension': [{'url': 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', 'valueCode': 'unknown'}]}],
                 'gender': 'unknown'}"""));
        assertThat(kit.current("Observation").getFirst().patient())
                .contains(kit.current("Patient").getFirst().id().id());
    }

    @Test
    void provenance_tells_file_rows_and_mapping() {
        take("labs", LABS + GLUCOSE);

        var provenance = kit.the("Provenance");
        assertThat(provenance.at("/entity/0/what/identifier/value").asText()).isEqualTo("labs.csv, rows 1 to 1");
        assertThat(provenance.at("/agent/1/who/display").asText()).matches("HealthSphere mapping table [0-9a-f]{12}");
        assertThat(provenance.path("target")).hasSize(3);
    }

    @Test
    void the_tables_of_a_hospital_come_to_one_record_in_whatever_order() {
        take("labs", LABS + GLUCOSE);
        take("encounters", "visit_id,mrn,class,started_at,ended_at\nv9,77,inpatient,2026-01-01 10:00,2026-01-03\n");
        take("patients", "mrn,family,given,birth_date,sex\n77,Muster,Anna,1945-01-02,F\n");
        take("diagnoses", "diagnosis_id,mrn,code,system,onset,status\nd1,77,E11.9,ICD-10-CM,2020,active\n");
        take(
                "medications",
                "order_id,mrn,drug_code,drug_system,drug_name,ordered_at,dose,status\nm1,77,6809,RXNORM,Metformin,2026-01-02,1-0-1,active\n");

        var patient = kit.the("Patient");
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Muster");
        assertThat(patient.path("identifier")).hasSize(1);
        assertThat(kit.the("Encounter")).isEqualTo(json("""
                {'identifier': [{'value': 'v9', 'system': 'https://north.example/visit'}], 'status': 'finished',
                 'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'},
                 'subject': {'reference': 'Patient/*'},
                 'period': {'start': '2026-01-01T10:00:00-05:00', 'end': '2026-01-03'}}"""));
        assertThat(kit.the("Condition").path("onsetDateTime").asText()).isEqualTo("2020");
        assertThat(kit.the("MedicationRequest")).isEqualTo(json("""
                {'status': 'active', 'medicationCodeableConcept': {'coding': [
                    {'code': '6809', 'system': 'http://www.nlm.nih.gov/research/umls/rxnorm'}], 'text': 'Metformin'},
                 'subject': {'reference': 'Patient/*'}, 'authoredOn': '2026-01-02',
                 'dosageInstruction': [{'text': '1-0-1'}], 'intent': 'order'}"""));
    }

    @Test
    void a_result_that_is_no_number_or_is_beyond_what_can_be_measured_keeps_what_it_says() {
        take(
                "labs",
                "result_id,mrn,test_code,value,taken_at\nr1,7,X,<0.5,2026-01-02\nr2,7,X,positive,2026-01-02\nr3,7,X,,2026-01-02\n");

        assertThat(kit.all("Observation").stream()
                        .map(o -> o.path("valueQuantity").toString()
                                + o.path("valueString").asText()
                                + o.at("/dataAbsentReason/coding/0/code").asText()))
                .containsExactlyInAnyOrder("{\"comparator\":\"<\",\"value\":0.5}", "positive", "unknown");
    }

    @Test
    void rows_that_come_again_change_nothing_and_make_no_second_provenance() {
        take("labs", LABS + GLUCOSE);
        var before = kit.store.lastChange();

        assertThat(take("labs", LABS + GLUCOSE)).isEqualTo(new Intake.Summary(0, 1, 0));
        assertThat(kit.store.lastChange()).isEqualTo(before);

        take("labs", LABS + GLUCOSE + GLUCOSE.replace("r1", "r2"));
        assertThat(kit.current("Observation"))
                .extracting(StoredResource::version)
                .containsExactly(1L, 1L);
        assertThat(kit.all("Provenance")).hasSize(2);
        assertThat(kit.all("Provenance").getLast().path("target")).hasSize(1);
    }

    @Test
    void a_row_that_has_changed_supersedes_what_it_came_to() {
        take("labs", LABS + GLUCOSE);
        take("labs", LABS + GLUCOSE.replace("5.40", "6.1").replace(",fasting", ","));

        assertThat(kit.current("Observation"))
                .extracting(StoredResource::version)
                .containsExactly(2L);
        assertThat(kit.the("Observation").at("/valueQuantity/value").asText()).isEqualTo("6.1");
        assertThat(kit.the("Observation").has("note")).isFalse();
    }

    @Test
    void of_two_rows_about_one_thing_in_one_piece_the_later_one_holds() {
        take("labs", LABS + GLUCOSE + GLUCOSE.replace("5.40", "6.1"));

        assertThat(kit.current("Observation"))
                .extracting(StoredResource::version)
                .containsExactly(1L);
        assertThat(kit.the("Observation").at("/valueQuantity/value").asText()).isEqualTo("6.1");
    }

    @Test
    void rows_that_cannot_be_taken_wait_and_do_not_keep_the_others() {
        var good = "r%d,77,,X,,,1,,,,,2026-01-02,,final,\n";
        var summary = take(
                "labs",
                LABS + good.formatted(1) + ",77,,X,,,1,,,,,2026-01-02,,final,\n" + "r3,,,X,,,1,,,,,2026-01-02,,final,\n"
                        + "r4,77,,,,,1,,,,,2026-01-02,,final,\n" + "short\n" + good.formatted(6));

        assertThat(summary).isEqualTo(new Intake.Summary(2, 0, 4));
        var entry = kit.ingest.quarantined().getFirst();
        assertThat(entry.reason())
                .isEqualTo("row 2, column result_id: is empty, and tells one lab from another; "
                        + "row 3, column mrn: an identifier that tells the patient is missing; "
                        + "row 4, column test_code or test_system or test_name: makes no Observation: code is missing; "
                        + "row 5: has 1 columns where the header has 15");
        assertThat(kit.quarantine
                        .raw(entry.id())
                        .flatMap(Rows::parse)
                        .orElseThrow()
                        .rows())
                .extracting(Rows.Row::number)
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(kit.ingest.coverage("north").messages()).isEqualTo(new IngestReport(3, 2, 1));
        assertThat(kit.restarted().coverage("north").messages()).isEqualTo(new IngestReport(3, 2, 1));
    }

    @Test
    void what_waits_is_taken_when_the_mapping_is_mended() {
        take("labs", LABS + "r1,77,,X,,,1,,,,,2026-01-02,,final,\n" + ",77,,Y,,,1,,,,,2026-01-02,,final,\n");
        var entry = kit.ingest.quarantined().getFirst().id();

        var mended = Bytes.utf8("""
                {"change": {"lab": {"key": [["result_id"], ["mrn", "test_code", "taken_at"]]}}}""");
        var ingest = kit.over(new StoreSink(kit.store), List.of(new TableFeed(Map.of("keys.json", mended))));

        assertThat(ingest.replay(entry)).get().isInstanceOf(Receipt.Stored.class);
        assertThat(kit.all("Observation")).hasSize(2);
        assertThat(ingest.quarantined()).isEmpty();
    }

    @Test
    void rows_that_are_sent_again_under_a_mended_mapping_are_mapped_anew() {
        take("labs", LABS + GLUCOSE);
        var own = Bytes.utf8("""
                {"tables": {"units": {"mmol/L": "mmol/l"}},
                 "change": {"lab": {"rules": [{"from": "unit", "to": "valueQuantity.unit", "as": "code", "table": "units"}], "drop": ["note[].text"]}}}""");

        var again = new Intake(
                kit.over(new StoreSink(kit.store), List.of(new TableFeed(Map.of("own.json", own)))), "north");
        assertThat(again.take(csv("labs", LABS + GLUCOSE))).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));

        assertThat(kit.current("Observation"))
                .extracting(StoredResource::version)
                .containsExactly(2L);
        assertThat(kit.the("Observation").at("/valueQuantity/unit").asText()).isEqualTo("mmol/l");
        assertThat(kit.the("Observation").has("note")).isFalse();
    }

    @Test
    void a_column_that_is_missing_is_named() {
        var receipt = kit.take("table", "result_id,mrn,value\n");

        assertThat(receipt).isInstanceOf(Receipt.Quarantined.class);
        assertThat(new TableFeed().knows("labs", List.of("result_id", "mrn", "value")))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(Faults.text(f.fault()))
                                .isEqualTo(
                                        "column test_code: is missing in table labs; give it, or name it among the optional columns of the table's mapping; "
                                                + "column taken_at: is missing in table labs; give it, or name it among the optional columns of the table's mapping"));
        assertThat(new TableFeed().knows("lab", List.of()))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        f -> assertThat(Faults.text(f.fault()))
                                .isEqualTo(
                                        "table: is none that a mapping knows; there are apple-health, condition_occurrence, death, diagnoses, drug_exposure, encounters, labs, measurement, medications, observation, open-mhealth, patients, person, procedure_occurrence, procedures, series, visit_occurrence"));
    }

    @Test
    void codes_are_translated_labelled_and_counted_as_those_of_every_feed() {
        kit.terminology.map(new Coding(Kit.LOCAL, "A"), new Coding(Kit.COMMON, "asthma"), "equivalent");
        take("diagnoses", "diagnosis_id,mrn,code\nd1,7,A\nd2,7,B\n");

        assertThat(kit.all("Condition").getFirst().at("/code/coding/1/code").asText())
                .isEqualTo("asthma");
        assertThat(kit.ingest.coverage("north").codes().get(Kit.LOCAL)).isEqualTo(new Coverage.Codes(1, 1, 0));
    }

    @Test
    void two_rows_that_share_one_of_a_new_patients_numbers_make_one_patient() {
        var own = Bytes.utf8("""
                {"settings": {"tables": {"people": {"maps": ["person"]}}},
                 "maps": {"person": {"resource": "Patient", "rules": [
                    {"from": "a", "to": "identifier[]", "as": "RecordNumber"},
                    {"from": "b", "to": "identifier[]", "as": "RecordNumber"}]}}}""");
        kit = new Kit(folder, source(), new TableFeed(Map.of("people.json", own)));

        take("people", "a,b\n1,2\n2,\n3,1\n");

        assertThat(kit.the("Patient").path("identifier")).hasSize(3);
    }

    @Test
    void a_hospitals_mapping_file_is_refused_by_file_line_and_column() {
        var own = Bytes.utf8("""
                {"settings": {"tables": {"x": {"maps": ["x"]}}},
                 "maps": {"x": {"resource": "Patient", "rules": [
                    {"from": "Not A Column", "to": "gender"},
                    {"from": "a", "to": "birthDate", "as": "dat"}]}},
                 "change": {"lab": {"drop": ["colour"]}, "lap": {"rules": []}}}""");

        assertThatThrownBy(() -> new TableFeed(Map.of("own.json", own)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mapping files: own.json:5:30: change lab: no rule leads to colour; "
                        + "own.json:5:49: change lap: there is no such map; "
                        + "overlay own.json x rule 1 (own.json:3:14): not a path: Not A Column; "
                        + "overlay own.json x rule 2 (own.json:4:5): unknown converter dat");
        assertThatThrownBy(() -> new TableFeed(Map.of("own.json", Bytes.utf8("{\"maps\": {,}}"))))
                .hasMessageStartingWith("own.json:1:11: Unexpected character");
    }

    @CanIgnoreReturnValue
    private Intake.Summary take(String table, String text) {
        return new Intake(kit.ingest, "north").take(csv(table, text)).orElseThrow();
    }

    private static CsvRows csv(String table, String text) {
        return CsvRows.open(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
                        CsvForm.USUAL,
                        table,
                        table + ".csv")
                .orElseThrow();
    }
}
