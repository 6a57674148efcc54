package org.healthsphere.federation.research.plan;

/** What keeps the results of a study from telling about one patient. */
public sealed interface Protection {

    /**
     * Exact numbers under rules of disclosure.
     *
     * @param threshold fewer patients than this are never told of
     */
    record Exact(int threshold) implements Protection {}

    /**
     * Discrete Gaussian noise within the sum.
     *
     * @param rhoMicros what each analysis costs, in millionths of rho
     */
    record Noise(long rhoMicros) implements Protection {}
}
