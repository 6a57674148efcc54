package org.healthsphere.federation.research.cohort;

import java.util.List;

/**
 * The exact answer of one hospital. It stays there: what leaves is this plus noise, masked.
 *
 * @param cells one number for each cell of the output
 * @param unreadable how many measurements could not be compared because of their unit, for the hospital's own steward
 */
public record CohortTally(List<Long> cells, long unreadable) {
    public CohortTally {
        cells = List.copyOf(cells);
    }

    @Override
    public String toString() {
        return "CohortTally[REDACTED]";
    }
}
