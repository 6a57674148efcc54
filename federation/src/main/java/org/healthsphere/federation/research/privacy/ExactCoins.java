package org.healthsphere.federation.research.privacy;

import java.nio.ByteBuffer;
import java.security.SecureRandom;

/**
 * Coins whose bias is exact: integers only, since the roundings of floating-point noise disclose what the noise should hide.
 *
 * <p>Canonne, Kamath, Steinke 2020 (arXiv 2004.00010), section 5.
 */
final class ExactCoins {
    private static final int CHUNK = 1024;

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
