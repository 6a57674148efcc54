package org.healthsphere.federation.research.cohort;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.specs.Coding;

/** Has enough facts of the kinds that are meant; which kinds those are is settled once, not for each fact. */
final class HasFacts implements Criterion {
    private final Has has;
    private final List<Kind> kinds;
    private final BitSet meant;
    private final long from;
    private final long to;
    private final Units units;
    private final Unreadable unreadable;

    HasFacts(Has has, List<Kind> kinds, Set<Integer> meant, Units units, Unreadable unreadable) {
        this.has = has;
        this.kinds = kinds;
        this.meant = new BitSet(kinds.size());
        meant.forEach(this.meant::set);
        this.from = has.when().map(when -> when.from().toEpochDay()).orElse((long) PatientFacts.NEVER_BEFORE);
        this.to = has.when().map(when -> when.to().toEpochDay()).orElse((long) PatientFacts.NEVER_AFTER);
        this.units = units;
        this.unreadable = unreadable;
    }

    @Override
    public boolean holds(PatientFacts patient) {
        var found = 0;
        for (var fact = 0; fact < patient.facts() && found < has.atLeast(); fact++) {
            if (matches(patient, fact)) {
                found++;
            }
        }
        return found >= has.atLeast();
    }

    /** How many there must be. */
    int atLeast() {
        return has.atLeast();
    }

    boolean matches(PatientFacts patient, int fact) {
        return meant.get(patient.kind(fact))
                && patient.earliest(fact) >= from
                && patient.latest(fact) <= to
                && hasValue(patient, fact);
    }

    private boolean hasValue(PatientFacts patient, int fact) {
        return has.value()
                .map(comparison -> satisfies(kinds.get(patient.kind(fact)).codes(), patient.measured(fact), comparison))
                .orElse(true);
    }

    private boolean satisfies(Set<Coding> codes, Optional<Measured> measured, Comparison comparison) {
        if (measured.isEmpty()) {
            return false;
        }
        var sign = units.compare(codes, measured.get(), comparison);
        if (sign.isEmpty()) {
            unreadable.count();
            return false;
        }
        return Comparison.certain(comparison.operator(), measured.get().bound(), sign.getAsInt());
    }
}
