package org.healthsphere.federation.research.privacy;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** Chance that comes out the same each time. */
public final class SeededRandom {
    private SeededRandom() {}

    public static SecureRandom of(long seed) {
        try {
            var random = SecureRandom.getInstance("SHA1PRNG");
            // A seed of nought is passed over, and the chance would be a real one.
            random.setSeed(seed == 0 ? Long.MIN_VALUE : seed);
            return random;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
