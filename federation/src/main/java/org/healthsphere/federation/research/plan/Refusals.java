package org.healthsphere.federation.research.plan;

/** Why a result is not told. */
final class Refusals {
    static final String FEW = "too few patients, in all or in one part, for this to be told";

    private Refusals() {}

    /** Some, but fewer than may be told of: whoever knew the number of all would know of them. */
    static boolean isFew(long patients, int threshold) {
        return patients > 0 && patients < threshold;
    }
}
