package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.plan.Computation.Step;
import org.healthsphere.federation.research.privacy.GaussianShares;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.junit.jupiter.api.Test;

/**
 * Whether one was among the patients of a released model (Shokri and others 2017, by shadow models): somebody who has the record fits models with
 * it and without it, learns from half of them in what they differ, and judges the other half. How well he judges is the area under his curve.
 */
class MembershipAttackTest {
    private static final int SITES = 3;
    private static final int OTHERS = 400;
    private static final String VARIABLES = String.join(
            ",",
            Courses.value("age", "\"low\":20,\"high\":100"),
            Courses.flag("smoker"),
            Courses.flag("dead"));
    private static final String MODEL =
            "{\"name\":\"m\",\"glm\":{\"family\":\"binomial\",\"response\":\"dead\",\"terms\":[\"age\",\"smoker\"]}}";
    private static final String EXACT = "{\"exact\":{\"threshold\":10}}";

    /** An outlier: as old as can be, who smokes, and lives. */
    private static final Map<String, Double> TARGET = Map.of("age", 100.0, "smoker", 1.0, "dead", 0.0);

    private static StudyPlan plan(String protection) {
        return Courses.plan(protection, VARIABLES, MODEL);
    }

    private static StudyPlan noised(long rhoMicros) {
        return plan("{\"noise\":{\"rhoMicros\":" + rhoMicros + "}}");
    }

    private static List<Map<String, Double>> others(long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.range(0, OTHERS)
                .mapToObj(_ -> {
                    Map<String, Double> row = new LinkedHashMap<>();
                    var age = 20 + 80 * random.nextDouble();
                    var smoker = (double) random.nextInt(2);
                    row.put("age", age);
                    row.put("smoker", smoker);
                    row.put(
                            "dead",
                            random.nextDouble() < 1 / (1 + Math.exp(3 - 0.05 * age - 0.6 * smoker)) ? 1.0 : 0.0);
                    return row;
                })
                .toList();
    }

    /** The hospitals; the patient is known to so many of them, or to none. */
    private static List<StudyColumns> sites(List<Map<String, Double>> others, int knownTo) {
        var parts = Courses.split(others, SITES, new SplittableRandom(1));
        return IntStream.range(0, SITES)
                .mapToObj(site -> {
                    List<Map<String, Double>> rows = new ArrayList<>(parts.get(site));
                    if (site < knownTo) {
                        rows.add(new LinkedHashMap<>(TARGET));
                    }
                    return Courses.columns(rows);
                })
                .toList();
    }

    private static Courses.Noise noise(StudyPlan plan, long seed) {
        var random = SeededRandom.of(seed);
        return (number, sum) -> {
            var noised = sum.clone();
            var from = 0;
            for (var part : Courses.computation(plan).parts().get(number)) {
                var shares = new GaussianShares(part.noise(plan, plan.rhoMicros(), SITES), random);
                for (var i = from; i < from + part.words(); i++) {
                    for (var site = 0; site < SITES; site++) {
                        noised[i] += shares.draw();
                    }
                }
                from += part.words();
            }
            return noised;
        };
    }

    /** The coefficients that are told; nothing where none are. */
    private static Optional<double[]> released(StudyPlan plan, List<StudyColumns> sites, long seed) {
        var noise = plan.hasNoise() ? noise(plan, seed) : Courses.Noise.NONE;
        return Courses.end(plan, sites, noise) instanceof Step.Done(var result)
                ? Optional.of(result.path("coefficients")
                        .valueStream()
                        .mapToDouble(one -> one.path("estimate").asDouble())
                        .toArray())
                : Optional.empty();
    }

    /** How well the two kinds of releases are told apart: one half, whatever is told; one, always. */
    private static double area(int runs, IntFunction<Optional<double[]>> with, IntFunction<Optional<double[]>> without) {
        var in = releases(runs, with);
        var out = releases(runs, without);
        var half = runs / 2;
        var weights = weights(in.subList(0, half), out.subList(0, half));
        var scoresIn = scores(weights, in.subList(half, runs));
        var scoresOut = scores(weights, out.subList(half, runs));
        var sum = 0.0;
        for (var one : scoresIn) {
            for (var other : scoresOut) {
                sum += one > other ? 1 : one == other ? 0.5 : 0;
            }
        }
        return sum / scoresIn.length / scoresOut.length;
    }

    /** A release that was refused is one that says nothing. */
    private static List<double[]> releases(int runs, IntFunction<Optional<double[]>> release) {
        return IntStream.range(0, runs)
                .mapToObj(run -> release.apply(run).orElseGet(() -> new double[SITES]))
                .toList();
    }

    /** In which direction they differ, in deviations of each coefficient. */
    private static double[] weights(List<double[]> in, List<double[]> out) {
        var weights = new double[in.getFirst().length];
        for (var i = 0; i < weights.length; i++) {
            var place = i;
            var here = in.stream().mapToDouble(one -> one[place]).average().orElseThrow();
            var there = out.stream().mapToDouble(one -> one[place]).average().orElseThrow();
            var variance = out.stream()
                    .mapToDouble(one -> (one[place] - there) * (one[place] - there))
                    .average()
                    .orElseThrow();
            weights[i] = (here - there) / Math.max(variance, 1e-300);
        }
        return weights;
    }

    private static double[] scores(double[] weights, List<double[]> releases) {
        return releases.stream()
                .mapToDouble(release ->
                        IntStream.range(0, weights.length).mapToDouble(i -> weights[i] * release[i]).sum())
                .toArray();
    }

    /** The area that a cost allows: of two normal laws that are a root of twice the cost apart. */
    private static double allowed(double rho) {
        var x = Math.sqrt(rho);
        var sum = 0.0;
        for (var i = 0; i < 10_000; i++) {
            var at = x * (i + 0.5) / 10_000;
            sum += Math.exp(-at * at / 2) * x / 10_000;
        }
        return 0.5 + sum / Math.sqrt(2 * Math.PI);
    }

    @Test
    void with_noise_whoever_knows_everybody_else_learns_no_more_than_was_paid_for() {
        var plan = noised(200_000);
        var others = others(5);
        var in = sites(others, SITES);
        var out = sites(others, 0);
        var area = area(300, run -> released(plan, in, run), run -> released(plan, out, 10_000 + run));
        assertThat(area).isLessThan(allowed(0.2) + 0.08);
        var weak = noised(10_000_000);
        assertThat(area(300, run -> released(weak, in, run), run -> released(weak, out, 10_000 + run)))
                .as("weak: fifty times the cost")
                .isGreaterThan(area + 0.1);
    }

    @Test
    void an_exact_model_does_not_tell_whoever_does_not_know_the_others() {
        var plan = plan(EXACT);
        var area = area(
                300,
                run -> released(plan, sites(others(run), 1), 0),
                run -> released(plan, sites(others(50_000 + run), 0), 0));
        assertThat(area).isBetween(0.35, 0.65);
        var others = others(7);
        assertThat(area(
                        4,
                        _ -> released(plan, sites(others, 1), 0),
                        _ -> released(plan, sites(others, 0), 0)))
                .as("weak: an exact model, once with and once without him, as the book of openings does not allow")
                .isEqualTo(1);
    }

    @Test
    void a_model_of_so_few_that_each_is_seen_in_it_is_none() {
        var few = others(9).subList(0, 20);
        assertThat(released(plan(EXACT), sites(few, 1), 0)).isEmpty();
    }
}
