package org.healthsphere.node.outbound.omop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.node.ingest.table.CsvRows;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.outbound.flat.FlatFile;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OmopExtractTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final JsonNode PATIENT = json("""
        {'resourceType': 'Patient', 'id': 'p1', 'gender': 'female', 'birthDate': '1970-03-02', 'deceasedDateTime': '2026-02-01',
         'extension': [{'url': 'http://hl7.org/fhir/us/core/StructureDefinition/us-core-race', 'extension': [
          {'url': 'ombCategory', 'valueCoding': {'system': 'urn:oid:2.16.840.1.113883.6.238', 'code': '2028-9'}}]}]}\
        """);
    private static final JsonNode YEAR_ONLY =
            json("{'resourceType': 'Patient', 'id': 'p2', 'gender': 'male', 'birthDate': '1981'}");
    private static final JsonNode ENCOUNTER = json("""
        {'resourceType': 'Encounter', 'id': 'e1', 'status': 'finished', 'subject': {'reference': 'Patient/p1'},
         'class': {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'IMP'}, 'type': [{'text': 'ward'}],
         'period': {'start': '2026-01-02T03:00:00-05:00', 'end': '2026-01-05'}}\
        """);
    private static final JsonNode PRESSURE = json("""
        {'resourceType': 'Observation', 'id': 'o1', 'status': 'final', 'subject': {'reference': 'Patient/p1'},
         'encounter': {'reference': 'Encounter/e1'}, 'effectiveDateTime': '2026-01-02',
         'category': [{'coding': [{'code': 'vital-signs'}]}], 'code': {'coding': [{'system': 'http://loinc.org', 'code': '85354-9'}]},
         'component': [
          {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8480-6'}]},
           'valueQuantity': {'value': 120, 'unit': 'mmHg', 'system': 'http://unitsofmeasure.org', 'code': 'mm[Hg]'}},
          {'code': {'coding': [{'system': 'http://loinc.org', 'code': '8462-4'}]},
           'valueQuantity': {'value': 80.5, 'comparator': '<', 'unit': 'mmHg'}}]}\
        """);

    private static final Map<String, String> TABLES = new LinkedHashMap<>();

    static {
        TABLES.put("person", """
                person_id,gender_concept_id,year_of_birth,birth_datetime
                7,8532,1970,1970-03-02T00:00:00
                8,8507,1981,
                """);
        TABLES.put("visit_occurrence", """
                visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_end_date
                70,7,9201,2026-01-02,2026-01-05
                """);
        TABLES.put("condition_occurrence", """
            condition_occurrence_id,person_id,condition_concept_id,condition_start_date,visit_occurrence_id,condition_source_value
            1,7,201826,2026-01-02,70,E11
            2,7,0,2026-01-03,,local
            """);
        TABLES.put("drug_exposure", """
            drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,drug_source_value,sig
            1,7,1503297,2026-01-02,2026-01-04,metformin,twice a day
            """);
        TABLES.put("procedure_occurrence", """
                procedure_occurrence_id,person_id,procedure_concept_id,procedure_date,visit_occurrence_id
                1,8,4163951,2026-01-07,
                """);
        TABLES.put("measurement", """
            measurement_id,person_id,measurement_concept_id,measurement_date,measurement_datetime,value_as_number,operator_concept_id,unit_source_value,range_low,range_high,visit_occurrence_id
            1,7,3004410,2026-01-02,2026-01-02T08:00:00,7.2,4172704,%,4.0,6.0,70
            """);
        TABLES.put("observation", """
                observation_id,person_id,observation_concept_id,observation_date,value_as_string
                1,8,4275495,2026-01-08,never
                """);
        TABLES.put("death", "person_id,death_date\n8,2026-02-01\n");
    }

    @TempDir
    Path folder;

    @Test
    void a_patient_is_a_person_with_race_death_and_a_period_of_what_is_told_of_him() throws IOException {
        var made = extracted(Vocabulary.own(), PATIENT, YEAR_ONLY, ENCOUNTER);

        assertThat(made.rows("person"))
                .containsExactly(
                        "1,8532,1970,3,2,1970-03-02T00:00:00,8515,0,,,,p1,female,8532,2028-9,8515,,0",
                        "2,8507,1981,,,,0,0,,,,p2,male,8507,,0,,0");
        assertThat(made.rows("death")).containsExactly("1,2026-02-01,,32817,,,");
        assertThat(made.rows("observation_period")).containsExactly("1,1,2026-01-02,2026-01-05,32817");
        assertThat(made.rows("visit_occurrence"))
                .containsExactly("1,1,9201,2026-01-02,2026-01-02T08:00:00,2026-01-05,,32817,,,ward,0,,,,,");
        assertThat(made.summary().rows()).containsEntry("person", 2L).containsEntry("measurement", 0L);
    }

    @Test
    void each_component_is_a_measurement_of_its_own() throws IOException {
        var made = extracted(Vocabulary.own(), PATIENT, ENCOUNTER, PRESSURE);

        assertThat(made.rows(
                        "measurement",
                        "measurement_id",
                        "visit_occurrence_id",
                        "measurement_source_value",
                        "value_as_number",
                        "operator_concept_id",
                        "unit_source_value"))
                .containsExactly("1 1 8480-6 120  mmHg", "2 1 8462-4 80.5 4171756 mmHg");
        assertThat(made.rows("observation")).isEmpty();
    }

    @Test
    void what_did_not_take_place_or_has_no_day_or_no_person_is_left_out_and_counted() throws IOException {
        var condition =
                "{'resourceType': 'Condition', 'subject': {'reference': 'Patient/%s'}, 'code': {'text': 'x'}%s}";
        var made = extracted(
                Vocabulary.own(),
                PATIENT,
                json("{'resourceType': 'Patient', 'id': 'p3'}"),
                json(condition.formatted("p1", "")),
                json(condition.formatted("p3", ", 'recordedDate': '2026-01-01'")),
                json(condition.formatted(
                        "p1",
                        ", 'recordedDate': '2026-01-01', 'verificationStatus': {'coding': [{'code':"
                                + " 'entered-in-error'}]}")),
                json(condition.formatted("p1", ", 'onsetPeriod': {'start': '2026-01'}")));

        assertThat(made.rows("condition_occurrence", "person_id", "condition_start_date", "condition_source_value"))
                .containsExactly("1 2026-01-01 x");
        assertThat(made.summary().leftOut()).isEqualTo(4);
    }

    @Test
    void codes_have_the_concepts_that_the_hospital_s_files_say() throws IOException {
        var map = Files.writeString(folder.resolve("own.json"), json("""
            {'resourceType': 'ConceptMap', 'group': [{'source': 'urn:local', 'target': 'https://fhir-terminology.ohdsi.org',
             'element': [{'code': 'GLU', 'target': [{'code': '3004501', 'equivalence': 'equivalent'}]},
              {'code': 'ODD', 'target': [{'code': '1', 'equivalence': 'narrower'}]}]}]}\
            """).toString());
        var concepts = Files.writeString(
                folder.resolve("CONCEPT.csv"),
                "concept_id\tconcept_name\tdomain_id\tvocabulary_id\tconcept_class_id\tstandard_concept"
                        + "\tconcept_code\n"
                        + "45576876\tone\tCondition\tICD10CM\tcode\t\tX11\n"
                        + "201826\tother\tCondition\tSNOMED\tcode\tS\t1001\n");
        var relations = Files.writeString(folder.resolve("CONCEPT_RELATIONSHIP.csv"), """
                concept_id_1\tconcept_id_2\trelationship_id\tvalid_start_date\tvalid_end_date\tinvalid_reason
                45576876\t201826\tMaps to\t\t\t
                45576876\t7\tMaps to\t\t\tD
                """);
        var vocabulary = Vocabulary.of(List.of(map, concepts, relations)).orElseThrow();

        assertThat(vocabulary.concept("urn:local", "GLU")).isEqualTo(new Vocabulary.Concept(3004501, 0));
        assertThat(vocabulary.concept("urn:local", "ODD")).isEqualTo(new Vocabulary.Concept(0, 0));
        assertThat(vocabulary.concept("http://hl7.org/fhir/sid/icd-10-cm", "X11"))
                .isEqualTo(new Vocabulary.Concept(201826, 45576876));
        assertThat(vocabulary.concept("http://snomed.info/sct", "1001"))
                .isEqualTo(new Vocabulary.Concept(201826, 201826));
        assertThat(vocabulary.concept("https://fhir-terminology.ohdsi.org", "12"))
                .isEqualTo(new Vocabulary.Concept(12, 12));
    }

    @Test
    void a_file_that_is_no_vocabulary_is_named() throws IOException {
        var file = Files.writeString(folder.resolve("some.csv"), "a,b\n");

        assertThat(Vocabulary.of(List.of(file)))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failed -> assertThat(failed.fault().toString()).contains("some.csv: neither a ConceptMap"));
    }

    @Test
    void no_table_is_there_before_all_are() throws IOException {
        var refused = new OmopExtract(Vocabulary.own(), UTC)
                .write(
                        (view, after) -> view.path("resource").asText().equals("Observation")
                                ? Outcome.failed(new Fault.Unavailable("the node"))
                                : Extracted.page(List.of(PATIENT), view, after),
                        name -> FlatFile.csv(folder.resolve(name + ".csv")));

        assertThat(refused).isEqualTo(Outcome.failed(new Fault.Unavailable("the node")));
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void what_comes_in_goes_out_and_comes_in_again_is_the_same() throws IOException {
        var first = new Kit(folder.resolve("q1"), new TableFeed());
        TABLES.forEach((table, csv) -> take(first, table, csv));
        var once = extracted("once", first);
        var second = new Kit(folder.resolve("q2"), new TableFeed());
        TABLES.keySet().forEach(table -> take(second, table, once.text(table)));
        var twice = extracted("twice", second);

        for (var table : List.of(
                "visit_occurrence",
                "condition_occurrence",
                "drug_exposure",
                "procedure_occurrence",
                "measurement",
                "observation",
                "observation_period",
                "death")) {
            assertThat(twice.rows(table)).as(table).isNotEmpty().isEqualTo(once.rows(table));
        }
        assertThat(once.rows("condition_occurrence", "condition_concept_id", "condition_source_value"))
                .containsExactly("201826 E11", "0 local");
        assertThat(once.rows("measurement", "measurement_concept_id", "measurement_datetime", "value_as_number"))
                .containsExactly("3004410 2026-01-02T08:00:00 7.2");
        assertThat(once.rows("drug_exposure", "drug_exposure_start_date", "drug_exposure_end_date", "sig"))
                .containsExactly("2026-01-02 2026-01-04 twice a day");
    }

    private static void take(Kit kit, String table, String csv) {
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        var taken = CsvRows.open(in, CsvForm.USUAL, table, table + ".csv")
                .then(found -> new Intake(kit.ingest, "north").take(found));
        assertThat(taken)
                .as(table)
                .isEqualTo(Outcome.of(new Intake.Summary((int) csv.lines().count() - 1, 0, 0)));
    }

    private Extracted extracted(String name, Kit kit) throws IOException {
        var resources = new ArrayList<JsonNode>();
        for (var type :
                List.of("Patient", "Encounter", "Condition", "Procedure", "MedicationStatement", "Observation")) {
            kit.current(type).forEach(r -> resources.add(Json.tree(r.json())));
        }
        return Extracted.of(
                resources, Vocabulary.own(), Kit.source().zone(), Files.createDirectories(folder.resolve(name)));
    }

    private Extracted extracted(Vocabulary vocabulary, JsonNode... resources) throws IOException {
        return Extracted.of(List.of(resources), vocabulary, UTC, folder);
    }
}
