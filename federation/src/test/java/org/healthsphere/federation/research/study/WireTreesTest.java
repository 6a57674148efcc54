package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.NaiveTrees;
import org.healthsphere.federation.research.plan.SaidTrees;
import org.healthsphere.federation.research.study.StudyCircle.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Boosted trees through the whole protocol, against trees that are grown from the pooled rows without histograms. R has no trees to compare
 * with: those of gbm are chosen by squares of residuals, not by gradients and curvature, and are not rounded to whole numbers.
 */
class WireTreesTest {
    private static final int TREES = 3;
    private static final int DEPTH = 2;
    private static final List<Double> AGES = List.of(30.0, 40.0, 50.0, 60.0, 70.0, 80.0);
    private static final List<Double> MARKERS = List.of(-1.0, 0.0, 1.0);
    private static final String VARIABLES = String.join(
            ",",
            Plans.value("age", "0", "120").replace("\"high\":120", "\"high\":120,\"edges\":[30,40,50,60,70,80]"),
            Plans.value("marker", "-10", "10").replace("\"high\":10", "\"high\":10,\"edges\":[-1,0,1]"),
            Plans.flag("smoker"),
            Plans.flag("dead"));
    private static final String ANALYSIS =
            ("{\"name\":\"t\",\"trees\":{\"response\":\"dead\",\"terms\":[\"age\",\"marker\",\"smoker\"],"
                            + "\"trees\":%d,\"depth\":%d,\"rate\":0.3,\"penalty\":1}}")
                    .formatted(TREES, DEPTH);

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "3, 0, 1", "3, 1, 7", "7, 0, 1", "7, 2, 4", "7, 2, 9", "20, 6, 6"})
    void trees_are_those_of_the_pooled_rows(int sites, int lost, int step) {
        var rows = patients(700, sites);
        var parts = rows.split(sites - lost, 5);
        List<Table> tables = new ArrayList<>(parts);
        IntStream.range(0, lost).forEach(_ -> tables.add(new Table(rows.rows().subList(0, 60))));
        var circle = new StudyCircle(tables);
        var names = circle.hospitals.keySet().stream()
                .skip(sites - lost)
                .map(Object::toString)
                .toArray(String[]::new);
        var plan = Plans.exact(sites - sites / 3, 1, VARIABLES, ANALYSIS);
        var release = circle.released(circle.ask(plan, 0, Wire.without(step, names)));
        var naive = new NaiveTrees(
                TREES,
                DEPTH,
                0.3,
                1,
                1,
                List.of(
                        new NaiveTrees.Feature("age", AGES),
                        new NaiveTrees.Feature("marker", MARKERS),
                        new NaiveTrees.Feature("smoker", List.of())));
        assertThat(SaidTrees.of(release.result())).isEqualTo(naive.fit(learned(parts), "dead"));
        assertThat(release.certificate().path("counted")).hasSize(sites - lost);
    }

    /** Four of five at each hospital. */
    private static List<Map<String, Double>> learned(List<Table> parts) {
        List<Map<String, Double>> learned = new ArrayList<>();
        for (var part : parts) {
            var rows = part.rows();
            IntStream.range(0, rows.size()).filter(i -> i % 5 != 4).forEach(i -> learned.add(numbers(rows.get(i))));
        }
        return learned;
    }

    private static Map<String, Double> numbers(Map<String, String> row) {
        Map<String, Double> numbers =
                new HashMap<>(Map.of("age", Double.NaN, "marker", Double.NaN, "smoker", Double.NaN));
        row.forEach((name, text) -> numbers.put(name, Double.valueOf(text)));
        return numbers;
    }

    private static Table patients(int number, long seed) {
        var random = new SplittableRandom(seed);
        return new Table(IntStream.range(0, number)
                .mapToObj(_ -> {
                    Map<String, String> row = new LinkedHashMap<>();
                    var age = 20 + 70 * random.nextDouble();
                    var marker = random.nextGaussian();
                    var smoker = random.nextInt(2);
                    var logit = (age > 55 && marker > 0 ? 2 : -1.5) + 0.7 * smoker;
                    put(row, "age", age, random);
                    put(row, "marker", marker, random);
                    row.put("smoker", String.valueOf(smoker));
                    row.put("dead", random.nextDouble() < 1 / (1 + Math.exp(-logit)) ? "1" : "0");
                    return row;
                })
                .toList());
    }

    private static void put(Map<String, String> row, String name, double value, SplittableRandom random) {
        if (random.nextInt(9) > 0) {
            row.put(name, String.format(Locale.ROOT, "%.4f", value));
        }
    }
}
