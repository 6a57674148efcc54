package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.healthsphere.federation.research.cohort.ListedFacts.Fact;
import org.healthsphere.federation.research.cohort.ListedFacts.Person;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CohortEvaluatorTest {
    /** With {@code -Dqueries=1667} the six seeds are ten thousand questions. */
    private static final int QUERIES_PER_SEED = Integer.getInteger("queries", 500);

    private static final Coding HBA1C = new Coding(SmallTerminology.LABORATORY, "hba1c");

    private final CohortEvaluator evaluator = new CohortEvaluator(new SmallTerminology());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void agrees_with_the_naive_reading(long seed) {
        var chance = new RandomCohorts(new SplittableRandom(seed));
        var found = 0;
        for (var i = 0; i < QUERIES_PER_SEED; i++) {
            var query = chance.query();
            var facts = chance.facts(60);
            var cells = evaluator.plan(query).orElseThrow().evaluate(facts).cells();
            assertThat(cells)
                    .as(() -> query.canonical().json().utf8())
                    .isEqualTo(NaiveEvaluator.evaluate(query, facts.people()));
            assertThat(evaluator
                            .plan(query)
                            .orElseThrow()
                            .evaluate(new IndexedFacts(facts))
                            .cells())
                    .as("with an index: %s", query.canonical().json().utf8())
                    .isEqualTo(cells);
            found += cells.getFirst() > 0 ? 1 : 0;
        }
        assertThat(found).as("questions whose first cell is not empty").isGreaterThan(QUERIES_PER_SEED / 10);
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22})
    void a_flow_has_each_patient_at_the_first_criterion_that_he_does_not_meet(long seed) {
        var chance = new RandomCohorts(new SplittableRandom(seed));
        for (var i = 0; i < QUERIES_PER_SEED; i++) {
            var cohort = chance.cohort(4);
            var facts = chance.facts(40);
            var flow = cells(RandomCohorts.query(cohort, Output.Flow.of(cohort)), facts);
            assertThat(flow.stream().mapToLong(Long::longValue).sum()).isEqualTo(facts.patients());
            assertThat(flow.getLast())
                    .isEqualTo(cells(RandomCohorts.query(cohort, new Output.Count()), facts)
                            .getFirst());
            var steps = Output.Flow.steps(cohort);
            var first = new Cohort.Not(steps.getFirst());
            assertThat(flow.getFirst())
                    .isEqualTo(cells(RandomCohorts.query(first, new Output.Count()), facts)
                            .getFirst());
        }
    }

    private List<Long> cells(CohortQuery query, ListedFacts facts) {
        return evaluator.plan(query).orElseThrow().evaluate(facts).cells();
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void the_canonical_question_has_the_same_answer(long seed) {
        var chance = new RandomCohorts(new SplittableRandom(seed));
        for (var i = 0; i < QUERIES_PER_SEED; i++) {
            var query = chance.query();
            var canonical = CohortQuery.parse(query.canonical().json().array()).orElseThrow();
            var facts = chance.facts(40);
            assertThat(evaluator.plan(canonical).orElseThrow().evaluate(facts).cells())
                    .isEqualTo(
                            evaluator.plan(query).orElseThrow().evaluate(facts).cells());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1976-01-01, 1976-01-01, 1", // fifty on the very day
        "1976-01-02, 1976-01-02, 0",
        "1975-01-01, 1975-12-31, 1", // only the year is known, and it is enough
        "1975-06-01, 1976-05-31, 0", // may have had the birthday, or not
        "2027-01-01, 2027-01-01, 0"
    })
    void an_age_counts_if_it_is_certain(LocalDate earliest, LocalDate latest, long expected) {
        var person = new Person(
                Math.toIntExact(earliest.toEpochDay()), Math.toIntExact(latest.toEpochDay()), Sex.MALE, List.of());
        assertThat(count(new Cohort.Age(LocalDate.of(2026, 1, 1), 50, Cohort.Age.OLDEST), person))
                .isEqualTo(expected);
    }

    private static Fact on(String code, LocalDate earliest, LocalDate latest) {
        return new Fact(
                new Kind(FactType.CONDITION, Set.of(new Coding(SmallTerminology.CONDITIONS, code))),
                Math.toIntExact(earliest.toEpochDay()),
                Math.toIntExact(latest.toEpochDay()),
                Optional.empty());
    }

    private static Cohort.Has condition(String code) {
        return new Cohort.Has(
                FactType.CONDITION,
                new Concepts.Codes(Set.of(new Coding(SmallTerminology.CONDITIONS, code))),
                Optional.empty(),
                Optional.empty(),
                1);
    }

    /** Asthma on two days, and diabetes between two others, of which it is not known on which. */
    @ParameterizedTest
    @CsvSource({
        "FIRST, 2020-01-01, 2020-03-01, 2020-04-10, 2020-04-10, 100, 100, 1",
        "FIRST, 2020-01-01, 2020-03-01, 2020-04-10, 2020-04-10, 0, 99, 0",
        "LAST, 2020-01-01, 2020-03-01, 2020-04-10, 2020-04-10, 40, 40, 1",
        "LAST, 2020-01-01, 2020-03-01, 2020-04-10, 2020-04-10, 100, 100, 0",
        "ANY, 2020-01-01, 2020-03-01, 2020-04-10, 2020-04-10, 100, 100, 1",
        "ANY, 2020-01-01, 2020-03-01, 2020-04-01, 2020-04-30, 31, 60, 1",
        "ANY, 2020-01-01, 2020-03-01, 2020-04-01, 2020-04-30, 32, 60, 0", // the first of April is too early
        "ANY, 2020-01-01, 2020-03-01, 2019-12-31, 2019-12-31, 0, 36525, 0" // before, not after
    })
    void a_sequence_counts_if_it_is_certain(
            Cohort.Which which,
            LocalDate one,
            LocalDate other,
            LocalDate from,
            LocalDate to,
            int least,
            int most,
            long expected) {
        var person = new Person(
                0,
                0,
                Sex.MALE,
                List.of(on("asthma", other, other), on("asthma", one, one), on("diabetes", from, to)));
        var sequence = new Cohort.Sequence(
                new Cohort.Event(condition("asthma"), which), condition("diabetes"), least, most);
        assertThat(count(sequence, person)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"FIRST, 2020-01-01, 50, 1", "FIRST, 2019-12-31, 50, 0", "LAST, 2019-12-31, 51, 1", "ANY, 2019-12-31, 50, 0"})
    void an_age_on_the_day_of_a_record_is_that_of_the_first_or_the_last_one(
            Cohort.Which which, LocalDate first, int least, long expected) {
        var last = LocalDate.of(2021, 1, 1);
        var person = new Person(0, 0, Sex.MALE, List.of(on("asthma", last, last), on("asthma", first, first)));
        var most = which == Cohort.Which.ANY ? 50 : Cohort.Age.OLDEST;
        assertThat(count(new Cohort.AgeAt(new Cohort.Event(condition("asthma"), which), least, most), person))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "8.1, %, 1",
        "8.0, %, 0",
        "64, mmol/mol, 1", // 8.007 % by the master equation
        "63, mmol/mol, 0", // 7.915 %
        "80, mmol/mol, 1",
        "0.081, 1, 0" // no unit of a glycated haemoglobin: not guessed at
    })
    void glycated_haemoglobin_is_compared_by_the_master_equation(BigDecimal value, String unit, long expected) {
        assertThat(count(above8(), withHba1c(new Measured(value, Bound.EXACT, unit))))
                .isEqualTo(expected);
    }

    @Test
    void a_ratio_of_anything_else_is_not_taken_for_glycated_haemoglobin() {
        var other = new Coding(SmallTerminology.LABORATORY, "albumin-creatinine");
        var criterion = new Cohort.Has(
                FactType.OBSERVATION, new Concepts.Codes(Set.of(other)), above8().value(), Optional.empty(), 1);
        var person = with(new Fact(
                new Kind(FactType.OBSERVATION, Set.of(other)),
                0,
                0,
                Optional.of(new Measured(BigDecimal.valueOf(300), Bound.EXACT, "mmol/mol"))));
        var tally = evaluator
                .plan(RandomCohorts.query(criterion, new Output.Count()))
                .orElseThrow()
                .evaluate(new ListedFacts(List.of(person)));
        assertThat(tally.cells()).containsExactly(0L);
        assertThat(tally.unreadable()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "0.08, g/L, 1, 0", // 8 mg/dL, as every node knows
        "0.07, g/L, 0, 0",
        "8, {score}g/dL, 0, 1", // no unit that anybody knows
        "8, [stone]/L, 1, 0", // one that this node's terminology knows
        "7.9, [stone]/L, 0, 0",
        "8, mmol/L, 0, 1" // another dimension: unknown, not less
    })
    void amounts_in_units_of_one_dimension_are_compared_and_others_are_unknown(
            BigDecimal value, String unit, long expected, long unreadable) {
        var knowing = new CohortEvaluator(new ConceptsWithUnits());
        var calcium = new Coding(SmallTerminology.LABORATORY, "calcium");
        var criterion = new Cohort.Has(
                FactType.OBSERVATION,
                new Concepts.Codes(Set.of(calcium)),
                Optional.of(new Comparison(Comparison.Operator.GE, BigDecimal.valueOf(8), "mg/dL")),
                Optional.empty(),
                1);
        var person = with(new Fact(
                new Kind(FactType.OBSERVATION, Set.of(calcium)),
                0,
                0,
                Optional.of(new Measured(value, Bound.EXACT, unit))));
        var tally = knowing.plan(RandomCohorts.query(criterion, new Output.Count()))
                .orElseThrow()
                .evaluate(new ListedFacts(List.of(person)));
        assertThat(tally.cells()).containsExactly(expected);
        assertThat(tally.unreadable()).isEqualTo(unreadable);
    }

    @ParameterizedTest
    @CsvSource({"80, [stone]/L", "8, 1"})
    void glycated_haemoglobin_is_compared_by_its_calibrations_and_by_nothing_else(BigDecimal value, String unit) {
        var person = withHba1c(new Measured(value, Bound.EXACT, unit));
        var tally = new CohortEvaluator(new ConceptsWithUnits())
                .plan(RandomCohorts.query(above8(), new Output.Count()))
                .orElseThrow()
                .evaluate(new ListedFacts(List.of(person)));
        assertThat(tally.cells()).containsExactly(0L);
        assertThat(tally.unreadable()).isEqualTo(1);
    }

    /** Knows one invented unit more: a stone in a litre is a milligram in a decilitre, and everything is a percentage. */
    private static final class ConceptsWithUnits implements ConceptSets {
        private static final Map<String, Scale> UNITS = Map.of(
                "mg/dL", new Scale("g.m-3", BigDecimal.TEN, BigDecimal.ZERO),
                "[stone]/L", new Scale("g.m-3", BigDecimal.TEN, BigDecimal.ZERO),
                "mmol/L", new Scale("m-3", BigDecimal.TEN, BigDecimal.ZERO),
                "%", new Scale("1", BigDecimal.ONE, BigDecimal.ZERO),
                "1", new Scale("1", BigDecimal.TEN, BigDecimal.ZERO));

        @Override
        public Outcome<ConceptSet> isA(Coding ancestor) {
            return new SmallTerminology().isA(ancestor);
        }

        @Override
        public Outcome<ConceptSet> valueSet(String canonical) {
            return new SmallTerminology().valueSet(canonical);
        }

        @Override
        public Optional<Scale> unit(String code) {
            return Optional.ofNullable(UNITS.get(code));
        }
    }

    @ParameterizedTest
    @CsvSource({"GREATER, 8, 1", "GREATER, 7, 0", "AT_LEAST, 8, 0", "AT_LEAST, 8.1, 1", "LESS, 20, 0", "AT_MOST, 20, 0"
    })
    void an_open_result_counts_if_every_value_in_it_does(Bound bound, BigDecimal value, long expected) {
        assertThat(count(above8(), withHba1c(new Measured(value, bound, "%")))).isEqualTo(expected);
    }

    @Test
    void an_unknown_concept_is_a_fault_and_not_an_empty_answer() {
        var unknown = new Concepts.IsA(new Coding(SmallTerminology.CONDITIONS, "no-such-thing"));
        var query = RandomCohorts.query(
                new Cohort.Not(new Cohort.Has(FactType.CONDITION, unknown, Optional.empty(), Optional.empty(), 1)),
                new Output.Count());
        assertThat(evaluator.plan(query))
                .isEqualTo(Outcome.failed(
                        new Fault.NotFound("concept " + SmallTerminology.CONDITIONS + "|no-such-thing")));
    }

    @Test
    void pins_tell_what_the_concepts_came_to() {
        var ancestor = new Concepts.IsA(new Coding(SmallTerminology.CONDITIONS, "type-2-diabetes"));
        var has = new Cohort.Has(FactType.CONDITION, ancestor, Optional.empty(), Optional.empty(), 1);
        var once = evaluator.plan(RandomCohorts.query(has, new Output.Count())).orElseThrow();
        var twice = evaluator
                .plan(RandomCohorts.query(new Cohort.And(List.of(has, new Cohort.Not(has))), new Output.Count()))
                .orElseThrow();
        assertThat(once.pins()).hasSize(1).isEqualTo(twice.pins());
    }

    private static Cohort.Has above8() {
        return new Cohort.Has(
                FactType.OBSERVATION,
                new Concepts.Codes(Set.of(HBA1C)),
                Optional.of(new Comparison(Comparison.Operator.GT, BigDecimal.valueOf(8), "%")),
                Optional.empty(),
                1);
    }

    private static Person withHba1c(Measured measured) {
        return with(new Fact(new Kind(FactType.OBSERVATION, Set.of(HBA1C)), 0, 0, Optional.of(measured)));
    }

    private static Person with(Fact fact) {
        return new Person(0, 0, Sex.FEMALE, List.of(fact));
    }

    private long count(Cohort cohort, Person person) {
        return evaluator
                .plan(RandomCohorts.query(cohort, new Output.Count()))
                .orElseThrow()
                .evaluate(new ListedFacts(List.of(person)))
                .cells()
                .getFirst();
    }
}
