package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentTerms;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Supposition;
import org.healthsphere.consent.Supposition.Supposed;
import org.healthsphere.node.release.RandomWorld.Said;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every way out of the gate lets through what an evaluator does that looks at one resource at a time. */
class GateDifferentialTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void reads_versions_and_histories(long seed) {
        var world = new RandomWorld(seed);
        for (var access : world.everybody()) {
            var naive = new NaiveGate(world.said, access);
            for (var id : world.resources) {
                reads(world.house, access, naive, id);
            }
        }
        world.house.close();
    }

    private static void reads(House house, Access access, NaiveGate naive, ResourceId id) {
        var versions = house.store.history(id);
        var now = naive.shows(house.store, versions.getFirst());
        assertThat(house.gate.read(access, id))
                .as("%s reads %s", access, id)
                .isEqualTo(expected(id, Optional.of(versions.getFirst()).filter(_ -> now)));
        for (var version : versions) {
            assertThat(house.gate.version(access, id, version.version()))
                    .as("%s reads %s", access, version)
                    .isEqualTo(expected(id, Optional.of(version).filter(one -> now && naive.shows(house.store, one))));
        }
        var past = versions.stream()
                .filter(one -> now && naive.shows(house.store, one))
                .toList();
        assertThat(house.history(access, id)).isEqualTo(past.isEmpty() ? missing(id) : Outcome.of(past));
        assertThat(house.gate.version(access, id, versions.size() + 1)).isEqualTo(missing(id));
    }

    private static Outcome<StoredResource> expected(ResourceId id, Optional<StoredResource> found) {
        return found.map(one ->
                        one.deleted() ? Outcome.<StoredResource>failed(new Fault.Gone(id.toString())) : Outcome.of(one))
                .orElseGet(() -> missing(id));
    }

    private static <T> Outcome<T> missing(Object what) {
        return Outcome.failed(new Fault.NotFound(what.toString()));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24, 25, 26})
    void searches_with_their_totals_and_pages(long seed) {
        var world = new RandomWorld(seed);
        for (var access : world.everybody()) {
            var naive = new NaiveGate(world.said, access);
            for (var type : List.of("Patient", "Organization", "Observation", "Condition", "Encounter")) {
                var expected = current(world)
                        .filter(one -> one.id().type().equals(type) && naive.shows(world.house.store, one))
                        .map(StoredResource::id)
                        .sorted()
                        .toList();
                assertThat(paged(world.house, access, type)).isEqualTo(expected);
                var total = world.house.gate.search(access, query(type, List.of(), 0, Optional.empty()));
                assertThat(total).isEqualTo(Outcome.of(new Released(List.of(), expected.size(), Optional.empty())));
            }
        }
        world.house.close();
    }

    private static List<ResourceId> paged(House house, Access access, String type) {
        List<ResourceId> found = new ArrayList<>();
        Optional<String> after = Optional.empty();
        Set<Long> totals = new HashSet<>();
        do {
            var page =
                    house.gate.search(access, query(type, List.of(), 2, after)).orElseThrow();
            assertThat(page.matches()).hasSizeLessThanOrEqualTo(2);
            page.matches().forEach(match -> found.add(match.id()));
            totals.add(page.total());
            after = page.next();
        } while (after.isPresent());
        assertThat(totals).containsExactly((long) found.size());
        return found.stream().sorted().toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {41, 42, 43, 44, 45, 46})
    void releases_to_other_members_and_differences(long seed) {
        var world = new RandomWorld(seed);
        for (var access : world.everybody()) {
            for (var patient : RandomWorld.PATIENTS) {
                releases(world, access, patient);
            }
        }
        var ann = world.everybody().get(5);
        assertThat(ann.purpose()).isEqualTo(PurposeOfUse.PATRQT);
        differences(world, ann);
        world.house.close();
    }

    private static void releases(RandomWorld world, Access access, String patient) {
        var naive = new NaiveGate(world.said, access);
        var whole = world.house
                .gate
                .release(access, Optional.of(patient), Compartment.WHOLE)
                .orElseThrow();
        assertThat(sorted(whole.records())).isEqualTo(of(world, patient, one -> naive.shows(world.house.store, one)));
        if (whole.decision() instanceof Decision.Denied) {
            assertThat(whole.records()).isEmpty();
        }
        var part = new Compartment(Set.of("Condition"));
        var conditions =
                world.house.gate.release(access, Optional.of(patient), part).orElseThrow();
        assertThat(sorted(conditions.records()))
                .isEqualTo(of(
                        world,
                        patient,
                        one -> one.id().type().equals("Condition") && naive.shows(world.house.store, one)));
        assertThat(world.house
                        .gate
                        .release(access, Optional.empty(), Compartment.WHOLE)
                        .orElseThrow()
                        .records())
                .isEmpty();
    }

    private static void differences(RandomWorld world, Access ann) {
        var consent = world.consent();
        var supposed = new Supposed(
                ConsentTerms.compile(consent, world.house.consents.codeSets()).orElseThrow(),
                Set.of(PurposeOfUse.values()),
                House.NOW.plusSeconds(1_000_000));
        var ended = world.said.stream()
                .filter(one -> one.patient().equals("ann") && one.ended().isEmpty())
                .findFirst();
        Set<String> ids = ended.map(one -> Set.of(one.signed().id())).orElse(Set.of());
        var stranger = world.house.stranger();
        var found = world.house.gate.difference(
                ann, "ann", world.request(stranger), new Supposition(ids, Optional.of(supposed)));
        if (!world.seesSomething(ann)) {
            assertThat(found).isEqualTo(missing("record"));
            return;
        }
        List<Said> then = new ArrayList<>();
        world.said.forEach(one -> then.add(
                ended.filter(one::equals).isEmpty()
                        ? one
                        : new Said("ann", one.consent(), one.turn(), Optional.of(1_000), one.signed())));
        then.add(new Said(
                "ann", consent, 1_001, Optional.empty(), world.said.getFirst().signed()));
        var difference = found.orElseThrow();
        var store = world.house.store;
        Predicate<StoredResource> mine = one -> new NaiveGate(world.said, ann).shows(store, one);
        Predicate<StoredResource> now = one -> new NaiveGate(world.said, stranger).shows(store, one);
        Predicate<StoredResource> later = one -> new NaiveGate(then, stranger).shows(store, one);
        assertThat(sorted(difference.whole())).isEqualTo(of(world, "ann", mine));
        assertThat(sorted(difference.now())).isEqualTo(of(world, "ann", mine.and(now)));
        assertThat(sorted(difference.then())).isEqualTo(of(world, "ann", mine.and(later)));
    }

    @ParameterizedTest
    @ValueSource(longs = {61, 62, 63, 64, 65, 66})
    void another_no_never_shows_more(long seed) {
        var world = new RandomWorld(seed);
        for (var round = 0; round < 3; round++) {
            var before = seen(world);
            world.deny();
            var after = seen(world);
            assertThat(before).containsAll(after);
        }
        world.house.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {81, 82, 83, 84, 85, 86})
    void the_end_of_a_consent_never_shows_more(long seed) {
        var world = new RandomWorld(seed);
        var before = seen(world);
        while (world.revoke()) {
            var after = seen(world);
            assertThat(before).containsAll(after);
            before = after;
        }
        world.house.close();
    }

    private static Set<String> seen(RandomWorld world) {
        Set<String> seen = new HashSet<>();
        for (var access : world.everybody()) {
            var who = access.requester() + " " + access.purpose();
            for (var patient : RandomWorld.PATIENTS) {
                world.house
                        .gate
                        .release(access, Optional.of(patient), Compartment.WHOLE)
                        .orElseThrow()
                        .records()
                        .forEach(one -> seen.add(who + " " + one));
            }
            for (var id : world.resources) {
                if (world.house.history(access, id) instanceof Outcome.Success<List<StoredResource>>(var past)) {
                    past.forEach(one -> seen.add(who + " " + one));
                }
            }
        }
        return seen;
    }

    private static Query query(String type, List<Criterion> criteria, int count, Optional<String> after) {
        return new Query(type, criteria, List.of(), count, after);
    }

    private static Stream<StoredResource> current(RandomWorld world) {
        return world.resources.stream()
                .flatMap(id -> world.house.store.get(id).stream())
                .filter(one -> !one.deleted());
    }

    private static List<String> of(RandomWorld world, String patient, Predicate<StoredResource> which) {
        return sorted(current(world)
                .filter(one -> one.patient().equals(Optional.of(patient)))
                // Kept about the record, and no part of it; or reached by the document that names it alone.
                .filter(one -> !Set.of("Provenance", "Binary").contains(one.id().type()))
                .filter(which)
                .toList());
    }

    private static List<String> sorted(List<StoredResource> resources) {
        return resources.stream().map(StoredResource::toString).sorted().toList();
    }
}
