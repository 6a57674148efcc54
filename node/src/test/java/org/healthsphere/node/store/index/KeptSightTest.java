package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.healthsphere.node.store.Bounds;
import org.healthsphere.node.store.Concealment;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is kept of what may be seen, and changed where consent or the store changes, finds what a look at every resource finds. {@code
 * -Dhealthsphere.kept.worlds} tries more than a few.
 */
class KeptSightTest {
    private static final int STEPS = 80;
    private static final SearchParameters PARAMETERS = SearchParameters.r4();

    private final AtomicLong seconds = new AtomicLong();
    private final InMemoryResourceStore store = new InMemoryResourceStore(
            () -> Instant.parse("2014-01-01T00:00:00Z").plusSeconds(86_400 * seconds.incrementAndGet() / 4));

    static LongStream worlds() {
        return LongStream.range(0, Long.getLong("healthsphere.kept.worlds", 12));
    }

    private static ReleaseFilter filter(Concealment concealed) {
        return new ReleaseFilter(concealed, Bounds.NONE);
    }

    private static Query all(String type) {
        return new Query(type, List.of(), List.of(), 1_000, Optional.empty());
    }

    private static Query of(String patient) {
        return new Query(
                "Observation", List.of(Criterion.of("patient", List.of(patient))), List.of(), 1_000, Optional.empty());
    }

    private static String patient(Random random) {
        return "p" + random.nextInt(Population.PATIENTS);
    }

    private static ChangingConcealment changed(Random random, ChangingConcealment before) {
        var after = before;
        for (var left = 1 + random.nextInt(3); left > 0; left--) {
            after = after.with(
                    patient(random), random.nextInt(3) == 0 ? Hidden.nothing() : SearchAgreementTest.hidden(random));
        }
        return after;
    }

    @ParameterizedTest
    @MethodSource("worlds")
    void after_every_change_it_finds_what_a_look_at_every_resource_finds(long seed) {
        var random = new Random(seed);
        var population = new Population(random, store);
        List<ChangingConcealment> states = new ArrayList<>(List.of(ChangingConcealment.begin()));
        var found = 0;
        try (var index = LuceneResourceIndex.inMemory(store, PARAMETERS, NaiveModifiers.RELATIONS)) {
            for (var step = 0; step < STEPS; step++) {
                switch (random.nextInt(4)) {
                    case 0 -> population.step();
                    case 1 -> states.add(states.get(random.nextInt(states.size())));
                    default -> states.add(changed(random, states.getLast()));
                }
                var filter = filter(states.getLast());
                var naive = new NaiveSearch(store, filter);
                for (var query : List.of(of(patient(random)), all("Observation"), all("Patient"), all("Location"))) {
                    var expected = naive.search(query);
                    found += expected.size();
                    var page = index.search(query, filter).orElseThrow();
                    assertThat(page.matches()).as("step %d, %s", step, query).isEqualTo(expected);
                    assertThat(page.total()).isEqualTo(expected.size());
                }
                var any = new GeneratedQueries(random, population).any();
                assertThat(index.search(any, filter).orElseThrow().total())
                        .as("step %d, %s", step, any)
                        .isEqualTo(naive.search(any).size());
            }
        }
        assertThat(found).isPositive();
    }

    @Test
    void what_changes_for_one_patient_is_asked_of_nobody_else() {
        var population = new Population(new Random(1), store);
        for (var step = 0; step < 200; step++) {
            population.step();
        }
        try (var index = LuceneResourceIndex.inMemory(store, PARAMETERS)) {
            var before = ChangingConcealment.begin();
            var _ = index.search(all("Observation"), filter(before)).orElseThrow();
            assertThat(before.asked()).hasSizeGreaterThan(5).contains("p1", "p2");
            var after = before.with("p1", Hidden.everything());
            var _ = index.search(all("Observation"), filter(after)).orElseThrow();
            assertThat(after.asked()).containsExactly("p1");
        }
    }

    @Test
    void a_search_that_names_a_patient_asks_of_nobody_else_who_else_there_may_be() {
        var population = new Population(new Random(2), store);
        for (var step = 0; step < 200; step++) {
            population.step();
        }
        try (var index = LuceneResourceIndex.inMemory(store, PARAMETERS)) {
            var everybody = index.search(of("p1"), ReleaseFilter.everything()).orElseThrow();
            var nothing = ChangingConcealment.begin();
            assertThat(index.search(of("p1"), filter(nothing)).orElseThrow().matches())
                    .isNotEmpty()
                    .isEqualTo(everybody.matches());
            assertThat(nothing.asked()).isEqualTo(Set.of("p1"));
            var hidden = ChangingConcealment.begin().with("p1", Hidden.everything());
            assertThat(index.search(of("p1"), filter(hidden)).orElseThrow().total())
                    .isZero();
            assertThat(hidden.asked()).isEqualTo(Set.of("p1"));
        }
    }
}
