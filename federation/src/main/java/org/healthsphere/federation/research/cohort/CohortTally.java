package org.healthsphere.federation.research.cohort;

/**
 * The exact answer of one hospital. It stays there: what leaves is this plus noise, masked.
 *
 * @param cells one number for each cell of the output
 * @param unreadable how many measurements could not be compared because of their unit, for the hospital's own steward
 */
public record CohortTally(long[] cells, long unreadable) {
    @Override
    public String toString() {
        return "CohortTally[REDACTED]";
    }
}
