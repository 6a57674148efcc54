package org.healthsphere.node.store.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.ResourceIndex.Sort;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Thousands of generated searches: the index finds what the naive evaluator finds, in the same order, page by page. */
class SearchAgreementTest {
    private static final SearchParameters PARAMETERS = SearchParameters.r4();
    private static final int ROUNDS = 10;
    private static final int SEARCHES = 11;

    @TempDir
    private Path directory;

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
                agree(index, naive, new Queries(random, population).any(), filter);
            }
        }
        index.close();
    }

    private ResourceIndex open() {
        return LuceneResourceIndex.open(store, PARAMETERS, directory);
    }

    private static void agree(ResourceIndex index, NaiveSearch naive, Query query, ReleaseFilter filter) {
        var expected = naive.search(query);
        var found = new ArrayList<ResourceId>();
        Optional<String> after = Optional.empty();
        do {
            var page = index.search(
                            new Query(query.type(), query.criteria(), query.sort(), query.count(), after), filter)
                    .orElseThrow();
            assertThat(page.total()).as("total of %s", query).isEqualTo(expected.size());
            found.addAll(page.matches());
            after = page.next();
        } while (after.isPresent());
        assertThat(found).as("matches of %s", query).isEqualTo(expected);
        var counted = index.search(new Query(query.type(), query.criteria(), List.of(), 0, Optional.empty()), filter)
                .orElseThrow();
        assertThat(counted.total()).as("count of %s", query).isEqualTo(expected.size());
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

    private static Hidden hidden(Random random) {
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

    /** Makes queries over the parameters that the population has values for. */
    private record Queries(Random random, Population population) {
        private static final List<String> DATE_PREFIXES = List.of("", "eq", "ne", "gt", "lt", "ge", "le", "sa", "eb");

        Query any() {
            var type = population.any(List.of("Patient", "Observation", "Condition", "Patient", "Observation"));
            var criteria = new ArrayList<Criterion>();
            for (var n = random.nextInt(3); n >= 0; n--) {
                criteria.add(criterion(type));
            }
            return new Query(type, criteria, sorts(type), 1 + random.nextInt(9), Optional.empty());
        }

        private List<Sort> sorts(String type) {
            var names = switch (type) {
                case "Patient" -> List.of("family", "birthdate", "_lastUpdated", "_id", "name");
                case "Observation" -> List.of("date", "_lastUpdated", "_id", "value-quantity");
                default -> List.of("onset-date", "_id");
            };
            return Stream.generate(() -> new Sort(population.any(names), random.nextBoolean()))
                    .limit(random.nextInt(3))
                    .toList();
        }

        private Criterion criterion(String type) {
            if (random.nextInt(4) == 0) {
                return common();
            }
            return switch (type) {
                case "Patient" -> patient();
                case "Observation" -> observation();
                default -> condition();
            };
        }

        private Criterion common() {
            return switch (random.nextInt(6)) {
                case 0 -> of("_id", ids());
                case 1 -> of("_lastUpdated", dates());
                case 2 -> of("_tag", List.of(population.any(Population.LABELS)));
                case 3 -> of("_security", List.of(Population.LABEL_SYSTEM + "|" + population.any(Population.LABELS)));
                case 4 -> of("_profile", List.of("http://example.org/" + population.any(Population.LABELS)));
                default ->
                    of(
                            population.any(List.of("_tag", "_security", "_profile", "_id")) + ":missing",
                            List.of(Boolean.toString(random.nextBoolean())));
            };
        }

        private Criterion patient() {
            return switch (random.nextInt(11)) {
                case 0 -> of("family" + stringModifier(), strings(Population.FAMILIES));
                case 1 -> of("given" + stringModifier(), strings(Population.GIVEN));
                case 2 -> of("name" + stringModifier(), strings(Population.GIVEN));
                case 3 -> of("gender" + not(), List.of(random.nextBoolean() ? "female" : "http://x|male"));
                case 4 -> of("birthdate", dates());
                case 5 -> of("active" + not(), List.of(random.nextBoolean() ? "true" : "false"));
                case 6 -> of("identifier" + not(), tokens(List.of("id1", "id2", "id3")));
                case 7 -> of("organization", List.of(random.nextBoolean() ? "o1" : "Organization/o2"));
                case 8 -> of("_has:Observation:patient:code", tokens(Population.CODES));
                case 9 -> of("_has:Condition:subject:clinical-status:not", List.of("active"));
                default -> of(population.any(List.of("birthdate", "gender", "name")) + ":missing", List.of("true"));
            };
        }

        private Criterion observation() {
            return switch (random.nextInt(11)) {
                case 0, 1 -> of("code" + not(), tokens(Population.CODES));
                case 2 -> of("category" + not(), tokens(Population.PROBLEMS));
                case 3 -> of("date", dates());
                case 4 -> of("value-quantity", quantities());
                case 5 -> of("subject" + population.any(List.of("", ":Patient")), ids());
                case 6 -> of("patient", List.of("Patient/p" + random.nextInt(4), "p5"));
                case 7 -> of("value-concept", tokens(Population.PROBLEMS));
                case 8 -> of("subject:Patient.gender", List.of("female"));
                case 9 -> of("patient.birthdate", dates());
                default -> of("patient.family:exact", strings(Population.FAMILIES));
            };
        }

        private Criterion condition() {
            return switch (random.nextInt(5)) {
                case 0 -> of("code", tokens(Population.PROBLEMS));
                case 1 -> of("clinical-status:not", List.of("active"));
                case 2 -> of("onset-date", dates());
                case 3 -> of("patient.identifier", tokens(List.of("id1", "id2")));
                default -> of("onset-date:missing", List.of(Boolean.toString(random.nextBoolean())));
            };
        }

        private static Criterion of(String key, List<String> anyOf) {
            return Criterion.of(key, anyOf);
        }

        private String not() {
            return random.nextInt(4) == 0 ? ":not" : "";
        }

        private String stringModifier() {
            return population.any(List.of("", "", ":exact", ":contains"));
        }

        private List<String> ids() {
            return Stream.generate(() -> "p" + random.nextInt(Population.PATIENTS))
                    .limit(1 + random.nextInt(2))
                    .toList();
        }

        private List<String> strings(List<String> vocabulary) {
            var word = population.any(vocabulary);
            var cut = random.nextInt(word.length());
            return List.of(
                    switch (random.nextInt(3)) {
                        case 0 -> word;
                        case 1 -> word.substring(0, cut + 1).toUpperCase(Locale.ROOT);
                        default -> word.substring(cut);
                    });
        }

        private List<String> tokens(List<String> codes) {
            return Stream.generate(() -> token(population.any(codes)))
                    .limit(1 + random.nextInt(2))
                    .toList();
        }

        private String token(String code) {
            return switch (random.nextInt(4)) {
                case 0 -> population.any(Population.SYSTEMS) + "|" + code;
                case 1 -> population.any(Population.SYSTEMS) + "|";
                case 2 -> "|" + code;
                default -> code;
            };
        }

        private List<String> dates() {
            return List.of(population.any(DATE_PREFIXES) + population.date());
        }

        private List<String> quantities() {
            var number = new BigDecimal(random.nextInt(60, 140)).movePointLeft(random.nextInt(3));
            var unit = population.any(List.of("", "", "|http://unitsofmeasure.org|%", "||%"));
            return List.of(population.any(DATE_PREFIXES) + number.toPlainString() + unit);
        }
    }
}
