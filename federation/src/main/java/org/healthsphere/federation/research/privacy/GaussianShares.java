package org.healthsphere.federation.research.privacy;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Draws one member's share of discrete Gaussian noise, exactly: Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), algorithm 3, in
 * integers. Sums of such shares are as close to a discrete Gaussian of the summed variance as makes no difference to the promise
 * (Kairouz, Liu, Steinke 2021, arXiv 2102.06387, theorem 1).
 */
public final class GaussianShares {
    private final ExactCoins coins;
    private final BigInteger numerator;
    private final BigInteger denominator;
    private final long scale;

    public GaussianShares(GaussianNoise noise, SecureRandom random) {
        var gcd = noise.numerator().gcd(noise.denominator());
        this.coins = new ExactCoins(random);
        this.numerator = noise.numerator().divide(gcd);
        this.denominator = noise.denominator().divide(gcd);
        // Which scale the proposals have matters to speed only; the root of whole numbers is exact.
        this.scale = numerator.divide(denominator).sqrt().longValueExact() + 1;
    }

    /** A fresh share. */
    public long draw() {
        while (true) {
            var proposed = laplace();
            if (accepted(Math.abs(proposed))) {
                return proposed;
            }
        }
    }

    /** P(x) proportional to exp(-|x| / scale). */
    private long laplace() {
        while (true) {
            var size = coins.geometric(1, scale);
            var negative = coins.chance(1, 2);
            if (size != 0 || !negative) {
                return negative ? -size : size;
            }
        }
    }

    /** With probability exp(-(size - variance / scale)^2 / (2 variance)). */
    private boolean accepted(long size) {
        var t = BigInteger.valueOf(scale);
        var distance =
                BigInteger.valueOf(size).multiply(t).multiply(denominator).subtract(numerator);
        return coins.exponential(
                distance.pow(2),
                numerator.multiply(denominator).multiply(t.pow(2)).shiftLeft(1));
    }
}
