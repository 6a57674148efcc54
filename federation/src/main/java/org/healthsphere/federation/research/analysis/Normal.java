package org.healthsphere.federation.research.analysis;

/** The standard normal law, backwards. */
public final class Normal {
    private static final int MOST_STEPS = 100;
    private static final double SETTLED = 1e-15;
    private static final double DENSITY_AT_0 = 1 / Math.sqrt(2 * Math.PI);

    private Normal() {}

    /**
     * The number that is exceeded with this probability.
     *
     * @param tail strictly between 0 and 1
     */
    public static double upperQuantile(double tail) {
        if (!(tail > 0 && tail < 1)) {
            throw new IllegalArgumentException("a probability between 0 and 1");
        }
        return tail > 0.5 ? -beyondZero(1 - tail) : beyondZero(tail);
    }

    /** Newton's method on the logarithm of the tail, which is concave, so that after its first step it comes down from above. */
    private static double beyondZero(double tail) {
        var z = 0.0;
        for (var step = 0; step < MOST_STEPS; step++) {
            var probability = Tails.normal(z) / 2;
            var density = DENSITY_AT_0 * Math.exp(-z * z / 2);
            var by = Math.log(probability / tail) * probability / density;
            z = Math.max(0, z + by);
            if (Math.abs(by) <= SETTLED * (1 + z)) {
                break;
            }
        }
        return z;
    }
}
