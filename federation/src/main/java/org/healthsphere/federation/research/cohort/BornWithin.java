package org.healthsphere.federation.research.cohort;

import java.util.BitSet;
import org.healthsphere.federation.research.cohort.Cohort.Age;

/** An age on a day, as the range of birth days that surely gives it. */
final class BornWithin implements Criterion {
    private final long first;
    private final long last;

    BornWithin(Age age) {
        this.first = age.at().minusYears(age.most() + 1L).toEpochDay() + 1;
        this.last = age.at().minusYears(age.least()).toEpochDay();
    }

    /** Who of these it holds for. */
    BitSet members(IndexedFacts facts, BitSet within) {
        return facts.born(first, last, within);
    }

    @Override
    public boolean holds(PatientFacts patient) {
        return patient.bornEarliest() >= first && patient.bornLatest() <= last;
    }
}
