package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class MergeTest {
    private static final ResourceId ID = new ResourceId("Patient", "p1");

    @Test
    void what_is_said_of_another_record_only_makes_none() {
        var draft = new Draft(ID, Optional.of("p1"), object("{'gender': 'other'}"), Set.of(), Draft.OnExisting.ONLY);

        assertThat(Merge.write(draft, Optional.empty())).isEmpty();
    }

    @Test
    void what_is_not_there_yet_is_created() {
        var write = Merge.write(draft("{'gender': 'male'}"), Optional.empty());

        assertThat(write)
                .contains(new Commit.Write.Put(
                        ID,
                        OptionalLong.of(0),
                        Optional.of("p1"),
                        Bytes.utf8("{\"resourceType\":\"Patient\",\"id\":\"p1\",\"gender\":\"male\"}")));
    }

    @Test
    void said_replaces_unsaid_stays_deleted_goes() {
        var draft = new Draft(
                ID, Optional.of("p1"), object("{'gender': 'other'}"), Set.of("birthDate"), Draft.OnExisting.UPDATE);

        assertThat(after(draft, "{'gender': 'male', 'birthDate': '1950-01-01', 'active': true}"))
                .isEqualTo(json("{'resourceType': 'Patient', 'id': 'p1', 'gender': 'other', 'active': true}"));
    }

    @Test
    void identifiers_and_labels_gather() {
        var draft = draft("""
                {'identifier': [{'system': 's', 'value': '2'}, {'system': 's', 'value': '1', 'use': 'old'}],
                 'meta': {'security': [{'system': 'x', 'code': 'HIV'}]}}""");

        assertThat(after(draft, """
                {'identifier': [{'system': 's', 'value': '1'}], 'meta': {'security': [{'system': 'x', 'code': 'PSY'}]}}""")).isEqualTo(json("""
                {'resourceType': 'Patient', 'id': 'p1',
                 'identifier': [{'system': 's', 'value': '1', 'use': 'old'}, {'system': 's', 'value': '2'}],
                 'meta': {'security': [{'system': 'x', 'code': 'PSY'}, {'system': 'x', 'code': 'HIV'}]}}"""));
    }

    @Test
    void a_choice_of_types_has_one_value() {
        assertThat(after(draft("{'deceasedDateTime': '2020'}"), "{'deceasedBoolean': true}"))
                .isEqualTo(json("{'resourceType': 'Patient', 'id': 'p1', 'deceasedDateTime': '2020'}"));
    }

    @Test
    void a_period_that_has_begun_keeps_its_beginning() {
        assertThat(after(draft("{'period': {'end': '2021'}}"), "{'period': {'start': '2020'}}"))
                .isEqualTo(json("{'resourceType': 'Patient', 'id': 'p1', 'period': {'start': '2020', 'end': '2021'}}"));
    }

    @Test
    void nothing_new_is_nothing_to_write() {
        assertThat(Merge.write(draft("{'gender': 'male'}"), stored("{'gender': 'male', 'active': true}")))
                .isEmpty();
    }

    @Test
    void who_only_makes_a_record_changes_none() {
        var draft = new Draft(ID, Optional.of("p1"), object("{'gender': 'other'}"), Set.of(), Draft.OnExisting.KEEP);
        assertThat(Merge.write(draft, stored("{'gender': 'male'}"))).isEmpty();
    }

    @Test
    void who_tells_all_replaces_all_but_the_labels() {
        var draft = new Draft(ID, Optional.of("p1"), object("{'gender': 'other'}"), Set.of(), Draft.OnExisting.REPLACE);

        assertThat(after(draft, "{'active': true, 'meta': {'security': [{'system': 'x', 'code': 'PSY'}]}}"))
                .isEqualTo(json("""
                {'resourceType': 'Patient', 'id': 'p1', 'gender': 'other', 'meta': {'security': [{'system': 'x', 'code': 'PSY'}]}}"""));
    }

    private static JsonNode after(Draft draft, String before) {
        var put = (Commit.Write.Put) Merge.write(draft, stored(before)).orElseThrow();
        assertThat(put.expected()).hasValue(4);
        var after = Json.tree(put.json());
        // The store sets them.
        after.withObject("/meta").remove(Set.of("versionId", "lastUpdated"));
        if (after.path("meta").isEmpty()) {
            after.remove("meta");
        }
        return after;
    }

    private static Optional<StoredResource> stored(String json) {
        var resource = object(json);
        resource.put("resourceType", "Patient").put("id", "p1");
        resource.withObject("/meta").put("versionId", "4").put("lastUpdated", "2020-01-01T00:00:00Z");
        return Optional.of(new StoredResource(ID, 4, 9, Instant.EPOCH, Optional.of("p1"), false, Json.bytes(resource)));
    }

    private static Draft draft(String json) {
        return Draft.of(ID, Optional.of("p1"), object(json));
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) json(json);
    }
}
