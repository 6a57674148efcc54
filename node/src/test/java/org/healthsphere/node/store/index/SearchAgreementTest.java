package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.node.release.Inclusions;
import org.healthsphere.node.store.Include;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of generated searches: the index finds what the naive evaluator finds, in the same order, page by page. */
class SearchAgreementTest {
    private static final SearchParameters PARAMETERS = SearchParameters.r4();
    private static final int ROUNDS = 10;
    private static final int SEARCHES = 100;

    @TempDir
    private Path directory;

    private int answered;
    private final AtomicLong seconds = new AtomicLong();
    private final InstantSource clock =
            () -> Instant.parse("2014-01-01T00:00:00Z").plusSeconds(86_400 * seconds.incrementAndGet() / 4);
    private final InMemoryResourceStore store = new InMemoryResourceStore(clock);

    static Stream<Long> seeds() {
        return Stream.iterate(1L, n -> n + 1).limit(20);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_index_finds_what_a_look_at_every_resource_finds(long seed) {
        var random = new Random(seed);
        var population = new Population(random, store);
        ResourceIndex index = open();
        for (var round = 0; round < ROUNDS; round++) {
            for (var step = 0; step < 15; step++) {
                population.step();
            }
            switch (random.nextInt(5)) {
                case 0 -> index.rebuild();
                case 1 -> {
                    index.close();
                    population.step();
                    index = open();
                }
                case 2 -> index.catchUp();
                default -> {}
            }
            var filter = random.nextInt(3) == 0 ? ReleaseFilter.everything() : filter(random);
            var naive = new NaiveSearch(store, filter);
            for (var n = 0; n < SEARCHES; n++) {
                agree(index, naive, new GeneratedQueries(random, population).any(), filter, () -> {});
            }
            for (var n = 0; n < SEARCHES / 10; n++) {
                agreesWithoutItsStates(index, naive, new GeneratedQueries(random, population).any(), filter);
            }
            included(index, naive, random, filter);
            // The last one is paged while others write.
            agree(index, naive, new GeneratedQueries(random, population).any(), filter, population::step);
        }
        index.close();
        assertThat(answered).as("searches that find something").isGreaterThan(ROUNDS * SEARCHES / 5);
    }

    private ResourceIndex open() {
        return LuceneResourceIndex.open(store, PARAMETERS, NaiveModifiers.RELATIONS, directory);
    }

    private void agree(ResourceIndex index, NaiveSearch naive, Query query, ReleaseFilter filter, Runnable between) {
        var expected = naive.search(query);
        answered += expected.isEmpty() ? 0 : 1;
        var counted = index.search(new Query(query.type(), query.criteria(), List.of(), 0, Optional.empty()), filter)
                .orElseThrow();
        assertThat(counted.total()).as("count of %s", query).isEqualTo(expected.size());
        var found = new ArrayList<ResourceId>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(
                            new Query(query.type(), query.criteria(), query.sort(), query.count(), after), filter)
                    .orElseThrow();
            assertThat(page.total()).as("total of %s", query).isEqualTo(expected.size());
            found.addAll(page.matches());
            after = page.next();
            between.run();
        } while (after.isPresent());
        assertThat(found).as("matches of %s", query).isEqualTo(expected);
    }

    /** As after five minutes between two pages: the state that the first page saw is kept no longer, but nothing was written since. */
    private static void agreesWithoutItsStates(
            ResourceIndex index, NaiveSearch naive, Query query, ReleaseFilter filter) {
        var found = new ArrayList<ResourceId>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(
                            new Query(query.type(), query.criteria(), query.sort(), query.count(), after), filter)
                    .orElseThrow();
            found.addAll(page.matches());
            after = page.next().map(SearchAgreementTest::ofNoState);
        } while (after.isPresent());
        assertThat(found).as("matches of %s, state by state", query).isEqualTo(naive.search(query));
    }

    private static String ofNoState(String cursor) {
        var values = Bytes.base64url(cursor).utf8();
        return Bytes.utf8("[0" + values.substring(values.indexOf(','))).base64url();
    }

    private void included(ResourceIndex index, NaiveSearch naive, Random random, ReleaseFilter filter) {
        var all = List.of(
                "Observation:subject",
                "Observation:patient",
                "Observation:has-member",
                "Patient:organization",
                "Patient:organization:Organization",
                "Organization:partof",
                "Observation:subject:Group",
                "Condition:subject:Patient");
        for (var n = 0; n < 5; n++) {
            var type = List.of("Observation", "Patient", "Organization").get(random.nextInt(3));
            var matches = naive.search(new Query(type, List.of(), List.of(), 1, Optional.empty())).stream()
                    .limit(5)
                    .toList();
            var includes = random.ints(1 + random.nextInt(3), 0, all.size())
                    .mapToObj(i -> Include.of(random.nextBoolean(), all.get(i), random.nextBoolean())
                            .orElseThrow())
                    .toList();
            var found = new Inclusions(store, index, filter)
                    .of(matches.stream().flatMap(id -> store.get(id).stream()).toList(), includes)
                    .orElseThrow();
            assertThat(found.stream().map(StoredResource::id))
                    .as("%s %s", matches, includes)
                    .containsExactlyInAnyOrderElementsOf(naive.including(matches, includes));
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void a_read_sees_what_a_search_finds(long seed) {
        var random = new Random(seed);
        var population = new Population(random, store);
        for (var step = 0; step < 100; step++) {
            population.step();
        }
        var filter = filter(random);
        try (var index = LuceneResourceIndex.inMemory(store, PARAMETERS)) {
            for (var type : List.of("Patient", "Observation", "Condition", "Organization")) {
                var found = index.search(new Query(type, List.of(), List.of(), 1_000, Optional.empty()), filter)
                        .orElseThrow();
                var current = new HashMap<ResourceId, StoredResource>();
                try (var changes = store.changesAfter(0)) {
                    changes.forEach(c -> current.put(c.id(), c));
                }
                assertThat(current.values().stream()
                                .filter(r -> r.id().type().equals(type) && !r.deleted())
                                .filter(r -> Visibility.lets(filter, r))
                                .map(StoredResource::id))
                        .containsExactlyInAnyOrderElementsOf(found.matches());
            }
        }
    }

    private static ReleaseFilter filter(Random random) {
        Map<String, Hidden> hidden = new HashMap<>();
        for (var p = 0; p < Population.PATIENTS; p++) {
            if (random.nextInt(3) > 0) {
                hidden.put("p" + p, hidden(random));
            }
        }
        Optional<Set<String>> only =
                random.nextInt(3) == 0 ? Optional.of(Set.of("p1", "p2", "p3", "p4", "p9")) : Optional.empty();
        return new ReleaseFilter(only, hidden);
    }

    static Hidden hidden(Random random) {
        Supplier<String> system = () -> Population.SYSTEMS.get(random.nextInt(3));
        return switch (random.nextInt(5)) {
            case 0 -> Hidden.everything();
            case 1 -> new Hidden(false, Set.of("Observation"), Set.of(), Set.of());
            case 2 -> new Hidden(false, Set.of(), Set.of(new Coding(Population.LABEL_SYSTEM, "R")), Set.of());
            case 3 ->
                new Hidden(
                        false,
                        Set.of("Patient"),
                        Set.of(new Coding(Population.LABEL_SYSTEM, "HIV")),
                        Set.of(new Coding(system.get(), "4548-4"), new Coding(system.get(), "44054006")));
            default -> new Hidden(false, Set.of(), Set.of(), Set.of(new Coding(system.get(), "59621000")));
        };
    }
}
