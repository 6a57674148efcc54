package org.healthsphere.node.care;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.healthsphere.federation.merge.MergedRecord;
import org.junit.jupiter.api.Test;

class EntriesTest {
    private static final UUID DOCUMENT = UUID.fromString("0b9c3a52-5f0e-4f4b-9d5b-3f5f2b1f7a11");

    @Test
    void two_that_refer_to_each_other_are_each_there_once() {
        var entries = written("""
                {"resourceType":"Observation","id":"a","hasMember":[{"reference":"Observation/b"}]}""", """
                {"resourceType":"Observation","id":"b","derivedFrom":[{"reference":"https://north.example/fhir/Observation/a/_history/3"}]}""");
        assertThat(entries).hasSize(2);
        assertThat(entries.get(0).path("resource").path("hasMember").path(0).path("reference"))
                .isEqualTo(entries.get(1).path("fullUrl"));
        assertThat(entries.get(1).path("resource").path("derivedFrom").path(0).path("reference"))
                .isEqualTo(entries.get(0).path("fullUrl"));
    }

    @Test
    void what_is_contained_stays_contained() {
        var entries = written("""
                {"resourceType":"MedicationRequest","id":"a","contained":[{"resourceType":"Medication","id":"m"}],"medicationReference":{"reference":"#m"}}""");
        assertThat(entries.getFirst()
                        .path("resource")
                        .path("medicationReference")
                        .path("reference")
                        .asText())
                .isEqualTo("#m");
    }

    @Test
    void a_reference_that_leads_nowhere_keeps_its_words_and_nothing_else() {
        var entries = written("""
                {"resourceType":"Observation","id":"a","encounter":{"reference":"Encounter/9","display":"Visit"},
                 "specimen":{"reference":"Specimen/9"},"device":{"reference":"urn:uuid:1","identifier":{"value":"7"}}}""");
        var resource = entries.getFirst().path("resource");
        assertThat(resource.path("encounter").toString()).isEqualTo("{\"display\":\"Visit\"}");
        assertThat(resource.path("specimen").toString()).isEqualTo("{\"display\":\"not part of this summary\"}");
        assertThat(resource.path("device").toString()).isEqualTo("{\"identifier\":{\"value\":\"7\"}}");
    }

    @Test
    void an_entry_keeps_its_labels_and_drops_the_profiles_that_its_source_claimed() {
        var entries = written("""
                {"resourceType":"Observation","id":"a","meta":{"versionId":"4","profile":["urn:theirs"],"security":[{"system":"urn:s","code":"R"}]}}""");
        assertThat(entries.getFirst().path("resource").path("meta").toString())
                .isEqualTo(
                        "{\"source\":\"urn:healthsphere:north:Observation:a:1\",\"security\":[{\"system\":\"urn:s\",\"code\":\"R\"}],"
                                + "\"tag\":[{\"system\":\"https://healthsphere.org/fhir/members\",\"code\":\"north\"}]}");
    }

    @Test
    void what_the_summary_requires_and_nobody_knows_is_said_to_be_unknown() {
        var entries = written("""
                {"resourceType":"Observation","id":"a"}""", """
                {"resourceType":"Procedure","id":"b","performedString":"last year"}""", """
                {"resourceType":"Condition","id":"c"}""", """
                {"resourceType":"Immunization","id":"d"}""", """
                {"resourceType":"MedicationRequest","id":"e"}""");
        assertThat(entries.stream().map(entry -> entry.path("resource")).map(EntriesTest::unknown))
                .containsExactly("_effectiveDateTime", "", "clinicalStatus", "_occurrenceDateTime", "");
    }

    @Test
    void the_merged_record_is_left_as_it_was() {
        var record = record("""
                {"resourceType":"Observation","id":"a","subject":{"reference":"Patient/p1"}}""");
        var before = record.items().getFirst().resource().deepCopy();
        var entries = new Entries(record, DOCUMENT);
        var url = entries.add(record.items().getFirst());
        assertThat(record.items().getFirst().resource()).isEqualTo(before);
        assertThat(entries.written().path(0).path("fullUrl").asText()).isEqualTo(url);
    }

    private static String unknown(JsonNode resource) {
        return StreamSupport.stream(((Iterable<String>) resource::fieldNames).spliterator(), false)
                .filter(name -> resource.path(name).has("extension"))
                .findFirst()
                .orElse("");
    }

    private static List<JsonNode> written(String... resources) {
        var record = record(resources);
        var entries = new Entries(record, DOCUMENT);
        record.items().forEach(item -> assertThat(entries.add(item)).startsWith("urn:uuid:"));
        return StreamSupport.stream(entries.written().spliterator(), false).toList();
    }

    private static MergedRecord record(String... resources) {
        return Records.merged(Map.of(Records.NORTH, Records.released(List.of(resources))));
    }
}
