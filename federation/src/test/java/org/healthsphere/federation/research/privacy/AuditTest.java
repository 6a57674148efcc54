package org.healthsphere.federation.research.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.privacy.Audit.Mechanism;
import org.healthsphere.federation.research.privacy.Audit.Release;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is released with and without a patient, many times over: the mechanisms show no more of him than they cost, and each of twelve mistakes
 * that others have made shows more. {@code -Daudit=1000000} draws more.
 */
@SuppressWarnings("UnnecessaryLambda") // they are members of a list
class AuditTest {
    private static final int RELEASES = Integer.getInteger("audit", 20_000);
    private static final int COUNT = 40;
    private static final long RHO = 125_000;
    private static final SecureRandom RANDOM = SeededRandom.of(2026);

    private static final ToDoubleFunction<double[]> FIRST = drawn -> drawn[0];
    private static final ToDoubleFunction<double[]> SUM =
            drawn -> Arrays.stream(drawn).sum();
    private static final ToDoubleFunction<double[]> DIFFERENCE = drawn -> drawn[0] - drawn[drawn.length - 1];
    private static final ToDoubleFunction<double[]> EQUAL = drawn -> drawn[0] == drawn[drawn.length - 1] ? 1 : 0;
    private static final ToDoubleFunction<double[]> PRESENT = drawn -> drawn[0] > 0 ? 1 : 0;
    private static final List<ToDoubleFunction<double[]>> READINGS = List.of(FIRST, SUM, DIFFERENCE, EQUAL, PRESENT);

    static Stream<Arguments> sound() {
        var count = shares(GaussianNoise.of(RHO, 1, 1), 1);
        var three = shares(GaussianNoise.of(RHO, 3, 2), 3);
        var halves = shares(new GaussianNoise(RHO * 500_000, 1, 1), 1);
        return Stream.of(
                sound("a count", RHO, count, n -> new double[] {n}),
                sound("a count of three hospitals that all know the patient", RHO, three, n -> new double[] {3 * n}),
                sound("two counts, each for half of the cost", RHO, halves, n -> new double[] {n, n}),
                sound("two cells, in one of which the patient is", RHO, count, n -> new double[] {n, 7}),
                Arguments.of(
                        "discrete Laplace noise in shares",
                        ZeroConcentrated.ofPure(500_000),
                        laplace(new LaplaceNoise(500_000, 1), 2)));
    }

    private static Arguments sound(String name, long rho, Draw noise, Cells cells) {
        return Arguments.of(name, rho, mechanism(name, noise, cells, n -> n));
    }

    /** Each claims to cost as much as {@link #sound} mechanisms do. */
    static Stream<Mechanism> mistaken() {
        return Stream.concat(tooLittle(), tooMuchKnown());
    }

    /** Noise that is less than it should be, or another one. */
    private static Stream<Mechanism> tooLittle() {
        var right = shares(GaussianNoise.of(RHO, 1, 1), 1);
        return Stream.of(
                mechanism(
                        "noise for one cell where a patient is in five",
                        right,
                        n -> new double[] {n, n, n, n, n},
                        n -> n),
                mechanism(
                        "the sensitivity not squared",
                        shares(new GaussianNoise(RHO * 1_000_000, 5, 1), 1),
                        n -> new double[] {5 * n},
                        n -> n),
                mechanism(
                        "shares of members that were lost counted as noise",
                        shares(GaussianNoise.of(RHO, 1, 6), 1),
                        n -> new double[] {n},
                        n -> n),
                mechanism("noise only upwards", () -> Math.abs(right.drawn()), n -> new double[] {n}, n -> n),
                mechanism(
                        "noise cut at two deviations",
                        () -> Math.max(-4, Math.min(4, right.drawn())),
                        n -> new double[] {n},
                        n -> n));
    }

    /** The right noise, of which more is known than should be, or more often. */
    private static Stream<Mechanism> tooMuchKnown() {
        var right = shares(GaussianNoise.of(RHO, 1, 1), 1);
        return Stream.of(
                new Mechanism("one noise for two counts", reused(right, COUNT), reused(right, COUNT - 1), READINGS),
                new Mechanism(
                        "noise remembered by the count", cached(right, COUNT), cached(right, COUNT - 1), READINGS),
                mechanism("hidden by the true count", right, n -> new double[] {n}, n -> n < COUNT ? 0 : 1),
                mechanism("few seeds", few(right), n -> new double[] {n}, n -> n),
                new Mechanism("fractions kept", fractions(COUNT), fractions(COUNT - 1), List.of(AuditTest::reachable)),
                mechanism(
                        "every part charged as if it were the only one",
                        right,
                        n -> new double[] {n, n, n, n, n, n},
                        n -> n),
                new Mechanism(
                        "a mean of averages over repetitions",
                        averaged(right, COUNT),
                        averaged(right, COUNT - 1),
                        READINGS));
    }

    /** Noise. */
    @FunctionalInterface
    private interface Draw {
        double drawn();
    }

    /** What is counted where there are so many patients. */
    @FunctionalInterface
    private interface Cells {
        double[] of(double patients);
    }

    private static Draw shares(GaussianNoise noise, int members) {
        var shares = new GaussianShares(noise, RANDOM);
        return () -> IntStream.range(0, members).mapToLong(_ -> shares.draw()).sum();
    }

    private static Mechanism laplace(LaplaceNoise noise, int members) {
        var shares = new LaplaceShares(noise, members, RANDOM);
        Draw draw =
                () -> IntStream.range(0, members).mapToLong(_ -> shares.draw()).sum();
        return mechanism("Laplace", draw, n -> new double[] {n}, n -> n);
    }

    /** @param shown by how much a cell is multiplied, by the true count */
    private static Mechanism mechanism(String name, Draw noise, Cells cells, DoubleUnaryOperator shown) {
        return new Mechanism(
                name, release(noise, cells, COUNT, shown), release(noise, cells, COUNT - 1, shown), READINGS);
    }

    private static Release release(Draw noise, Cells cells, int patients, DoubleUnaryOperator shown) {
        var hidden = shown.applyAsDouble(patients) == 0;
        return () -> Arrays.stream(cells.of(patients))
                .map(cell -> hidden ? 0 : cell + noise.drawn())
                .toArray();
    }

    private static Release reused(Draw noise, int patients) {
        return () -> {
            var once = noise.drawn();
            return new double[] {patients + once, COUNT + once};
        };
    }

    private static Release cached(Draw noise, int patients) {
        return () -> {
            Map<Integer, Double> known = new HashMap<>();
            return new double[] {
                patients + known.computeIfAbsent(patients, _ -> noise.drawn()),
                COUNT + known.computeIfAbsent(COUNT, _ -> noise.drawn())
            };
        };
    }

    private static Draw few(Draw noise) {
        var drawn = IntStream.range(0, 3).mapToDouble(_ -> noise.drawn()).toArray();
        return () -> drawn[RANDOM.nextInt(drawn.length)];
    }

    /** Laplace noise from a uniform number of a few bits, as real numbers are often drawn. */
    private static Release fractions(int patients) {
        return () -> new double[] {patients + fraction(1 + RANDOM.nextInt(1 << 12))};
    }

    private static double fraction(int k) {
        return -2 * Math.log(k / 4097.0);
    }

    /** Whether a release can come of the greater count at all. */
    private static double reachable(double[] drawn) {
        var k = (int) Math.rint(4097 * Math.exp(-(drawn[0] - COUNT) / 2));
        return k >= 1 && k <= 1 << 12 && COUNT + fraction(k) == drawn[0] ? 1 : 0;
    }

    private static Release averaged(Draw noise, int patients) {
        return () -> new double[] {
            IntStream.range(0, 8)
                    .mapToDouble(_ -> patients + noise.drawn())
                    .average()
                    .orElseThrow()
        };
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sound")
    void nobody_is_told_more_of_than_was_paid_for(String name, long rho, Mechanism mechanism) {
        assertThat(Audit.lowerBound(mechanism, RELEASES)).as(name).isBetween(0.1, Audit.allowed(rho));
    }

    @ParameterizedTest
    @MethodSource("mistaken")
    void a_mistake_is_seen(Mechanism mechanism) {
        assertThat(Audit.lowerBound(mechanism, RELEASES)).as(mechanism.name()).isGreaterThan(Audit.allowed(RHO));
    }
}
