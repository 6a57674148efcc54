package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.plan.Computation.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Trees of many sites against trees of the pooled rows, decision by decision and digit by digit. */
class TreesTest {
    private static final List<Double> AGES = List.of(30.0, 40.0, 50.0, 60.0, 70.0, 80.0);
    private static final List<Double> MARKERS = List.of(-1.0, 0.0, 1.0);
    private static final String VARIABLES = String.join(
            ",",
            Courses.value("age", "\"low\":0,\"high\":120,\"edges\":[30,40,50,60,70,80]"),
            Courses.value("marker", "\"low\":-10,\"high\":10,\"edges\":[-1,0,1]"),
            Courses.flag("smoker"),
            Courses.flag("dead"));

    private static StudyPlan plan(int threshold, int trees, int depth) {
        return Courses.plan(
                "{\"exact\":{\"threshold\":" + threshold + "}}",
                VARIABLES,
                ("{\"name\":\"t\",\"trees\":{\"response\":\"dead\",\"terms\":[\"age\",\"marker\",\"smoker\"],\"trees\":%d,"
                                + "\"depth\":%d,\"rate\":0.3,\"penalty\":1}}")
                        .formatted(trees, depth));
    }

    private static List<Map<String, Double>> patients(int number, long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.range(0, number)
                .mapToObj(_ -> {
                    Map<String, Double> row = new LinkedHashMap<>();
                    var age = 20 + 70 * random.nextDouble();
                    var marker = random.nextGaussian();
                    var smoker = random.nextInt(2);
                    var logit = (age > 55 && marker > 0 ? 2 : -1.5) + 0.7 * smoker;
                    row.put("age", random.nextInt(9) == 0 ? Double.NaN : age);
                    row.put("marker", random.nextInt(9) == 0 ? Double.NaN : marker);
                    row.put("smoker", (double) smoker);
                    row.put("dead", random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? 1.0 : 0.0);
                    return row;
                })
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 5, 3", "3, 1, 8, 2", "7, 10, 6, 3", "20, 10, 3, 4", "3, 40, 4, 4"})
    void trees_of_many_sites_are_those_of_the_pooled_rows(int sites, int threshold, int trees, int depth) {
        var parts = Courses.split(patients(900, sites), sites, new SplittableRandom(sites + 1));
        var result = Courses.result(
                plan(threshold, trees, depth),
                parts.stream().map(Courses::columns).toList());
        List<Map<String, Double>> learned = new ArrayList<>();
        parts.forEach(
                part -> IntStream.range(0, part.size()).filter(i -> i % 5 != 4).forEach(i -> learned.add(part.get(i))));
        var naive = new NaiveTrees(
                trees,
                depth,
                0.3,
                1,
                threshold,
                List.of(
                        new NaiveTrees.Feature("age", AGES),
                        new NaiveTrees.Feature("marker", MARKERS),
                        new NaiveTrees.Feature("smoker", List.of())));
        assertThat(SaidTrees.of(result)).isEqualTo(naive.fit(learned, "dead"));
    }

    @Test
    void they_find_what_is_there_and_are_judged_by_patients_whom_they_did_not_see() {
        var parts = Courses.split(patients(3000, 5), 4, new SplittableRandom(6));
        var result = Courses.result(
                plan(10, 25, 3), parts.stream().map(Courses::columns).toList());
        var heldOut = result.path("heldOut");
        assertThat(heldOut.path("patients").asInt()).isBetween(590, 600);
        assertThat(heldOut.path("auc").asDouble()).isBetween(0.75, 0.92);
        assertThat(heldOut.path("observedToExpected").asDouble()).isBetween(0.85, 1.15);
        assertThat(heldOut.path("brier").asDouble()).isLessThan(0.2);
        assertThat(heldOut.path("p").asDouble()).as("calibrated").isGreaterThan(0.001);
        assertThat(result.path("importance")
                        .valueStream()
                        .mapToDouble(one -> one.path("share").asDouble())
                        .sum())
                .isBetween(0.999999, 1.000001);
        assertThat(result.path("trees")).hasSize(25);
    }

    @Test
    void there_are_none_where_too_few_have_the_outcome() {
        var few = patients(300, 7).stream()
                .map(row -> {
                    Map<String, Double> copy = new LinkedHashMap<>(row);
                    copy.put("dead", Objects.requireNonNull(row.get("age")) < 22 ? 1.0 : 0.0);
                    return copy;
                })
                .toList();
        assertThat(Courses.end(plan(10, 5, 3), List.of(Courses.columns(List.copyOf(few))), Courses.Noise.NONE))
                .isEqualTo(new Step.Refused(Refusals.FEW));
    }
}
