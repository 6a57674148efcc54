package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.Bound;
import org.healthsphere.federation.research.cohort.FactType;
import org.healthsphere.federation.research.cohort.Kind;
import org.healthsphere.federation.research.cohort.Kind.Traits;
import org.healthsphere.federation.research.cohort.Measured;
import org.healthsphere.federation.research.cohort.PatientFacts;
import org.healthsphere.federation.research.cohort.Sex;
import org.healthsphere.node.research.RecordFact.Place;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FactReaderTest {
    private static final Traits FINAL = new Traits("final", Set.of(), false);
    private static final Coding HBA1C = new Coding(Records.LABORATORY, "hba1c");
    private static final Coding CATEGORY =
            new Coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory");

    @Test
    void a_laboratory_result_is_read_with_code_day_and_value() {
        var day = days("2025-03-04");
        assertThat(read("Observation", Records.hba1c("8.4", "%")))
                .containsExactly(new RecordFact(
                        new RecordKind(
                                new Kind(FactType.OBSERVATION, Set.of(HBA1C), FINAL),
                                Set.of(HBA1C, CATEGORY),
                                Set.of()),
                        day,
                        day,
                        Optional.of(new Measured(new BigDecimal("8.4"), Bound.EXACT, "%")),
                        new Place(FactTraits.number("Observation/1"), 0)));
    }

    @Test
    void a_condition_keeps_all_its_codings_and_its_imprecise_date() {
        var codes = Set.of(
                new Coding(Records.CONDITIONS, "type-2-diabetes"), new Coding("http://snomed.info/sct", "44054006"));
        assertThat(read("Condition", Records.condition("type-2-diabetes")))
                .containsExactly(new RecordFact(
                        new RecordKind(new Kind(FactType.CONDITION, codes), codes, Set.of()),
                        days("2019-05-01"),
                        days("2019-05-31"),
                        Optional.empty(),
                        new Place(FactTraits.number("Condition/1"), 0)));
    }

    @Test
    void a_panel_is_a_fact_of_its_own_and_one_for_each_component() {
        var facts = read("Observation", """
                {"status":"final","effectivePeriod":{"start":"2024-01-01"},"meta":{"security":[{"system":"s","code":"R"}]},
                 "code":{"coding":[{"system":"l","code":"bp"}]},"component":[
                  {"code":{"coding":[{"system":"l","code":"sys"}]},"valueQuantity":{"value":120,"comparator":">=",
                   "system":"http://unitsofmeasure.org","code":"mm[Hg]"}},
                  {"code":{"coding":[{"system":"l","code":"dia"}]},"valueQuantity":{"value":80,"unit":"mmHg"}}]}""");
        var about = Set.of(new Coding("l", "bp"), new Coding("l", "sys"), new Coding("l", "dia"));
        assertThat(facts)
                .extracting(RecordFact::kind)
                .containsExactly(kind("bp", about), kind("sys", about), kind("dia", about));
        assertThat(facts)
                .extracting(RecordFact::measured)
                .containsExactly(
                        Optional.empty(),
                        Optional.of(new Measured(BigDecimal.valueOf(120), Bound.AT_LEAST, "mm[Hg]")),
                        Optional.of(new Measured(BigDecimal.valueOf(80), Bound.EXACT, " mmHg")));
        assertThat(facts).extracting(RecordFact::earliest).containsOnly(days("2024-01-01"));
        assertThat(facts).extracting(RecordFact::latest).containsOnly(PatientFacts.NEVER_AFTER);
    }

    private static RecordKind kind(String code, Set<Coding> about) {
        return new RecordKind(
                new Kind(FactType.OBSERVATION, Set.of(new Coding("l", code)), FINAL),
                about,
                Set.of(new Coding("s", "R")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"status\":\"cancelled\"",
                "\"status\":\"entered-in-error\"",
                "\"status\":\"preliminary\"",
                "\"status\":\"final\",\"modifierExtension\":[{\"url\":\"u\"}]"
            })
    void a_result_that_does_not_stand_is_no_fact(String status) {
        var json = Records.hba1c("8.4", "%").replace("\"status\":\"final\"", status);
        assertThat(read("Observation", json)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"refuted", "entered-in-error"})
    void a_condition_that_is_not_so_is_no_fact(String verification) {
        assertThat(read("Condition", Records.condition("asthma").replace("confirmed", verification)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            Procedure; {"status":"completed","performedDateTime":"2020-01-01","code":{"coding":[{"system":"s","code":"c"}]}}; 1
            Procedure; {"status":"not-done","code":{"coding":[{"system":"s","code":"c"}]}}; 0
            Immunization; {"status":"completed","occurrenceDateTime":"2020-01-01","vaccineCode":{"coding":[{"system":"s","code":"c"}]}}; 1
            Immunization; {"status":"not-done","vaccineCode":{"coding":[{"system":"s","code":"c"}]}}; 0
            AllergyIntolerance; {"recordedDate":"2020-01-01","code":{"coding":[{"system":"s","code":"c"}]}}; 1
            MedicationRequest; {"status":"active","intent":"order","authoredOn":"2020-01-01","medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]}}; 1
            MedicationRequest; {"status":"active","intent":"plan","medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]}}; 0
            MedicationRequest; {"status":"active","intent":"order","doNotPerform":true,"medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]}}; 0
            MedicationStatement; {"status":"not-taken","medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]}}; 0
            MedicationAdministration; {"status":"completed","effectiveDateTime":"2020-01-01","medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]}}; 1
            MedicationDispense; {"status":"declined","medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]}}; 0
            Encounter; {"status":"finished","class":{"system":"s","code":"IMP"},"type":[{"coding":[{"system":"s","code":"c"}]}]}; 1
            Encounter; {"status":"cancelled","class":{"system":"s","code":"IMP"}}; 0
            DiagnosticReport; {"status":"final","code":{"coding":[{"system":"s","code":"c"}]}}; 1
            Specimen; {"type":{"coding":[{"system":"s","code":"c"}]},"collection":{"collectedDateTime":"2020-01-01"}}; 1
            Specimen; {"status":"unsatisfactory","type":{"coding":[{"system":"s","code":"c"}]}}; 0
            Condition; {"code":{"text":"not coded"}}; 0
            Device; {"type":{"coding":[{"system":"s","code":"c"}]}}; 1
            Device; {"status":"entered-in-error","type":{"coding":[{"system":"s","code":"c"}]}}; 0
            Consent; {"status":"active","scope":{"coding":[{"system":"s","code":"research"}]},"category":[{"coding":[{"system":"s","code":"c"}]}]}; 1
            Consent; {"status":"proposed","category":[{"coding":[{"system":"s","code":"c"}]}]}; 0
            """)
    void each_type_by_its_own_rules(String type, String json, int facts) {
        assertThat(read(type, json)).hasSize(facts);
    }

    @Test
    void an_encounter_is_of_its_class_and_its_types_and_a_specimen_of_the_day_on_which_it_was_taken() {
        var stay = read("Encounter", """
                {"status":"finished","class":{"system":"a","code":"IMP"},"type":[{"coding":[{"system":"s","code":"c"}]}],
                 "period":{"start":"2020-01-01","end":"2020-01-09"}}""");
        assertThat(stay).hasSize(1);
        assertThat(stay.getFirst().kind().kind())
                .isEqualTo(new Kind(
                        FactType.ENCOUNTER,
                        Set.of(new Coding("a", "IMP"), new Coding("s", "c")),
                        new Traits("finished", Set.of(), false)));
        assertThat(stay.getFirst().earliest()).isEqualTo(days("2020-01-01"));
        assertThat(stay.getFirst().latest()).isEqualTo(days("2020-01-09"));
        var blood = read("Specimen", """
                {"type":{"coding":[{"system":"s","code":"c"}]},"collection":{"collectedDateTime":"2020-02-03"}}""");
        assertThat(blood.getFirst().earliest()).isEqualTo(days("2020-02-03"));
    }

    @Test
    void a_number_that_no_measurement_has_is_left_out() {
        assertThat(read("Observation", Records.hba1c("12345678901234567890123", "%"))
                        .getFirst()
                        .measured())
                .isEmpty();
        assertThat(read("Observation", Records.hba1c("1e999", "%")).getFirst().measured())
                .isEmpty();
    }

    @Test
    void facts_of_no_patient_and_of_deleted_resources_are_none() {
        var json = Bytes.utf8(Records.hba1c("8.4", "%"));
        var id = new ResourceId("Observation", "1");
        assertThat(FactReader.facts(new StoredResource(id, 1, 1, Instant.EPOCH, Optional.empty(), false, json)))
                .isEmpty();
        assertThat(FactReader.facts(new StoredResource(id, 1, 1, Instant.EPOCH, Optional.of("p"), true, Bytes.NONE)))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1956, 1956-01-01, 1956-12-31",
        "1956-02, 1956-02-01, 1956-02-29",
        "1956-02-03, 1956-02-03, 1956-02-03",
        "2025-03-04T23:30:00-08:00, 2025-03-04, 2025-03-04"
    })
    void a_date_is_the_days_that_it_may_mean(String text, String earliest, String latest) {
        assertThat(FhirDay.of(text)).isEqualTo(new FhirDay(days(earliest), days(latest)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "1956-13", "1956-02-30", "19560203"})
    void what_is_no_date_is_not_known(String text) {
        assertThat(FhirDay.of(text)).isEqualTo(FhirDay.UNKNOWN);
    }

    @Test
    void a_patient_is_birth_date_and_sex() {
        assertThat(demographics(Records.patient("1956", "female")))
                .contains(new Demographics(
                        days("1956-01-01"), days("1956-12-31"), Sex.FEMALE, false, Set.of(), Set.of()));
        assertThat(demographics("{}"))
                .contains(new Demographics(
                        PatientFacts.NEVER_BEFORE, PatientFacts.NEVER_AFTER, Sex.UNKNOWN, false, Set.of(), Set.of()));
    }

    @Test
    void whether_somebody_has_died_and_where_he_lives_is_read_as_it_is_said() {
        assertThat(demographics("{\"deceasedBoolean\":true}").orElseThrow().deceased())
                .isTrue();
        assertThat(demographics("{\"deceasedDateTime\":\"2020\"}").orElseThrow().deceased())
                .isTrue();
        assertThat(demographics("{\"deceasedBoolean\":false}").orElseThrow().deceased())
                .isFalse();
        assertThat(demographics("""
                        {"address":[{"postalCode":"60611-1234"},{"use":"home","postalCode":" sw1a 1aa"},
                         {"use":"old","postalCode":"75001"},{"postalCode":"12"},{"city":"Nowhere"}]}""").orElseThrow().regions()).containsExactlyInAnyOrder("606", "SW1");
    }

    @Test
    void what_a_record_says_beside_its_code_is_kept() {
        var condition = read("Condition", """
                {"clinicalStatus":{"coding":[{"system":"s","code":"resolved"}]},"code":{"coding":[{"system":"s","code":"c"}]},
                 "encounter":{"reference":"https://other.example/fhir/Encounter/e1/_history/3"}}""").getFirst();
        assertThat(condition.kind().kind().traits()).isEqualTo(new Traits("resolved", Set.of(), false));
        assertThat(condition.place())
                .isEqualTo(new Place(FactTraits.number("Condition/1"), FactTraits.number("Encounter/e1")));
        var swab = read("Observation", """
                {"status":"final","code":{"coding":[{"system":"s","code":"c"}]},
                 "valueCodeableConcept":{"coding":[{"system":"s","code":"pos"}]},
                 "interpretation":[{"coding":[{"system":"s","code":"HH"}]}]}""").getFirst();
        assertThat(swab.kind().kind().traits()).isEqualTo(new Traits("final", Set.of(new Coding("s", "pos")), true));
        var dose = read("MedicationAdministration", """
                {"status":"completed","medicationCodeableConcept":{"coding":[{"system":"s","code":"c"}]},
                 "context":{"reference":"Encounter/e1"}}""").getFirst();
        assertThat(dose.place().during()).isEqualTo(FactTraits.number("Encounter/e1"));
    }

    @Test
    void a_record_that_was_replaced_by_another_of_the_same_person_is_not_counted() {
        assertThat(demographics("{\"link\":[{\"type\":\"replaced-by\",\"other\":{\"reference\":\"Patient/2\"}}]}"))
                .isEmpty();
    }

    private static Optional<Demographics> demographics(String json) {
        return FactReader.demographics(stored("Patient", json));
    }

    private static List<RecordFact> read(String type, String json) {
        return FactReader.facts(stored(type, json));
    }

    private static StoredResource stored(String type, String json) {
        return new StoredResource(
                new ResourceId(type, "1"), 1, 1, Instant.EPOCH, Optional.of("p"), false, Bytes.utf8(json));
    }

    private static int days(String date) {
        return Math.toIntExact(LocalDate.parse(date).toEpochDay());
    }
}
