package org.healthsphere.federation.research.privacy;

/**
 * How much noise there must be.
 *
 * @param epsilonMicros the pure epsilon of the release, in millionths
 * @param sensitivity by how much one patient, added or removed in the whole network, can change the sum of all cells
 */
public record LaplaceNoise(long epsilonMicros, int sensitivity) {
    public static final long MICROS = 1_000_000;

    public LaplaceNoise {
        if (epsilonMicros < 1 || sensitivity < 1) {
            throw new IllegalArgumentException("epsilon and sensitivity are positive");
        }
    }
}
