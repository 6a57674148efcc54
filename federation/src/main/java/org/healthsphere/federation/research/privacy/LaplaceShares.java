package org.healthsphere.federation.research.privacy;

import java.math.BigInteger;
import java.security.SecureRandom;

/**
 * Draws one member's share of discrete Laplace noise.
 *
 * <p>Discrete Laplace noise, P(x) proportional to exp(-|x| epsilon / sensitivity), makes a sum of that sensitivity
 * epsilon-differentially private. It is the difference of two geometric variables, and a geometric variable is the sum of n
 * negative binomial ones of shape 1/n. So {@code honest} shares together are exactly that noise: as long as so many members
 * draw theirs and keep it to themselves, whatever the others know, the promise holds. More shares mean more noise.
 *
 * <p>A negative binomial of shape 1/n is drawn exactly: a geometric k, accepted with probability
 * (1/n)(1/n + 1)...(1/n + k - 1) / k!, a product of rational coins.
 */
public final class LaplaceShares {
    private final ExactCoins coins;
    private final long numerator;
    private final long denominator;
    private final int honest;

    /**
     * Shares for one release.
     *
     * @param honest how many shares add up to the whole noise
     */
    public LaplaceShares(LaplaceNoise noise, int honest, SecureRandom random) {
        if (honest < 1) {
            throw new IllegalArgumentException("somebody must be honest");
        }
        var full = BigInteger.valueOf(LaplaceNoise.MICROS).multiply(BigInteger.valueOf(noise.sensitivity()));
        var gcd = full.gcd(BigInteger.valueOf(noise.epsilonMicros()));
        this.coins = new ExactCoins(random);
        this.numerator = noise.epsilonMicros() / gcd.longValueExact();
        this.denominator = full.divide(gcd).longValueExact();
        this.honest = honest;
    }

    /** A fresh share. */
    public long draw() {
        var above = polya();
        var below = polya();
        return above - below;
    }

    private long polya() {
        var drawn = coins.geometric(numerator, denominator);
        while (!accepted(drawn)) {
            drawn = coins.geometric(numerator, denominator);
        }
        return drawn;
    }

    private boolean accepted(long drawn) {
        for (var i = 1L; i <= drawn; i++) {
            if (!coins.chance(1 + (i - 1) * honest, i * honest)) {
                return false;
            }
        }
        return true;
    }
}
