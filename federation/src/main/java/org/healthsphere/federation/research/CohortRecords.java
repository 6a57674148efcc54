package org.healthsphere.federation.research;

import org.healthsphere.federation.research.cohort.FactTable;
import org.healthsphere.federation.research.cohort.MappingCoverage;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The records of this hospital, as far as research may use them now. */
public interface CohortRecords {
    /**
     * The patients whose consent permits this use at this moment, with what it permits of their records, frozen.
     *
     * <p>{@link org.healthsphere.specs.Fault.Unavailable} when what patients allow is not known freshly enough.
     */
    Outcome<Frozen> freeze(PurposeOfUse purpose, String study);

    /**
     * Facts that do not change any more, and what they rest on.
     *
     * @param coverage how far all of them are coded
     */
    record Frozen(FactTable facts, Snapshot snapshot, MappingCoverage coverage) {}
}
