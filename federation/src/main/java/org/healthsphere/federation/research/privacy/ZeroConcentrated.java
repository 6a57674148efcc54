package org.healthsphere.federation.research.privacy;

import java.math.BigInteger;

/**
 * The currency of the odometers: rho of zero-concentrated differential privacy, in millionths. It adds up over releases, whatever
 * they were and whoever chose them in the light of those before (Bun and Steinke 2016, lemma 2.3).
 */
public final class ZeroConcentrated {
    private static final double MOST_ALPHA = 1e7;
    private static final int NARROWINGS = 200;

    private ZeroConcentrated() {}

    /** What a release of pure epsilon costs: epsilon^2 / 2 (Bun and Steinke 2016, proposition 1.4), rounded up. */
    public static long ofPure(long epsilonMicros) {
        var twice = 2 * LaplaceNoise.MICROS;
        return Math.ceilDiv(Math.multiplyExact(epsilonMicros, epsilonMicros), twice);
    }

    /** The greatest pure epsilon that one release of this rho can have, rounded down. */
    public static long pure(long rhoMicros) {
        return BigInteger.valueOf(rhoMicros)
                .multiply(BigInteger.valueOf(2 * LaplaceNoise.MICROS))
                .sqrt()
                .longValueExact();
    }

    /**
     * The epsilon that holds but for a probability of delta: the least, over alpha, of rho alpha + ln(1 / (alpha delta)) / (alpha - 1)
     * + ln(1 - 1 / alpha) (Canonne, Kamath and Steinke 2020, proposition 12). Without rho there is none.
     */
    public static double epsilon(long rhoMicros, double delta) {
        if (rhoMicros <= 0) {
            return 0;
        }
        var rho = (double) rhoMicros / LaplaceNoise.MICROS;
        var low = 0.0;
        var high = Math.log(MOST_ALPHA);
        // The bound has one valley in the logarithm of alpha - 1; it is narrowed down by thirds.
        for (var i = 0; i < NARROWINGS; i++) {
            var left = low + (high - low) / 3;
            var right = high - (high - low) / 3;
            if (bound(rho, delta, left) < bound(rho, delta, right)) {
                high = right;
            } else {
                low = left;
            }
        }
        return Math.max(0, bound(rho, delta, low));
    }

    private static double bound(double rho, double delta, double logarithm) {
        var less = Math.expm1(logarithm);
        var alpha = 1 + Math.max(less, Double.MIN_NORMAL);
        return rho * alpha - Math.log(alpha * delta) / Math.max(less, Double.MIN_NORMAL) + Math.log1p(-1 / alpha);
    }
}
