package org.healthsphere.federation.research.privacy;

/**
 * How far noise may have moved a number, for whoever reads it.
 *
 * <p>What {@link LaplaceShares} draw adds up to the difference of two negative binomial variables whose shape is the number of
 * shares divided by the number that suffices. The margin is read off that distribution itself, not off an approximation.
 */
public final class NoiseMargin {
    private static final double COVERED = 0.95;
    private static final double NEGLIGIBLE = 1e-9;
    private static final int LONGEST_TAIL = 1 << 16;

    private NoiseMargin() {}

    /**
     * The smallest number that the noise does not exceed, in either direction, with 95 % probability.
     *
     * @param shares how many members drew one
     * @param honest how many of them add up to the whole noise
     */
    public static long of(LaplaceNoise noise, int shares, int honest) {
        var ratio = Math.exp(-(double) noise.epsilonMicros() / LaplaceNoise.MICROS / noise.sensitivity());
        var side = negativeBinomial((double) shares / honest, ratio);
        var within = difference(side, 0);
        var margin = 0;
        while (within < COVERED && margin < side.length - 1) {
            margin++;
            within += 2 * difference(side, margin);
        }
        return margin;
    }

    /** P(k) = C(k + shape - 1, k) (1 - ratio)^shape ratio^k, until nothing is left that matters. */
    private static double[] negativeBinomial(double shape, double ratio) {
        var length = Math.min(LONGEST_TAIL, (int) Math.ceil(Math.log(NEGLIGIBLE) / Math.log(ratio) * (1 + shape)) + 2);
        var probabilities = new double[length];
        probabilities[0] = Math.pow(1 - ratio, shape);
        for (var k = 1; k < length; k++) {
            probabilities[k] = probabilities[k - 1] * ratio * (k - 1 + shape) / k;
        }
        return probabilities;
    }

    private static double difference(double[] side, int by) {
        var sum = 0.0;
        for (var k = by; k < side.length; k++) {
            sum += side[k] * side[k - by];
        }
        return sum;
    }
}
