package org.healthsphere.federation.research.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalQueryTest {
    private static final int QUERIES_PER_SEED = 300;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void variants_that_mean_the_same_have_one_name(long seed) {
        var chance = new RandomCohorts(new SplittableRandom(seed));
        var variants = new Variants(new Random(seed));
        for (var i = 0; i < QUERIES_PER_SEED; i++) {
            var cohort = chance.cohort(4);
            assertThat(hash(variants.of(cohort))).isEqualTo(hash(cohort));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void the_canonical_form_is_its_own(long seed) {
        var chance = new RandomCohorts(new SplittableRandom(seed));
        for (var i = 0; i < QUERIES_PER_SEED; i++) {
            var canonical = chance.query().canonical();
            assertThat(CohortQuery.parse(canonical.json().array()).orElseThrow().canonical())
                    .isEqualTo(canonical);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void questions_of_one_name_have_one_answer(long seed) {
        var chance = new RandomCohorts(new SplittableRandom(seed));
        var evaluator = new CohortEvaluator(new SmallTerminology());
        var facts = chance.facts(200);
        Map<Sha256, List<Long>> answers = new HashMap<>();
        var different = 0;
        for (var i = 0; i < QUERIES_PER_SEED * 3; i++) {
            var query = RandomCohorts.query(chance.cohort(1), new Output.Count());
            var answer = evaluator.plan(query).orElseThrow().evaluate(facts).cells();
            var before = answers.putIfAbsent(query.canonical().hash(), answer);
            assertThat(before == null || before.equals(answer)).isTrue();
            different += before == null ? 1 : 0;
        }
        assertThat(different).isGreaterThan(QUERIES_PER_SEED);
    }

    @Test
    void every_part_of_the_meaning_is_in_the_name() {
        var question = text();
        var changes = Map.of(
                "type-2-diabetes", "type-1-diabetes",
                "is-a", "vs",
                "Condition", "Procedure",
                "\"min\":50", "\"min\":51",
                "2026-01-01", "2026-01-02",
                "\"gt\"", "\"ge\"",
                "\"val\":8", "\"val\":8.01",
                "\"ucum\":\"%\"", "\"ucum\":\"mmol/mol\"",
                "\"atLeast\":2", "\"atLeast\":3",
                "\"epsilonMicros\":1000000", "\"epsilonMicros\":1000001");
        var names = new ArrayList<>(List.of(name(question)));
        changes.forEach((from, to) -> {
            assertThat(question).contains(from);
            names.add(name(question.replace(from, to)));
        });
        for (var more : List.of("\"T2\"", "\"PUBHLTH\"", "\"other-study\"", "{\"bySex\":{}}")) {
            names.add(name(question.replace(
                    switch (more) {
                        case "\"T2\"" -> "\"T1\"";
                        case "\"PUBHLTH\"" -> "\"HRESCH\"";
                        case "\"other-study\"" -> "\"a-study\"";
                        default -> "{\"count\":{}}";
                    },
                    more)));
        }
        assertThat(names).doesNotHaveDuplicates().hasSize(1 + changes.size() + 4);
    }

    @Test
    void the_label_trailing_zeros_and_units_of_one_dimension_do_not_matter() {
        var question = text().replace("\"ucum\":\"%\"", "\"ucum\":\"mg/dL\"");
        assertThat(List.of(
                        name(question),
                        name(question.replace("{\"v\":1", "{\"id\":\"a-label\",\"v\":1")),
                        name(question.replace("\"val\":8", "\"val\":8.000")),
                        name(question.replace("\"val\":8,\"ucum\":\"mg/dL\"", "\"val\":0.08,\"ucum\":\"g/L\""))))
                .containsOnly(name(question));
    }

    private static String text() {
        return """
                {"v":1,"purpose":{"act":"HRESCH","study":"a-study"},"tier":"T1","epsilonMicros":1000000,
                "cohort":{"and":[
                {"has":{"type":"Condition","atLeast":2,"code":{"is-a":"https://healthsphere.org/fhir/CodeSystem/conditions|type-2-diabetes"}}},
                {"demo":{"age":{"at":"2026-01-01","min":50}}},
                {"has":{"type":"Observation","code":{"vs":"http://example.org/vs"},"value":{"op":"gt","val":8,"ucum":"%"}}}]},
                "out":[{"count":{}}]}""";
    }

    private static Sha256 name(String json) {
        return CohortQuery.parse(json.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .orElseThrow()
                .canonical()
                .hash();
    }

    private static Sha256 hash(Cohort cohort) {
        return RandomCohorts.query(cohort, new Output.Count()).canonical().hash();
    }

    /** Says the same in other words. */
    private record Variants(Random random) {
        Cohort of(Cohort cohort) {
            return switch (random.nextInt(4)) {
                case 0 -> new Cohort.Not(new Cohort.Not(inside(cohort)));
                case 1 -> new Cohort.And(List.of(inside(cohort)));
                case 2 -> new Cohort.Or(List.of(inside(cohort), inside(cohort)));
                default -> inside(cohort);
            };
        }

        private Cohort inside(Cohort cohort) {
            return switch (cohort) {
                case Cohort.And(var all) ->
                    random.nextBoolean() ? new Cohort.And(shuffled(all)) : new Cohort.Not(new Cohort.Or(negated(all)));
                case Cohort.Or(var any) ->
                    random.nextBoolean() ? new Cohort.Or(nested(any)) : new Cohort.Not(new Cohort.And(negated(any)));
                case Cohort.Not(var inner) -> new Cohort.Not(of(inner));
                case Cohort.Has has -> padded(has);
                case Cohort.Deceased deceased -> deceased;
                case Cohort.Region region -> region;
                case Cohort.AtLeast(var number, var of) -> {
                    var parts = new ArrayList<>(of.stream().map(this::of).toList());
                    Collections.shuffle(parts, random);
                    yield random.nextBoolean()
                            ? new Cohort.AtLeast(number, parts)
                            : new Cohort.Not(new Cohort.AtLeast(
                                    parts.size() - number + 1,
                                    parts.stream().<Cohort>map(Cohort.Not::new).toList()));
                }
                case Cohort.Age age -> age;
                case Cohort.OfSex sex -> sex;
                case Cohort.AgeAt age -> age;
                case Cohort.Sequence sequence -> sequence;
            };
        }

        private List<Cohort> shuffled(List<Cohort> parts) {
            var shuffled = new ArrayList<>(parts.stream().map(this::of).toList());
            shuffled.add(of(parts.getFirst()));
            Collections.shuffle(shuffled, random);
            return shuffled;
        }

        private List<Cohort> nested(List<Cohort> parts) {
            return List.of(new Cohort.Or(shuffled(parts)), of(parts.getLast()));
        }

        private List<Cohort> negated(List<Cohort> parts) {
            return shuffled(parts).stream().<Cohort>map(Cohort.Not::new).toList();
        }

        private static Cohort.Has padded(Cohort.Has has) {
            return new Cohort.Has(
                    has.type(),
                    has.code(),
                    has.value().map(Variants::padded),
                    has.when(),
                    has.atLeast(),
                    new Cohort.Circumstances(
                            has.circumstances().status(),
                            has.circumstances().within().map(Variants::padded)));
        }

        private static Value padded(Value value) {
            return switch (value) {
                case Comparison comparison -> padded(comparison);
                case Value.Range(var from, var to, var unit) -> {
                    var least = padded(new Comparison(Comparison.Operator.GE, from, unit));
                    yield new Value.Range(
                            least.value(),
                            padded(new Comparison(Comparison.Operator.LE, to, unit)).value(),
                            least.unit());
                }
                case Value.OneOf _, Value.Abnormal _ -> value;
            };
        }

        private static Comparison padded(Comparison comparison) {
            var padded = comparison.value().setScale(comparison.value().scale() + 2);
            return comparison.unit().equals("kg")
                    ? new Comparison(comparison.operator(), padded.multiply(BigDecimal.valueOf(1000)), "g")
                    : new Comparison(comparison.operator(), padded, comparison.unit());
        }
    }
}
