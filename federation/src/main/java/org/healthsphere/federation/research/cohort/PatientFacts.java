package org.healthsphere.federation.research.cohort;

import java.util.Optional;
import java.util.Set;

/**
 * What is known about one patient and may be used: what consent hides is not in here.
 *
 * <p>Days are days since 1970-01-01. An imprecise date is a range; one that is not known reaches from {@link #NEVER_BEFORE}
 * to {@link #NEVER_AFTER}.
 */
public interface PatientFacts {
    int NEVER_BEFORE = Integer.MIN_VALUE;
    int NEVER_AFTER = Integer.MAX_VALUE;

    int bornEarliest();

    int bornLatest();

    Sex sex();

    /** Whether it is known that he has died. */
    boolean deceased();

    /** The first three characters of the postal codes where he lives. */
    Set<String> regions();

    /** How many facts there are; they are numbered from 0. */
    int facts();

    /** Which of {@link FactTable#kinds} a fact is. */
    int kind(int fact);

    int earliest(int fact);

    int latest(int fact);

    Optional<Measured> measured(int fact);

    /** Stands for the record that a fact is from, among those of this patient; 0 where that is not known. */
    long record(int fact);

    /** Stands in the same way for the encounter that the record belongs to. */
    long during(int fact);
}
