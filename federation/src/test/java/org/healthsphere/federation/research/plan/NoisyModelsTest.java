package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.plan.Computation.Step;
import org.healthsphere.federation.research.privacy.GaussianShares;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models with noise: near the truth, with errors that are as great as they say. */
class NoisyModelsTest {
    private static final int SITES = 3;
    private static final String VARIABLES = String.join(
            ",",
            Courses.value("age", "\"low\":20,\"high\":100"),
            Courses.value("pressure", "\"low\":60,\"high\":220"),
            Courses.value("falls", "\"low\":0,\"high\":4"),
            Courses.flag("smoker"),
            Courses.flag("dead"),
            Courses.survival("time"));
    private static final String TERMS = "\"terms\":[\"age\",\"smoker\"]";
    private static final String GAUSSIAN =
            "{\"name\":\"m\",\"glm\":{\"family\":\"gaussian\",\"response\":\"pressure\"," + TERMS + "}}";
    private static final String BINOMIAL =
            "{\"name\":\"m\",\"glm\":{\"family\":\"binomial\",\"response\":\"dead\"," + TERMS + "}}";
    private static final String POISSON =
            "{\"name\":\"m\",\"glm\":{\"family\":\"poisson\",\"response\":\"falls\"," + TERMS + "}}";
    private static final String HAZARDS =
            "{\"name\":\"m\",\"cox\":{\"of\":\"time\"," + TERMS + ",\"grid\":{\"width\":100,\"points\":3}}}";

    private static StudyPlan plan(long rho, String analysis) {
        return Courses.plan("{\"noise\":{\"rhoMicros\":" + rho + "}}", VARIABLES, analysis);
    }

    private static String analysis(String kind) {
        return switch (kind) {
            case "gaussian" -> GAUSSIAN;
            case "binomial" -> BINOMIAL;
            case "poisson" -> POISSON;
            default -> HAZARDS;
        };
    }

    /** Of whom the true coefficients are known. */
    private static List<Map<String, Double>> patients(int number, SplittableRandom random) {
        return IntStream.range(0, number)
                .mapToObj(_ -> {
                    Map<String, Double> row = new LinkedHashMap<>();
                    var age = 20 + 80 * random.nextDouble();
                    var smoker = (double) random.nextInt(2);
                    row.put("age", age);
                    row.put("smoker", smoker);
                    row.put("pressure", 90 + 0.5 * age + 8 * smoker + 10 * random.nextGaussian());
                    row.put(
                            "dead",
                            random.nextDouble() < 1 / (1 + Math.exp(3 - 0.05 * age - 0.6 * smoker)) ? 1.0 : 0.0);
                    row.put("falls", (double) Math.min(4, poisson(Math.exp(-2 + 0.01 * age + 0.4 * smoker), random)));
                    var hazard = Math.exp(-7.5 + 0.02 * age + 0.5 * smoker);
                    var death = -Math.log(random.nextDouble()) / hazard;
                    row.put("time", Math.min(300, Math.ceil(death)));
                    row.put("event-time", death <= 300 ? 1.0 : 0.0);
                    return row;
                })
                .toList();
    }

    private static int poisson(double mean, SplittableRandom random) {
        var count = -1;
        for (var product = 1.0; product > Math.exp(-mean); product *= random.nextDouble()) {
            count++;
        }
        return count;
    }

    private static double truth(String kind, String term) {
        return switch (kind + " " + term) {
            case "gaussian (Intercept)" -> 90;
            case "gaussian age" -> 0.5;
            case "gaussian smoker=yes" -> 8;
            case "binomial (Intercept)" -> -3;
            case "binomial age" -> 0.05;
            case "binomial smoker=yes" -> 0.6;
            case "poisson (Intercept)" -> -2;
            case "poisson age" -> 0.01;
            case "poisson smoker=yes" -> 0.4;
            case "hazards age" -> 0.02;
            default -> 0.5;
        };
    }

    private static List<StudyColumns> sites(int number, SplittableRandom random) {
        return Courses.split(patients(number, random), SITES, random).stream()
                .map(Courses::columns)
                .toList();
    }

    /** The noise that the hospitals draw. */
    private static Courses.Noise noise(StudyPlan plan, long seed) {
        var random = SeededRandom.of(seed);
        var rho = plan.rhoMicros();
        return (number, sum) -> {
            var noised = sum.clone();
            var from = 0;
            for (var part : Courses.computation(plan).parts().get(number)) {
                var shares = new GaussianShares(part.noise(plan, rho, SITES), random);
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

    @ParameterizedTest
    @CsvSource({"gaussian, 0.9, 1e-4", "binomial, 0.5, 0.01", "poisson, 0.5, 0.02", "hazards, 0.5, 0.05"})
    void where_noise_is_small_the_estimates_are_those_of_the_data(String kind, double most, double share) {
        var sites = sites(4000, new SplittableRandom(17));
        var much = plan(10_000_000, analysis(kind));
        var result = Courses.result(much, sites, Courses.Noise.NONE);
        for (var one : result.path("coefficients")) {
            var truth = truth(kind, one.path("term").asText());
            assertThat(Math.abs(one.path("estimate").asDouble() - truth))
                    .isLessThan(5 * one.path("error").asDouble())
                    .isLessThan(Math.max(most, share));
        }
        if (!kind.equals("hazards")) {
            var exact = Courses.plan("{\"exact\":{\"threshold\":1}}", VARIABLES, analysis(kind));
            near(result, Courses.result(exact, sites), share);
        }
    }

    /** By shares of a standard error. */
    private static void near(JsonNode result, JsonNode exact, double share) {
        for (var i = 0; i < exact.path("coefficients").size(); i++) {
            var one = exact.path("coefficients").path(i);
            var other = result.path("coefficients").path(i);
            assertThat(other.path("term")).isEqualTo(one.path("term"));
            assertThat(other.path("estimate").asDouble())
                    .isEqualTo(
                            one.path("estimate").asDouble(),
                            within(Math.max(share, 0.01) * one.path("error").asDouble()));
            assertThat(other.path("error").asDouble() / one.path("error").asDouble())
                    .as("a great rho adds little to the errors")
                    .isBetween(0.99, 1.6);
        }
    }

    /** Ninety-five intervals of a hundred contain the truth: so the errors contain the noise, and no more. */
    @ParameterizedTest
    @CsvSource({"gaussian, 500000", "binomial, 500000", "poisson, 9000000", "hazards, 4000000"})
    void intervals_contain_the_truth_as_often_as_they_should(String kind, long rho) {
        var plan = plan(rho, analysis(kind));
        var runs = 120;
        var within = 0;
        var intervals = 0;
        var noisy = 0;
        for (var run = 0; run < runs; run++) {
            var sites = sites(4000, new SplittableRandom(1000 + run));
            var result = Courses.result(plan, sites, noise(plan, run));
            var exact = Courses.result(plan(10_000_000, analysis(kind)), sites, Courses.Noise.NONE);
            for (var i = 0; i < result.path("coefficients").size(); i++) {
                var one = result.path("coefficients").path(i);
                var error = one.path("error").asDouble(Double.NaN);
                assertThat(error).as("%s of %s", one, kind).isPositive();
                intervals++;
                within += Math.abs(one.path("estimate").asDouble()
                                        - truth(kind, one.path("term").asText()))
                                < 1.96 * error
                        ? 1
                        : 0;
                noisy += error
                                > 1.02
                                        * exact.path("coefficients")
                                                .path(i)
                                                .path("error")
                                                .asDouble()
                        ? 1
                        : 0;
            }
        }
        assertThat((double) within / intervals).isBetween(0.9, 0.99);
        assertThat(noisy).as("the noise matters here").isGreaterThan(intervals / 4);
    }

    @Test
    void where_the_noise_is_too_great_no_errors_are_told() {
        List<String> said = new ArrayList<>();
        for (var run = 0; run < 10; run++) {
            var plan = plan(2_000, BINOMIAL);
            switch (Courses.end(plan, sites(400, new SplittableRandom(run)), noise(plan, run))) {
                case Step.Done(var result) -> {
                    said.add(result.path("errors").asText());
                    assertThat(result.path("coefficients").path(0).path("error").isNull())
                            .isTrue();
                    assertThat(result.path("coefficients").path(0).path("p").isNull())
                            .isTrue();
                }
                case Step.Refused(var reason) ->
                    assertThat(reason)
                            .isIn(Refusals.FEW, "the noise is greater than what the patients say of the model");
                case Step.Ask _ -> throw new AssertionError();
            }
        }
        assertThat(said).allSatisfy(text -> assertThat(text).startsWith("none: the noise is too great"));
    }

    /** Curves of counts with noise: the errors are those of many repetitions. */
    @Test
    void errors_of_survival_contain_the_noise() {
        var plan = plan(
                300_000, "{\"name\":\"m\",\"survival\":{\"of\":\"time\",\"width\":50,\"points\":6,\"by\":\"smoker\"}}");
        List<Double> deviations = new ArrayList<>();
        for (var run = 0; run < 150; run++) {
            var random = new SplittableRandom(5000 + run);
            var result = Courses.result(plan, sites(1500, random), noise(plan, run));
            assertThat(result.has("logRank")).isFalse();
            var step = result.path("curves").path(0).path("steps").path(4);
            deviations.add((step.path("survival").asDouble() - survivalAt250())
                    / step.path("error").asDouble());
        }
        assertThat(deviations.stream().filter(d -> Math.abs(d) < 1.96).count() / 150.0)
                .isBetween(0.9, 0.995);
    }

    /** Of those who do not smoke, whose ages are uniform. */
    private static double survivalAt250() {
        return IntStream.range(0, 8000)
                .mapToDouble(i -> Math.exp(-250 * Math.exp(-7.5 + 0.02 * (20 + (i + 0.5) / 100))))
                .average()
                .orElseThrow();
    }
}
