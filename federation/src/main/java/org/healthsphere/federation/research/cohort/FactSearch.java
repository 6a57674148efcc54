package org.healthsphere.federation.research.cohort;

import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.IntConsumer;
import org.healthsphere.specs.Coding;

/** Finds the facts of one patient after the other that a criterion means, and reads them. */
public final class FactSearch {
    private final HasFacts criterion;
    private final FactTable facts;
    private final Units units;

    FactSearch(HasFacts criterion, FactTable facts, Units units) {
        this.facts = facts;
        this.units = units;
        this.criterion = criterion;
    }

    /** Whether there are as many as the criterion wants. */
    public boolean holds(PatientFacts patient) {
        return criterion.holds(patient);
    }

    /** Each of them, whatever their number. */
    public void each(PatientFacts patient, IntConsumer fact) {
        for (var number = 0; number < patient.facts(); number++) {
            if (criterion.matches(patient, number)) {
                fact.accept(number);
            }
        }
    }

    /** The measured value in this unit; nothing when there is none, or only a bound of it, or no way into the unit. */
    public OptionalDouble value(PatientFacts patient, int fact, String unit) {
        Set<Coding> codes = facts.kinds().get(patient.kind(fact)).codes();
        return patient.measured(fact)
                .filter(measured -> measured.bound() == Bound.EXACT)
                .flatMap(measured -> units.convert(codes, measured, unit))
                .map(value -> OptionalDouble.of(value.doubleValue()))
                .orElse(OptionalDouble.empty());
    }
}
