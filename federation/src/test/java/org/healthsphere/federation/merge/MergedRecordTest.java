package org.healthsphere.federation.merge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.healthsphere.federation.exchange.FederatedRecord;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MergedRecordTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId SOUTH = new NodeId("south");
    private static final NodeId WEST = new NodeId("west");
    private static final String HBA1C = "{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"4548-4\"}]}";
    private static final String LOCAL =
            "{\"coding\":[{\"system\":\"urn:lab\",\"code\":\"A1C\"},{\"system\":\"http://loinc.org\",\"code\":\"4548-4\"}]}";

    private final Map<NodeId, List<ReleasedRecord>> released = new LinkedHashMap<>();

    @Test
    void the_same_result_reported_by_two_is_one_with_both_as_its_sources() {
        release(NORTH, "Observation", "n1", observation(HBA1C, "2024-05-01T10:00:00+02:00", "7.10"));
        release(SOUTH, "Observation", "s1", observation(LOCAL, "2024-05-01T08:00:00Z", "7.1"));
        release(SOUTH, "Observation", "s2", observation(LOCAL, "2024-06-01T08:00:00Z", "7.1"));
        var record = merged();
        assertThat(record.items()).hasSize(2);
        assertThat(record.items().getFirst().sources())
                .containsExactly(source(NORTH, "Observation", "n1"), source(SOUTH, "Observation", "s1"));
        assertThat(record.items().getFirst().conflicts()).isEmpty();
    }

    @Test
    void another_value_for_the_same_test_at_the_same_second_is_shown_as_a_conflict() {
        release(NORTH, "Observation", "n1", observation(HBA1C, "2024-05-01T08:00:00Z", "7.1"));
        release(SOUTH, "Observation", "s1", observation(HBA1C, "2024-05-01T08:00:00Z", "9.1"));
        var item = merged().items().getFirst();
        assertThat(item.sources()).hasSize(2);
        assertThat(item.conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.element()).isEqualTo("valueQuantity");
            assertThat(conflict.statements())
                    .extracting(stated -> stated.value().path("value").asText() + " by " + stated.members())
                    .containsExactly("7.1 by [north]", "9.1 by [south]");
        });
    }

    @Test
    void two_readings_at_one_hospital_are_two() {
        release(NORTH, "Observation", "n1", observation(HBA1C, "2024-05-01T08:00:00Z", "7.1"));
        release(NORTH, "Observation", "n2", observation(HBA1C, "2024-05-01T08:00:00Z", "7.2"));
        release(SOUTH, "Observation", "s1", observation(HBA1C, "2024-05-01T08:00:00Z", "7.2"));
        assertThat(merged().items())
                .extracting(MergedItem::sources)
                .containsExactly(
                        List.of(source(NORTH, "Observation", "n1")),
                        List.of(source(NORTH, "Observation", "n2"), source(SOUTH, "Observation", "s1")));
    }

    @Test
    void on_a_day_without_a_time_different_values_are_different_measurements() {
        release(NORTH, "Observation", "n1", observation(HBA1C, "2024-05-01", "7.1"));
        release(SOUTH, "Observation", "s1", observation(HBA1C, "2024-05-01", "7.2"));
        release(WEST, "Observation", "w1", "\"code\":" + HBA1C + ",\"valueString\":\"7.1\"");
        assertThat(merged().items()).hasSize(3);
    }

    @Test
    void blood_pressure_is_compared_by_its_components() {
        release(NORTH, "Observation", "n1", bloodPressure("120", "80"));
        release(SOUTH, "Observation", "s1", bloodPressure("120.0", "80"));
        release(WEST, "Observation", "w1", bloodPressure("80", "120"));
        var item = merged().items().getFirst();
        assertThat(item.sources()).hasSize(3);
        assertThat(item.conflicts()).extracting(Conflict::element).containsExactly("component");
    }

    @Test
    void a_business_identifier_makes_one_of_what_was_written_differently() {
        release(
                NORTH,
                "DiagnosticReport",
                "n1",
                "\"identifier\":[{\"system\":\"urn:order\",\"value\":\"7\"}],\"status\":\"preliminary\"");
        release(
                SOUTH,
                "DiagnosticReport",
                "s1",
                "\"identifier\":[{\"system\":\"urn:order\",\"value\":\"7\"}],\"status\":\"final\"");
        release(WEST, "DiagnosticReport", "w1", "\"identifier\":[{\"value\":\"7\"}],\"status\":\"final\"");
        var record = merged();
        assertThat(record.items()).extracting(item -> item.sources().size()).containsExactly(2, 1);
        assertThat(record.items().getFirst().conflicts())
                .extracting(Conflict::element)
                .containsExactly("status");
    }

    @Test
    void what_was_changed_last_is_shown_first() {
        release(NORTH, "AllergyIntolerance", "n1", allergy("active", "2020-01-01T00:00:00Z"));
        release(SOUTH, "AllergyIntolerance", "s1", allergy("resolved", "2024-01-01T00:00:00Z"));
        var item = merged().items().getFirst();
        assertThat(item.sources())
                .containsExactly(source(SOUTH, "AllergyIntolerance", "s1"), source(NORTH, "AllergyIntolerance", "n1"));
        assertThat(item.resource().path("id").asText()).isEqualTo("s1");
        assertThat(item.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.statements())
                        .extracting(Stated::members)
                        .containsExactly(
                                Stated.of(item.resource(), Set.of(SOUTH)).members(),
                                Stated.of(item.resource(), Set.of(NORTH)).members()));
    }

    @Test
    void problems_medicines_vaccinations_and_procedures_are_told_apart_by_the_day() {
        for (var member : List.of(NORTH, SOUTH)) {
            release(
                    member,
                    "Condition",
                    "c",
                    "\"code\":" + HBA1C + ",\"onsetDateTime\":\"2020-03-01T0"
                            + member.value().length() + ":00:00Z\"");
            release(
                    member,
                    "MedicationRequest",
                    "m",
                    "\"medicationCodeableConcept\":{\"text\":\" Test-Medicine 5 \"},\"authoredOn\":\"2020-03-01\"");
            release(member, "Immunization", "i", "\"vaccineCode\":" + LOCAL + ",\"occurrenceDateTime\":\"2020-03-05\"");
            release(
                    member,
                    "Procedure",
                    "p",
                    "\"code\":" + LOCAL + ",\"performedPeriod\":{\"start\":\"2020-03-01T09:00:00Z\"}");
            release(member, "Encounter", "e", "\"period\":{\"start\":\"2020-03-01T09:00:00Z\"}");
        }
        assertThat(merged().items())
                .extracting(item -> item.type() + item.sources().size())
                .containsExactly(
                        "Condition2", "MedicationRequest2", "Immunization2", "Procedure2", "Encounter1", "Encounter1");
    }

    @Test
    void a_third_joins_two_that_share_no_code() {
        release(NORTH, "Condition", "n", "\"code\":{\"coding\":[{\"system\":\"urn:a\",\"code\":\"1\"}]}");
        release(SOUTH, "Condition", "s", "\"code\":{\"coding\":[{\"system\":\"urn:b\",\"code\":\"1\"}]}");
        assertThat(merged().items()).hasSize(2);
        release(
                WEST,
                "Condition",
                "w",
                "\"code\":{\"coding\":[{\"system\":\"urn:a\",\"code\":\"1\"},{\"system\":\"urn:b\",\"code\":\"1\"}]}");
        assertThat(merged().items()).hasSize(1);
    }

    @Test
    void who_the_patient_is_comes_with_who_says_so() {
        release(NORTH, "Patient", "1", patient("Testova", "1970-04-01"));
        release(SOUTH, "Patient", "9", patient("TESTOVA", "1970-04-01"));
        release(WEST, "Patient", "5", patient("Probe", "1970-01-04"));
        var patient = merged().patient().orElseThrow();
        assertThat(patient.conflicts())
                .singleElement()
                .satisfies(conflict -> assertThat(conflict.statements())
                        .extracting(stated -> stated.value().asText() + " by " + stated.members())
                        .containsExactly("1970-04-01 by [north, south]", "1970-01-04 by [west]"));
        assertThat(patient.elements().get("name")).hasSize(2);
        assertThat(patient.resource().path("birthDate").asText()).isEqualTo("1970-04-01");
        assertThat(patient.resource().path("name"))
                .extracting(name -> name.path("family").asText())
                .containsExactly("Testova", "Probe");
    }

    @Test
    void a_reference_is_understood_in_the_member_that_wrote_it() {
        release(NORTH, "Encounter", "1", "\"status\":\"finished\"");
        release(SOUTH, "Encounter", "1", "\"status\":\"planned\"");
        var record = merged();
        assertThat(record.resolve(SOUTH, "Encounter/1")
                        .map(MergedItem::resource)
                        .map(r -> r.path("status").asText()))
                .contains("planned");
        assertThat(record.resolve(WEST, "Encounter/1")).isEmpty();
    }

    @Test
    void who_did_not_answer_stays_in_the_record() {
        release(NORTH, "Encounter", "1", "\"status\":\"finished\"");
        var answers = federated().with(WEST, new MemberAnswer.Late(), Duration.ZERO);
        var record = MergedRecord.of(answers);
        assertThat(record.answers()).isEqualTo(answers);
        assertThat(record.patient()).isEmpty();
        assertThat(record.items("Encounter")).isEqualTo(record.items());
    }

    @Test
    void decimals_are_kept_as_they_were_written() {
        release(NORTH, "Observation", "n1", observation(HBA1C, "2024-05-01", "7.10"));
        JsonNode value =
                merged().items().getFirst().resource().path("valueQuantity").path("value");
        assertThat(value.decimalValue().toPlainString()).isEqualTo("7.10");
    }

    @Test
    void nothing_of_the_content_is_printed() {
        release(NORTH, "Patient", "1", patient("Testova", "1970-04-01"));
        release(NORTH, "AllergyIntolerance", "n1", allergy("active", "2020-01-01T00:00:00Z"));
        release(SOUTH, "AllergyIntolerance", "s1", allergy("resolved", "2024-01-01T00:00:00Z"));
        assertThat(merged().toString()).doesNotContain("Testova", "1970", "resolved", "urn:allergen");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void in_whatever_order_records_come_nothing_is_lost_and_the_groups_are_the_same(long seed) {
        var random = new Random(seed);
        for (var i = 0; i < 60; i++) {
            var member = List.of(NORTH, SOUTH, WEST).get(random.nextInt(3));
            release(
                    member,
                    "Observation",
                    "o" + i,
                    observation(
                            random.nextBoolean() ? HBA1C : LOCAL,
                            "2024-05-0" + (1 + random.nextInt(3)) + "T08:00:00Z",
                            "7." + random.nextInt(3)));
        }
        var first = groups();
        released.values().forEach(records -> Collections.shuffle(records, random));
        assertThat(groups()).isEqualTo(first);
        assertThat(first.stream().mapToInt(Set::size).sum()).isEqualTo(60);
    }

    private Set<Set<Source>> groups() {
        return Set.copyOf(merged().items().stream()
                .map(item -> Set.copyOf(item.sources()))
                .toList());
    }

    private MergedRecord merged() {
        return MergedRecord.of(federated());
    }

    private FederatedRecord federated() {
        var answers = new LinkedHashMap<NodeId, MemberAnswer>();
        released.forEach((member, records) -> answers.put(member, new MemberAnswer.Answered(records, Bytes.utf8("r"))));
        return FederatedRecord.of("query-0001", answers, Map.of());
    }

    private void release(NodeId member, String type, String id, String rest) {
        var json = "{\"resourceType\":\"" + type + "\",\"id\":\"" + id + "\"," + rest + "}";
        released.computeIfAbsent(member, _ -> new ArrayList<>()).add(new ReleasedRecord(type, id, 1, Bytes.utf8(json)));
    }

    private static Source source(NodeId member, String type, String id) {
        return new Source(member, type, id, 1);
    }

    private static String observation(String code, String at, String value) {
        return "\"code\":" + code + ",\"effectiveDateTime\":\"" + at + "\",\"valueQuantity\":{\"value\":" + value
                + ",\"unit\":\"percent\",\"system\":\"http://unitsofmeasure.org\",\"code\":\"%\"}";
    }

    private static String bloodPressure(String systolic, String diastolic) {
        return "\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"85354-9\"}]},"
                + "\"effectiveDateTime\":\"2024-05-01T08:00:00Z\",\"component\":["
                + "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8480-6\"}]},\"valueQuantity\":{\"value\":"
                + systolic + ",\"code\":\"mm[Hg]\"}},"
                + "{\"code\":{\"coding\":[{\"system\":\"http://loinc.org\",\"code\":\"8462-4\"}]},\"valueQuantity\":{\"value\":"
                + diastolic + ",\"code\":\"mm[Hg]\"}}]";
    }

    private static String allergy(String status, String lastUpdated) {
        return "\"meta\":{\"lastUpdated\":\"" + lastUpdated
                + "\"},\"code\":{\"coding\":[{\"system\":\"urn:allergen\",\"code\":\"1\"}]},"
                + "\"clinicalStatus\":{\"coding\":[{\"system\":\"http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical\",\"code\":\""
                + status + "\"}]}";
    }

    private static String patient(String family, String birthDate) {
        return "\"name\":[{\"family\":\"" + family + "\",\"given\":[\"Aba\"]}],\"gender\":\"female\",\"birthDate\":\""
                + birthDate + "\"";
    }
}
