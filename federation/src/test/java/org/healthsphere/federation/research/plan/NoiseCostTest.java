package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.plan.Computation.Step;
import org.healthsphere.federation.research.plan.Computation.Sums;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is charged is what the mechanism costs: no patient, whatever the record says, moves a sum by more than its noise was scaled to, and the
 * noise of all sums together is worth the rho that is debited.
 */
class NoiseCostTest {
    private static final int PATIENTS = 30;
    private static final long RHO = 1_000;
    private static final String NOISE = "{\"noise\":{\"rhoMicros\":" + RHO + "}}";
    private static final String VARIABLES = String.join(
            ",",
            Courses.value("age", "\"low\":0,\"high\":120,\"edges\":[40,60,80]"),
            Courses.value("marker", "\"low\":-3,\"high\":5"),
            Courses.value("falls", "\"low\":0,\"high\":9"),
            Courses.value("years", "\"low\":0.5,\"high\":8"),
            Courses.flag("smoker"),
            Courses.flag("dead"),
            Courses.survival("time"),
            "{\"name\":\"ill\",\"weeks\":{\"of\":" + Courses.has("ill")
                    + ",\"first\":\"2020-01-06\",\"number\":60,\"apart\":0,\"most\":4}}");

    static Stream<String> analyses() {
        return Stream.of(
                "\"count\":{}",
                "\"crosstab\":{\"by\":[\"age\",\"smoker\"]}",
                "\"histogram\":{\"of\":\"age\"}",
                "\"mean\":{\"of\":\"marker\"}",
                "\"quantiles\":{\"of\":\"age\",\"at\":[0.5]}",
                "\"survival\":{\"of\":\"time\",\"width\":30,\"points\":12,\"by\":\"smoker\"}",
                "\"outbreak\":{\"of\":\"ill\",\"back\":40,\"method\":{\"ears\":{\"version\":\"c2\"}}}",
                "\"glm\":{\"family\":\"gaussian\",\"response\":\"marker\",\"terms\":[\"age\",\"smoker\"]}",
                "\"glm\":{\"family\":\"binomial\",\"response\":\"dead\",\"terms\":[\"age\",\"marker\",\"smoker\"]}",
                "\"glm\":{\"family\":\"poisson\",\"response\":\"falls\",\"terms\":[\"age\",\"smoker\"]}",
                "\"glm\":{\"family\":\"poisson\",\"response\":\"falls\",\"terms\":[\"age\"],\"exposure\":\"years\"}",
                "\"cox\":{\"of\":\"time\",\"terms\":[\"age\",\"smoker\"],\"grid\":{\"width\":60,\"points\":5}}");
    }

    private static StudyPlan plan(String analysis) {
        return Courses.plan(NOISE, VARIABLES, "{\"name\":\"a\"," + analysis + "}");
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void no_patient_moves_a_sum_by_more_than_its_noise_is_scaled_to(String analysis) {
        var plan = plan(analysis);
        var computation = Courses.computation(plan);
        var random = new SplittableRandom(analysis.length());
        var greatest = 0.0;
        for (var turn = 0; turn < 60; turn++) {
            var patients = patients(random);
            List<long[]> opened = new ArrayList<>();
            for (var part : computation.parts()) {
                var sums = new Sums(opened, 1, 1);
                var with = computation.answer(sums, columns(patients)).orElseThrow();
                var without = computation
                        .answer(sums, columns(patients.subList(1, PATIENTS)))
                        .orElseThrow();
                greatest = Math.max(greatest, share(part, with, without));
                opened.add(noised(with, random));
            }
        }
        assertThat(greatest).as("and some patient comes near it").isBetween(0.02, 1.0);
    }

    /** How much of what is allowed the two sums differ by, in the part of which they do so most. */
    private static double share(List<Part> parts, long[] with, long[] without) {
        assertThat(parts.stream().mapToInt(Part::words).sum()).isEqualTo(with.length);
        var from = 0;
        var greatest = 0.0;
        for (var part : parts) {
            var moved = IntStream.range(from, from + part.words())
                    .mapToDouble(i -> with[i] - without[i])
                    .map(by -> by * by)
                    .sum();
            greatest = Math.max(greatest, moved / part.squared());
            from += part.words();
        }
        return greatest;
    }

    /** Sums that lead anywhere. */
    private static long[] noised(long[] sum, SplittableRandom random) {
        return Arrays.stream(sum)
                .map(word -> Math.round(word * (1 + random.nextGaussian()) + random.nextGaussian() * 1e6))
                .toArray();
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void the_noise_of_all_sums_costs_what_is_charged_and_no_more(String analysis) {
        var plan = plan(analysis);
        var members = 7;
        var honest = plan.safety().terms().quorum() - plan.safety().terms().colluders();
        var cost = Courses.computation(plan).parts().stream()
                .flatMap(List::stream)
                .mapToDouble(part -> (double) part.squared()
                        * members
                        * members
                        / (2 * Math.pow(part.noise(plan, RHO, members).deviation(honest), 2)))
                .sum();
        assertThat(cost * 1e6).isLessThanOrEqualTo(RHO * (1 + 1e-12)).isEqualTo(RHO, within(RHO * 1e-5));
        assertThat(plan.rhoMicros()).isEqualTo(RHO);
    }

    @ParameterizedTest
    @MethodSource("analyses")
    void there_are_no_more_sums_than_were_paid_for(String analysis) {
        var plan = plan(analysis);
        var random = new SplittableRandom(3);
        var sites = List.of(columns(patients(random)), columns(patients(random)));
        var number = new int[1];
        var end = Courses.end(plan, sites, (i, sum) -> {
            number[0] = i + 1;
            return Arrays.stream(sum).map(word -> word * 1000).toArray();
        });
        assertThat(end).isNotInstanceOf(Step.Ask.class);
        assertThat(number[0])
                .isLessThanOrEqualTo(Courses.computation(plan).parts().size());
    }

    /** Of whom some are at the bounds in everything. */
    private static List<Map<String, Double>> patients(SplittableRandom random) {
        return IntStream.range(0, PATIENTS)
                .mapToObj(_ -> {
                    var extreme = random.nextBoolean();
                    Map<String, Double> row = new LinkedHashMap<>();
                    row.put("age", between(0, 120, extreme, random));
                    row.put("marker", between(-3, 5, extreme, random));
                    row.put("falls", Math.rint(between(0, 9, extreme, random)));
                    row.put("years", between(0.5, 8, extreme, random));
                    row.put("smoker", (double) random.nextInt(2));
                    row.put("dead", (double) random.nextInt(2));
                    row.put("time", between(0, 500, extreme, random));
                    row.put("event-time", (double) random.nextInt(2));
                    return row;
                })
                .toList();
    }

    private static double between(double low, double high, boolean extreme, SplittableRandom random) {
        return extreme ? (random.nextBoolean() ? low : high) : low + (high - low) * random.nextDouble();
    }

    private static StudyColumns columns(List<Map<String, Double>> rows) {
        var columns = Courses.columns(rows);
        var ill = rows.stream()
                .map(row -> {
                    var from = (int) (row.getOrDefault("age", 0.0) / 3);
                    return IntStream.range(from, from + 4).toArray();
                })
                .toArray(int[][]::new);
        return columns.with(Map.of("ill", ill));
    }
}
