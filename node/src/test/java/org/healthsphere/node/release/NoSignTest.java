package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.audit.InMemoryAuditLog;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Who is denied, who has nothing and who is nobody look the same, in what is answered and in what is done for it: time is not measured
 * here, but the searches that take it are counted.
 */
class NoSignTest {
    private final House house = new House();
    private final List<String> work = new ArrayList<>();
    private final ConsentGate gate = new ConsentGate(
                    house.view,
                    house.store,
                    new Watched(house.index, work),
                    new AuditedReleases(new InMemoryAuditLog(house.clock)),
                    house.clock)
            .paced(() -> () -> work.add("beat"));

    /** Notes what is searched for, without saying for whom. */
    private record Watched(ResourceIndex index, List<String> work) implements ResourceIndex {
        @Override
        public Outcome<Page> search(Query query, ReleaseFilter filter) {
            work.add("search " + query.type() + " " + query.criteria().size());
            return index.search(query, filter);
        }

        @Override
        public Outcome<Set<ResourceId>> targets(StoredResource resource, Include include) {
            work.add("targets");
            return index.targets(resource, include);
        }

        @Override
        public void catchUp() {
            index.catchUp();
        }

        @Override
        public void forget(Set<ResourceId> erased) {
            index.forget(erased);
        }

        @Override
        public void rebuild() {
            index.rebuild();
        }

        @Override
        public long appliedChange() {
            return index.appliedChange();
        }

        @Override
        public void close() {
            index.close();
        }
    }

    @BeforeEach
    void fill() {
        house.put("Patient", "denied", "denied", "{'active':true}");
        house.put("Observation", "of-denied", "denied", "{'status':'final','subject':{'reference':'Patient/denied'}}");
        house.put("Patient", "silent", "silent", "{'active':true}");
        house.put("Observation", "of-silent", "silent", "{'status':'final','subject':{'reference':'Patient/silent'}}");
        house.put("Patient", "permits", "permits", "{'active':true}");
        house.put(
                "Observation", "of-permits", "permits", "{'status':'final','subject':{'reference':'Patient/permits'}}");
        house.says("denied", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        house.says("permits", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        // The permitted one has nothing left.
        house.delete("Observation", "of-permits");
        house.delete("Patient", "permits");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private List<String> workOf(Runnable asked) {
        work.clear();
        asked.run();
        return List.copyOf(work);
    }

    @Test
    void another_member_is_answered_the_same_after_the_same_work() {
        var part = Compartment.WHOLE;
        var denied = workOf(() -> records(Optional.of("denied"), part));
        assertThat(denied).isNotEmpty();
        assertThat(workOf(() -> records(Optional.of("silent"), part))).isEqualTo(denied);
        assertThat(workOf(() -> records(Optional.of("permits"), part))).isEqualTo(denied);
        assertThat(workOf(() -> records(Optional.of("nobody"), part))).isEqualTo(denied);
        assertThat(workOf(() -> records(Optional.empty(), part))).isEqualTo(denied);
    }

    private void records(Optional<String> patient, Compartment part) {
        assertThat(gate.release(house.stranger(), patient, part).orElseThrow().records())
                .isEmpty();
    }

    @Test
    void a_search_is_answered_the_same_after_the_same_work() {
        var expected = new Released(List.of(), 0, Optional.empty());
        for (var patient : List.of("denied", "silent", "permits", "nobody")) {
            var query = new ResourceIndex.Query(
                    "Observation",
                    List.of(ResourceIndex.Criterion.of("patient", List.of(patient))),
                    List.of(),
                    10,
                    Optional.empty());
            assertThat(workOf(() ->
                            assertThat(gate.search(house.stranger(), query)).isEqualTo(Outcome.of(expected))))
                    .containsExactly("search Observation 1", "beat");
        }
    }

    @Test
    void a_read_is_one_look_into_the_store_and_one_line_of_the_log_for_all_of_them() {
        for (var id : List.of("of-denied", "of-silent", "of-nobody")) {
            var looks = new ArrayList<String>();
            var lines = house.audit.head().sequence();
            var watching = new ConsentGate(
                    house.view,
                    watched(house.store, looks),
                    house.index,
                    new AuditedReleases(house.audit),
                    house.clock);
            assertThat(watching.read(house.stranger(), new ResourceId("Observation", id)))
                    .isInstanceOf(Outcome.Failure.class);
            assertThat(looks).as(id).containsExactly("get");
            assertThat(house.audit.head().sequence() - lines).as(id).isEqualTo(1);
        }
    }

    /** Notes each look into the store. */
    private static ResourceStore watched(ResourceStore store, List<String> looks) {
        return (ResourceStore) Proxy.newProxyInstance(
                ResourceStore.class.getClassLoader(), new Class<?>[] {ResourceStore.class}, (_, method, arguments) -> {
                    looks.add(method.getName());
                    return method.invoke(store, arguments);
                });
    }

    @Test
    void what_is_refused_waits_for_the_beat_and_what_is_there_does_not() {
        for (var id : List.of("of-denied", "of-silent", "of-nobody")) {
            assertThat(workOf(() -> assertThat(gate.read(house.stranger(), new ResourceId("Observation", id)))
                            .isInstanceOf(Outcome.Failure.class)))
                    .as(id)
                    .containsExactly("beat");
        }
        house.put("Patient", "present", "present", "{'active':true}");
        house.says("present", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        assertThat(workOf(() -> assertThat(gate.read(house.stranger(), new ResourceId("Patient", "present")))
                        .isInstanceOf(Outcome.Success.class)))
                .isEmpty();
    }

    @Test
    void a_read_is_refused_in_the_same_words() {
        for (var id : List.of("of-denied", "of-silent", "of-nobody")) {
            var name = new ResourceId("Observation", id);
            assertThat(gate.read(house.stranger(), name).toString().replace(id, "x"))
                    .isEqualTo("Failure[fault=NotFound[what=Observation/x]]");
            assertThat(gate.version(house.stranger(), name, 1).toString().replace(id, "x"))
                    .isEqualTo("Failure[fault=NotFound[what=Observation/x]]");
            assertThat(house.history(house.stranger(), name).toString().replace(id, "x"))
                    .isEqualTo("Failure[fault=NotFound[what=Observation/x]]");
        }
    }
}
