package org.healthsphere.node.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of the OMOP common data model 5.4 become records. */
class OmopTest {
    @TempDir
    Path folder;

    private Kit kit;

    @BeforeEach
    void start() {
        kit = new Kit(folder, new TableFeed());
    }

    private void taken(String table, String csv, int rows) {
        var in = new ByteArrayInputStream(csv.getBytes(StandardCharsets.UTF_8));
        assertThat(CsvRows.open(in, CsvForm.USUAL, table, table + ".csv")
                        .then(found -> new Intake(kit.ingest, "north").take(found)))
                .isEqualTo(Outcome.of(new Intake.Summary(rows, 0, 0)));
    }

    private void wholeRecord() {
        taken(
                "person",
                "person_id,gender_concept_id,year_of_birth,birth_datetime\n7,8532,1970,1970-03-02T00:00:00\n8,8507,1981,\n",
                2);
        taken("visit_occurrence", """
                visit_occurrence_id,person_id,visit_concept_id,visit_start_date,visit_end_date
                70,7,9201,2026-01-02,2026-01-05
                """, 1);
        taken("condition_occurrence", """
                condition_occurrence_id,person_id,condition_concept_id,condition_start_date,visit_occurrence_id,condition_source_value
                1,7,201826,2026-01-02,70,E11
                2,7,0,2026-01-03,,local
                """, 2);
        taken("drug_exposure", """
                drug_exposure_id,person_id,drug_concept_id,drug_exposure_start_date,drug_exposure_end_date,drug_source_value
                1,7,1503297,2026-01-02,2026-01-04,metformin
                """, 1);
        taken("measurement", """
                measurement_id,person_id,measurement_concept_id,measurement_date,measurement_datetime,value_as_number,operator_concept_id,unit_source_value,visit_occurrence_id
                1,7,3004410,2026-01-02,2026-01-02T08:00:00Z,7.2,4172704,%,70
                """, 1);
        taken("death", "person_id,death_date\n8,2026-02-01\n", 1);
    }

    @Test
    void a_person_with_visit_condition_drug_and_measurement_is_a_record() {
        wholeRecord();

        assertThat(kit.all("Patient").stream().map(p -> p.path("birthDate").asText()))
                .containsExactly("1970-03-02", "1981");
        assertThat(kit.all("Patient").getLast().path("deceasedDateTime").asText())
                .isEqualTo("2026-02-01");
        assertThat(kit.the("Encounter").at("/class/code").asText()).isEqualTo("IMP");
        assertThat(kit.all("Condition").stream().map(c -> c.path("code")))
                .containsExactly(
                        json(
                                "{'coding': [{'code': '201826', 'system': 'https://fhir-terminology.ohdsi.org'}], 'text': 'E11'}"),
                        json("{'text': 'local'}"));
        assertThat(kit.the("MedicationStatement").path("effectivePeriod"))
                .isEqualTo(json("{'start': '2026-01-02', 'end': '2026-01-04'}"));
        assertThat(kit.the("Observation").path("valueQuantity"))
                .isEqualTo(json("{'value': 7.2, 'comparator': '>', 'unit': '%'}"));
        assertThat(kit.the("Observation").path("effectiveDateTime").asText()).isEqualTo("2026-01-02T08:00:00Z");
        var check = new StrictParse();
        assertThat(List.of("Patient", "Encounter", "Condition", "MedicationStatement", "Observation").stream()
                        .flatMap(type -> kit.current(type).stream())
                        .flatMap(r -> check.problems(r.json()).stream()))
                .isEmpty();
    }
}
