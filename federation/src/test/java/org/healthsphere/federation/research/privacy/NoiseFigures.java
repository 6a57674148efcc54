package org.healthsphere.federation.research.privacy;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongSupplier;
import org.healthsphere.federation.research.analysis.ChiSquared;
import org.slf4j.LoggerFactory;

/**
 * Draws of noise against their law, and what a draw costs; run by hand with the number of draws of each: {@code NoiseFigures 10000000}. Exits
 * with 1 where a law is not met (p below 0.001) or a draw takes more than ten microseconds of processor time.
 */
public final class NoiseFigures {
    private static final double LEAST_P = 0.001;
    private static final double LEAST_EXPECTED = 10;
    private static final double MOST_MICROS = 10;
    private static final double NANOS = 1000;

    private NoiseFigures() {}

    public static void main(String[] arguments) {
        var draws = Integer.parseInt(arguments[0]);
        var random = new SecureRandom();
        var met = true;
        for (var rho : new long[] {5_000, 20_000, 100_000, 500_000}) {
            var noise = GaussianNoise.of(rho, 1, 1);
            var variance = noise.deviation(1) * noise.deviation(1);
            var shares = new GaussianShares(noise, random);
            met &= tell(
                    "discrete Gaussian, rho " + rho / 1e6, shares::draw, x -> Math.exp(-x * x / 2 / variance), draws);
        }
        for (var epsilon : new long[] {100_000, 500_000, 1_000_000}) {
            var shares = new LaplaceShares(new LaplaceNoise(epsilon, 1), 1, random);
            met &= tell(
                    "discrete Laplace, epsilon " + epsilon / 1e6,
                    shares::draw,
                    x -> Math.exp(-Math.abs(x) * epsilon / 1e6),
                    draws);
        }
        System.exit(met ? 0 : 1);
    }

    private static boolean tell(String name, LongSupplier draw, DoubleUnaryOperator weight, int draws) {
        var before = cpu();
        var law = Law.of(weight, draws);
        for (var i = 0; i < draws; i++) {
            law.saw(draw.getAsLong());
        }
        var micros = (cpu() - before) / NANOS / draws;
        var test = law.test(draws);
        LoggerFactory.getLogger(NoiseFigures.class)
                .info(
                        "{}: {} draws, chi-squared {} of {} degrees, p {}, {} microseconds a draw",
                        name,
                        draws,
                        test.statistic(),
                        test.degreesOfFreedom(),
                        test.p(),
                        micros);
        return test.p() > LEAST_P && micros <= MOST_MICROS;
    }

    private static long cpu() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** A law on the whole numbers, symmetric about nothing, and how often each number was seen. */
    static final class Law {
        private final double[] probabilities;
        private final long[] seen;
        private long beyond;

        private Law(double[] probabilities) {
            this.probabilities = probabilities;
            this.seen = new long[2 * probabilities.length - 1];
        }

        /**
         * As far out as enough draws are expected.
         *
         * @param weight of a number, a multiple of its probability
         */
        static Law of(DoubleUnaryOperator weight, int draws) {
            var total = weight.applyAsDouble(0);
            var reach = 0;
            for (var x = 1; weight.applyAsDouble(x) > 0; x++) {
                total += 2 * weight.applyAsDouble(x);
            }
            while (draws * weight.applyAsDouble(reach) / total >= LEAST_EXPECTED) {
                reach++;
            }
            var probabilities = new double[reach];
            for (var x = 0; x < reach; x++) {
                probabilities[x] = weight.applyAsDouble(x) / total;
            }
            return new Law(probabilities);
        }

        void saw(long number) {
            if (Math.abs(number) < probabilities.length) {
                seen[(int) number + probabilities.length - 1]++;
            } else {
                beyond++;
            }
        }

        ChiSquared test(int draws) {
            var statistic = 0.0;
            var inside = 0.0;
            for (var i = 0; i < seen.length; i++) {
                var probability = probabilities[Math.abs(i - probabilities.length + 1)];
                inside += probability;
                statistic += term(seen[i], draws * probability);
            }
            return new ChiSquared(statistic + term(beyond, draws * Math.max(1e-300, 1 - inside)), seen.length);
        }

        private static double term(long seen, double expected) {
            return expected < 1e-9 ? seen : (seen - expected) * (seen - expected) / expected;
        }
    }
}
