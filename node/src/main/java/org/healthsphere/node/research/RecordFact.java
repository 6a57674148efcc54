package org.healthsphere.node.research;

import java.util.Optional;
import org.healthsphere.federation.research.cohort.Measured;

/**
 * One fact as it was read from a resource; two readings of the same bytes are equal.
 *
 * @param earliest the first day it may be about, in days since 1970-01-01
 * @param latest the last one
 */
record RecordFact(RecordKind kind, int earliest, int latest, Optional<Measured> measured, Place place) {

    /**
     * Where it is from.
     *
     * @param record stands for its resource
     * @param during stands for the encounter that this belongs to; 0 where there is none
     */
    record Place(long record, long during) {}
}
