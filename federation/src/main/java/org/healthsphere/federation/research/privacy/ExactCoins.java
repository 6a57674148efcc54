package org.healthsphere.federation.research.privacy;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Coins whose bias is exact: integers only, since the roundings of floating-point noise disclose what the noise should hide.
 *
 * <p>Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), section 5.
 */
final class ExactCoins {
    private static final int CHUNK = 1024;
    private static final int DIGIT = 63;

    private final SecureRandom random;
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK).limit(0);

    ExactCoins(SecureRandom random) {
        this.random = random;
    }

    private long next() {
        if (bytes.remaining() < Long.BYTES) {
            random.nextBytes(bytes.array());
            bytes.clear();
        }
        return bytes.getLong();
    }

    /** Uniform on 0 to n-1, by rejection. */
    long uniform(long n) {
        var limit = Long.MAX_VALUE - Long.MAX_VALUE % n;
        var drawn = next() >>> 1;
        while (drawn >= limit) {
            drawn = next() >>> 1;
        }
        return drawn % n;
    }

    /** True with probability numerator / denominator. */
    boolean chance(long numerator, long denominator) {
        return uniform(denominator) < numerator;
    }

    /** True with the probability of a fraction below 1, however long: a uniform number is drawn only as far as it matters. */
    boolean chance(BigInteger numerator, BigInteger denominator) {
        var rest = numerator;
        while (rest.signum() != 0) {
            var digit = rest.shiftLeft(DIGIT).divideAndRemainder(denominator);
            var drawn = next() >>> 1;
            if (drawn != digit[0].longValueExact()) {
                return drawn < digit[0].longValueExact();
            }
            rest = digit[1];
        }
        return false;
    }

    /** True with probability exp(-numerator / denominator), for any fraction of at least 0. */
    boolean exponential(BigInteger numerator, BigInteger denominator) {
        var parts = numerator.divideAndRemainder(denominator);
        for (var whole = parts[0]; whole.signum() > 0; whole = whole.subtract(BigInteger.ONE)) {
            if (!exponential(1, 1)) {
                return false;
            }
        }
        var turns = BigInteger.ONE;
        while (chance(parts[1], denominator.multiply(turns))) {
            turns = turns.add(BigInteger.ONE);
        }
        return turns.testBit(0);
    }

    /** True with probability exp(-numerator / denominator), for a fraction of at most 1. */
    boolean exponential(long numerator, long denominator) {
        var turns = 1L;
        while (chance(numerator, Math.multiplyExact(denominator, turns))) {
            turns++;
        }
        return turns % 2 == 1;
    }

    /** k = 0, 1, 2, ... with probability proportional to exp(-k numerator / denominator). */
    long geometric(long numerator, long denominator) {
        var rest = uniform(denominator);
        while (!exponential(rest, denominator)) {
            rest = uniform(denominator);
        }
        var whole = 0L;
        while (exponential(1, 1)) {
            whole++;
        }
        return Math.addExact(rest, Math.multiplyExact(denominator, whole)) / numerator;
    }
}
