package org.healthsphere.keys;

import java.security.SecureRandom;
import java.util.Random;

/** Chance that comes out the same each time: a test's seed. */
public final class SeededRandom extends SecureRandom {
    private static final long serialVersionUID = 1L;

    private final Random seeded;

    public SeededRandom(long seed) {
        this.seeded = new Random(seed);
    }

    @Override
    public void nextBytes(byte[] bytes) {
        seeded.nextBytes(bytes);
    }
}
