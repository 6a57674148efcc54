package org.healthsphere.node.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.Commit.Write.Delete;
import org.healthsphere.node.store.Commit.Write.Put;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store owes. The tests share one store, so each uses names of its own. */
public interface ResourceStoreContract {
    Instant NOW = Instant.parse("2026-03-01T12:00:00.123Z");
    OptionalLong ANY = OptionalLong.empty();
    OptionalLong NEW = OptionalLong.of(0);

    /** The store, whose clock stands at {@link #NOW}. */
    ResourceStore store();

    static Put put(String name, OptionalLong expected, String json) {
        var at = name.indexOf('/');
        return new Put(
                new ResourceId(name.substring(0, at), name.substring(at + 1)),
                expected,
                Optional.of("p1"),
                Bytes.utf8(json));
    }

    static ResourceId id(String name) {
        var at = name.indexOf('/');
        return new ResourceId(name.substring(0, at), name.substring(at + 1));
    }

    static Mark mark(String key, String value) {
        return new Mark("contract", key, Bytes.utf8(value));
    }

    @Test
    default void what_was_put_is_served_with_the_id_and_meta_of_the_server_and_otherwise_as_it_came() {
        var written = store().commit(Commit.of(put("Patient/stamp", NEW, """
                {"resourceType": "Patient", "id": "other", "active": true,
                 "meta": {"versionId": "7", "profile": ["http://example.org/p"]},
                 "name": [{"text": "Ä \\"quoted\\" { } \\\\"}], "multipleBirthInteger": 1.50}
                """))).orElseThrow();
        var expected = new StoredResource(
                id("Patient/stamp"), 1, store().lastChange(), NOW, Optional.of("p1"), false, Bytes.utf8("""
                        {"resourceType":"Patient","id":"stamp","meta":{"versionId":"1",\
                        "lastUpdated":"2026-03-01T12:00:00.123Z","profile":["http://example.org/p"]},"active":true,\
                        "name":[{"text":"Ä \\"quoted\\" { } \\\\"}],"multipleBirthInteger":1.50}"""));
        assertThat(written).containsExactly(expected);
        assertThat(store().get(id("Patient/stamp"))).contains(expected);
    }

    @Test
    default void versions_count_from_one_and_every_one_stays_readable() {
        for (var n = 1; n <= 3; n++) {
            var _ = store().commit(Commit.of(put("Patient/v", OptionalLong.of(n - 1), "{\"n\":" + n + "}")))
                    .orElseThrow();
        }
        var history = store().history(id("Patient/v"));
        assertThat(history).extracting(StoredResource::version).containsExactly(3L, 2L, 1L);
        assertThat(store().get(id("Patient/v"))).contains(history.getFirst());
        assertThat(store().version(id("Patient/v"), 2)).contains(history.get(1));
        assertThat(history.get(2).json().utf8()).endsWith("\"n\":1}");
        assertThat(store().version(id("Patient/v"), 4)).isEmpty();
        assertThat(store().version(id("Patient/v"), 0)).isEmpty();
    }

    @Test
    default void what_never_was_is_not_there() {
        assertThat(store().get(id("Patient/never"))).isEmpty();
        assertThat(store().history(id("Patient/never"))).isEmpty();
        assertThat(store().mark("contract", "never")).isEmpty();
    }

    @Test
    default void a_writer_that_worked_from_an_old_version_is_refused_and_nothing_is_written() {
        var _ = store().commit(Commit.of(put("Patient/old", ANY, "{}"))).orElseThrow();
        var before = store().lastChange();
        var refused = store().commit(new Commit(
                List.of(put("Patient/beside", NEW, "{}"), put("Patient/old", OptionalLong.of(2), "{}")),
                List.of(mark("beside", "1"))));
        assertThat(refused).isEqualTo(Outcome.failed(new Fault.VersionMismatch("Patient/old is at version 1")));
        assertThat(store().get(id("Patient/beside"))).isEmpty();
        assertThat(store().mark("contract", "beside")).isEmpty();
        assertThat(store().lastChange()).isEqualTo(before);
    }

    @Test
    default void who_expects_nothing_there_is_refused_when_something_is() {
        var _ = store().commit(Commit.of(put("Patient/there", NEW, "{}"))).orElseThrow();
        assertThat(store().commit(Commit.of(put("Patient/there", NEW, "{}"))))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("Patient/there is at version 1")));
    }

    @Test
    default void a_deletion_is_a_version_without_bytes_and_a_resource_can_come_back_after_it() {
        var _ = store().commit(Commit.of(put("Patient/gone", NEW, "{}"))).orElseThrow();
        var _ = store().commit(Commit.of(new Delete(id("Patient/gone"), OptionalLong.of(1))))
                .orElseThrow();
        assertThat(store().get(id("Patient/gone")))
                .contains(new StoredResource(
                        id("Patient/gone"), 2, store().lastChange(), NOW, Optional.of("p1"), true, Bytes.NONE));
        assertThat(store().commit(Commit.of(new Delete(id("Patient/gone"), ANY))))
                .isEqualTo(Outcome.failed(new Fault.Gone("Patient/gone")));
        var back = store().commit(Commit.of(put("Patient/gone", NEW, "{}"))).orElseThrow();
        assertThat(back).extracting(StoredResource::version).containsExactly(3L);
        assertThat(store().history(id("Patient/gone")))
                .extracting(StoredResource::deleted)
                .containsExactly(false, true, false);
    }

    @Test
    default void what_never_was_cannot_be_deleted() {
        assertThat(store().commit(Commit.of(new Delete(id("Patient/nobody"), ANY))))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Patient/nobody")));
    }

    @Test
    default void work_that_left_its_mark_is_not_done_again() {
        var _ = store().commit(new Commit(List.of(put("Patient/once", NEW, "{}")), List.of(mark("m1", "done"))))
                .orElseThrow();
        assertThat(store().mark("contract", "m1")).contains(Bytes.utf8("done"));
        assertThat(store().commit(new Commit(List.of(put("Patient/twice", NEW, "{}")), List.of(mark("m1", "again")))))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this was done before: contract")));
        assertThat(store().get(id("Patient/twice"))).isEmpty();
        assertThat(store().mark("contract", "m1")).contains(Bytes.utf8("done"));
    }

    @Test
    default void marks_of_a_space_come_in_the_order_of_their_keys() {
        var marks = List.of("b", "a", "d", "c").stream()
                .map(k -> new Mark("ordered", k, Bytes.utf8("value of " + k)))
                .toList();
        marks.forEach(store()::putMark);
        store().putMark(new Mark("ordered-2", "z", Bytes.NONE));
        store().removeMark("ordered", "c");
        store().removeMark("ordered", "never there");
        store().putMark(new Mark("ordered", "a", Bytes.utf8("newer")));
        try (var found = store().marks("ordered")) {
            assertThat(found)
                    .containsExactly(new Mark("ordered", "a", Bytes.utf8("newer")), marks.get(0), marks.get(2));
        }
        assertThat(store().mark("ordered", "c")).isEmpty();
        assertThat(store().mark("ordered-2", "z")).contains(Bytes.NONE);
    }

    @Test
    default void changes_are_told_in_the_order_of_commits() {
        var before = store().lastChange();
        var one = store().commit(Commit.of(put("Patient/c1", NEW, "{}"))).orElseThrow();
        store().putMark(mark("between", ""));
        var two = store().commit(Commit.of(put("Patient/c2", NEW, "{}"), new Delete(id("Patient/c1"), ANY)))
                .orElseThrow();
        try (var changes = store().changesAfter(before)) {
            assertThat(changes).containsExactly(one.getFirst(), two.get(0), two.get(1));
        }
        try (var changes = store().changesAfter(one.getFirst().change())) {
            assertThat(changes).containsExactly(two.get(0), two.get(1));
        }
        assertThat(two.get(1).change())
                .isEqualTo(store().lastChange())
                .isGreaterThan(one.getFirst().change());
        try (var changes = store().changesUpTo(store().lastChange());
                var forward = store().changesAfter(before)) {
            assertThat(changes.takeWhile(r -> r.change() > before))
                    .isEqualTo(forward.toList().reversed());
        }
        try (var changes = store().changesUpTo(one.getFirst().change())) {
            assertThat(changes.findFirst()).contains(one.getLast());
        }
        try (var changes = store().changesAfter(store().lastChange())) {
            assertThat(changes).isEmpty();
        }
    }

    @Test
    default void a_commit_of_many_patients_and_of_none_is_answered_in_the_order_of_its_writes() {
        List<Write> writes = IntStream.range(0, 3_000)
                .<Write>mapToObj(i -> new Put(
                        id("Observation/many-" + i),
                        NEW,
                        i % 7 == 0 ? Optional.empty() : Optional.of("p" + i % 50),
                        Bytes.utf8("{\"valueString\":\"" + "x".repeat(i % 100) + i + "\"}")))
                .toList();
        var written = store().commit(new Commit(writes, List.of())).orElseThrow();
        assertThat(written)
                .extracting(StoredResource::id)
                .isEqualTo(writes.stream().map(Write::id).toList());
        assertThat(writes).allSatisfy(w -> assertThat(store().get(w.id())).contains(written.get(writes.indexOf(w))));
    }

    /** A resource in the record of this patient, or of none. */
    static Put put(String name, Optional<String> patient, String json) {
        return new Put(id(name), ANY, patient, Bytes.utf8(json));
    }

    @Test
    default void an_erased_patient_is_gone_with_every_version_and_every_mark_and_nobody_else_is() {
        var erin = Optional.of("erin");
        var _ = store().commit(new Commit(
                        List.of(
                                put("Patient/erin", erin, "{\"n\":1}"),
                                put("Observation/erin-1", erin, "{\"subject\":{\"reference\":\"Patient/erin\"}}"),
                                put("Organization/erins", Optional.empty(), "{\"name\":\"Clinic\"}"),
                                put("Patient/fay", Optional.of("fay"), "{\"n\":2}")),
                        List.of(
                                mark("about-erin", "x").about("erin"),
                                mark("about-fay", "y").about("fay"))))
                .orElseThrow();
        var _ = store().commit(
                        Commit.of(put("Patient/erin", erin, "{\"n\":3}"), new Delete(id("Observation/erin-1"), ANY)))
                .orElseThrow();
        store().putMark(mark("later", "z").about("erin"));
        var told = new ArrayList<ResourceId>();
        var erased = store().erase("erin", told::addAll).orElseThrow();
        assertThat(erased.resources()).isEqualTo(2);
        assertThat(erased.masked()).isZero();
        assertThat(told).containsExactlyInAnyOrder(id("Patient/erin"), id("Observation/erin-1"));
        assertThat(store().history(id("Patient/erin"))).isEmpty();
        assertThat(store().get(id("Observation/erin-1"))).isEmpty();
        assertThat(store().mark("contract", "about-erin")).isEmpty();
        assertThat(store().mark("contract", "later")).isEmpty();
        assertThat(store().mark("contract", "about-fay")).contains(Bytes.utf8("y"));
        assertThat(store().get(id("Organization/erins"))).isPresent();
        assertThat(store().get(id("Patient/fay"))).isPresent();
        assertThat(store().mark(ResourceStore.ERASURES, Long.toString(erased.number())))
                .contains(Bytes.utf8(NOW.toString()));
        try (var changes = store().changesAfter(0);
                var back = store().changesUpTo(store().lastChange())) {
            assertThat(changes.map(StoredResource::patient)).doesNotContain(erin);
            assertThat(back.map(StoredResource::patient)).doesNotContain(erin);
        }
        assertThat(store().erase("erin", told::addAll))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a record of this patient")));
    }

    @Test
    default void who_comes_again_after_an_erasure_begins_anew() {
        var gil = Optional.of("gil");
        var _ = store().commit(Commit.of(put("Patient/gil", gil, "{\"n\":1}"))).orElseThrow();
        var _ = store().commit(Commit.of(put("Patient/gil", gil, "{\"n\":2}"))).orElseThrow();
        var _ = store().erase("gil", _ -> {}).orElseThrow();
        var again =
                store().commit(Commit.of(put("Patient/gil", gil, "{\"n\":3}"))).orElseThrow();
        assertThat(store().history(id("Patient/gil"))).isEqualTo(again);
        assertThat(again).extracting(StoredResource::version).containsExactly(1L);
    }

    @Test
    default void what_speaks_of_several_patients_loses_its_history_and_stands_without_the_erased_one() {
        var group = "{\"member\":[{\"entity\":{\"reference\":\"Patient/hal\",\"display\":\"Hal\"}},"
                + "{\"entity\":{\"reference\":\"Patient/ida\"}}],\"quantity\":1.50}";
        var _ = store().commit(Commit.of(
                        put("Patient/hal", Optional.of("hal"), "{}"),
                        put("Patient/ida", Optional.of("ida"), "{}"),
                        put("Group/both", Optional.empty(), group),
                        put("RelatedPerson/of-ida", Optional.of("ida"), "{\"link\":{\"reference\":\"Patient/hal\"}}"),
                        put("Observation/of-hal", Optional.of("hal"), "{\"link\":{\"reference\":\"Patient/ida\"}}")))
                .orElseThrow();
        var _ = store().commit(Commit.of(put("Group/both", Optional.empty(), group.replace("1.50", "2.50"))))
                .orElseThrow();
        var told = new ArrayList<ResourceId>();
        var erased = store().erase("hal", told::addAll).orElseThrow();
        assertThat(erased.resources()).isEqualTo(2);
        assertThat(erased.masked()).isEqualTo(2);
        assertThat(told).containsExactlyInAnyOrder(id("Patient/hal"), id("Observation/of-hal"));
        var masked = "{\"extension\":[{\"url\":\"http://hl7.org/fhir/StructureDefinition/data-absent-reason\","
                + "\"valueCode\":\"masked\"}]}";
        var left = store().history(id("Group/both"));
        assertThat(left).extracting(StoredResource::version).containsExactly(3L);
        assertThat(left.getFirst().json().utf8())
                .endsWith("\"member\":[{\"entity\":" + masked
                        + "},{\"entity\":{\"reference\":\"Patient/ida\"}}],\"quantity\":2.50}");
        assertThat(store().history(id("RelatedPerson/of-ida")))
                .singleElement()
                .satisfies(r -> assertThat(r.json().utf8()).endsWith("\"link\":" + masked + "}"));
        assertThat(store().history(id("Patient/ida"))).hasSize(1);
        try (var changes = store().changesAfter(0)) {
            assertThat(changes.map(r -> r.json().utf8())).noneMatch(json -> json.contains("Patient/hal"));
        }
    }

    @Test
    default void what_was_moved_to_another_record_stays_there_without_what_it_was_before() {
        var _ = store().commit(Commit.of(put("Condition/moved", Optional.of("jo"), "{\"n\":1}")))
                .orElseThrow();
        var _ = store().commit(Commit.of(put("Condition/moved", Optional.of("kim"), "{\"n\":2}")))
                .orElseThrow();
        var _ = store().commit(Commit.of(put("Condition/taken", Optional.of("kim"), "{\"n\":1}")))
                .orElseThrow();
        var _ = store().commit(Commit.of(put("Condition/taken", Optional.of("jo"), "{\"n\":2}")))
                .orElseThrow();
        assertThat(store().erase("jo", _ -> {}).orElseThrow().resources()).isEqualTo(1);
        assertThat(store().history(id("Condition/moved")))
                .extracting(StoredResource::version)
                .containsExactly(2L);
        assertThat(store().history(id("Condition/taken"))).isEmpty();
        try (var changes = store().changesAfter(0)) {
            assertThat(changes.map(StoredResource::id)).doesNotContain(id("Condition/taken"));
        }
    }

    @Test
    default void a_commit_writes_a_resource_once() {
        assertThatThrownBy(() -> Commit.of(put("Patient/x", ANY, "{}"), put("Patient/x", ANY, "{}")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void writers_at_the_same_time_lose_no_update() throws Exception {
        var _ = store().commit(Commit.of(put("Patient/counter", NEW, "{\"n\":0}")))
                .orElseThrow();
        var threads = IntStream.range(0, 4)
                .mapToObj(_ -> Thread.ofVirtual().start(() -> {
                    for (var done = 0; done < 25; ) {
                        var version =
                                store().get(id("Patient/counter")).orElseThrow().version();
                        done += store().commit(Commit.of(put(
                                                "Patient/counter",
                                                OptionalLong.of(version),
                                                "{\"n\":" + version + "}")))
                                        instanceof Outcome.Success
                                ? 1
                                : 0;
                    }
                }))
                .toList();
        for (var thread : threads) {
            thread.join();
        }
        var history = store().history(id("Patient/counter"));
        assertThat(history).hasSize(101);
        assertThat(history.getFirst().json().utf8()).endsWith("\"n\":100}");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    default void whatever_is_committed_the_store_says_what_a_map_would(long seed) {
        var random = new Random(seed);
        Map<ResourceId, List<StoredResource>> model = new HashMap<>();
        for (var step = 0; step < 300; step++) {
            var id = id("Basic/s" + seed + "-" + random.nextInt(40));
            var there = model.getOrDefault(id, List.of());
            var write = !there.isEmpty() && !there.getLast().deleted() && random.nextInt(5) == 0
                    ? new Delete(id, ANY)
                    : new Put(id, ANY, Optional.of("p" + random.nextInt(3)), Bytes.utf8("{\"n\":" + step + "}"));
            var written = store().commit(Commit.of(write)).orElseThrow().getFirst();
            assertThat(written.version()).isEqualTo(there.size() + 1);
            model.computeIfAbsent(id, _ -> new ArrayList<>()).add(written);
        }
        model.forEach((id, versions) -> {
            assertThat(store().history(id)).isEqualTo(versions.reversed());
            assertThat(store().get(id)).contains(versions.getLast());
        });
    }
}
