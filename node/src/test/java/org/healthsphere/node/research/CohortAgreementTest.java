package org.healthsphere.node.research;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.healthsphere.federation.research.cohort.Cohort;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.CohortJson;
import org.healthsphere.federation.research.cohort.IndexedFacts;
import org.healthsphere.node.store.CodeRelations;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Thousands of generated cohorts over records of FHIR: the engine on columns and bitmaps finds whom a naive reading of the resources finds, and
 * whom FHIR searches find, where they can say it.
 */
class CohortAgreementTest {
    /** With {@code -Dcohorts=2000} the five worlds are asked ten thousand cohorts. */
    private static final int COHORTS = Integer.getInteger("cohorts", 400);

    private static final int PATIENTS = 150;
    private static final CohortEvaluator EVALUATOR = new CohortEvaluator(new TerminologyConcepts(new SmallTree()));

    /** One world, asked in all three ways. */
    private record Asked(FhirWorld world, PermittedFacts facts, IndexedFacts indexed, NaiveReading naive) {
        static Asked of(FhirWorld world, Shelf shelf) {
            world.all()
                    .forEach(one -> shelf.put(
                            one.type(), one.id(), one.patient(), one.json().toString()));
            var facts = new PermittedFacts(new ResearchColumns(shelf.store).snapshot(), ReleaseFilter.everything());
            return new Asked(world, facts, new IndexedFacts(facts), new NaiveReading(world.all()));
        }

        /** Whom the naive reading finds, once the engine has found the same. */
        Set<String> members(Cohort cohort) {
            var selection = EVALUATOR.select(cohort, List.of()).orElseThrow();
            var expected = naive.members(cohort);
            assertThat(ids(selection.members(cohort, indexed), facts))
                    .as(() -> "bitmaps: " + CohortJson.json(cohort))
                    .isEqualTo(expected);
            assertThat(ids(selection.members(cohort, facts), facts))
                    .as(() -> "columns: " + CohortJson.json(cohort))
                    .isEqualTo(expected);
            return expected;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_engine_a_naive_reading_and_searches_of_fhir_find_the_same_patients(long seed) {
        var random = new SplittableRandom(seed);
        var shelf = new Shelf();
        var asked = Asked.of(new FhirWorld(random, PATIENTS), shelf);
        var cohorts = new ChanceCohorts(random, asked.world());
        var sayable = 0;
        var met = 0;
        try (var index = LuceneResourceIndex.inMemory(shelf.store, SearchParameters.r4(), relations(new SmallTree()))) {
            var searched = new SearchedCohort(shelf.store, index);
            for (var i = 0; i < COHORTS; i++) {
                var cohort = cohorts.cohort(3);
                var expected = asked.members(cohort);
                var found = searched.members(cohort);
                found.ifPresent(members -> assertThat(members)
                        .as(() -> "searches: " + CohortJson.json(cohort))
                        .isEqualTo(expected));
                sayable += found.isPresent() ? 1 : 0;
                met += expected.isEmpty() || expected.size() == PATIENTS ? 0 : 1;
            }
        }
        assertThat(sayable).as("cohorts that searches can say").isGreaterThan(COHORTS / 2);
        assertThat(met).as("cohorts of some and not all").isGreaterThan(COHORTS / 2);
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7})
    void records_of_an_encounter_are_those_that_a_chain_of_a_search_finds(long seed) {
        var random = new SplittableRandom(seed);
        var shelf = new Shelf();
        var asked = Asked.of(new FhirWorld(random, PATIENTS), shelf);
        var cohorts = new ChanceCohorts(random, asked.world());
        var sayable = 0;
        var met = 0;
        try (var index = LuceneResourceIndex.inMemory(shelf.store, SearchParameters.r4(), relations(new SmallTree()))) {
            var searched = new SearchedCohort(shelf.store, index);
            for (var i = 0; i < COHORTS; i++) {
                var cohort = cohorts.during();
                var found = searched.members(cohort);
                if (found.isPresent()) {
                    assertThat(found.get())
                            .as(() -> "chains: " + CohortJson.json(cohort))
                            .isEqualTo(asked.members(cohort));
                    sayable++;
                    met += found.get().isEmpty() ? 0 : 1;
                }
            }
        }
        assertThat(sayable).as("criteria that a chain can say").isGreaterThan(COHORTS / 2);
        assertThat(met).as("criteria that somebody meets").isGreaterThan(COHORTS / 8);
    }

    private static Set<String> ids(int[] members, PermittedFacts facts) {
        var ids = facts.ids();
        return new TreeSet<>(Arrays.stream(members).mapToObj(ids::get).toList());
    }

    private static CodeRelations relations(Terminology terminology) {
        return new CodeRelations() {
            @Override
            public Outcome<Predicate<Coding>> in(String valueSet) {
                return terminology.expand(valueSet).map(expansion -> {
                    var codes = expansion.concepts().stream()
                            .map(Terminology.Concept::coding)
                            .toList();
                    return codes::contains;
                });
            }

            @Override
            public Outcome<Predicate<Coding>> below(Coding code) {
                return terminology.descendantsAndSelf(code).map(set -> set::contains);
            }

            @Override
            public Outcome<Predicate<Coding>> above(Coding code) {
                return in("");
            }
        };
    }
}
