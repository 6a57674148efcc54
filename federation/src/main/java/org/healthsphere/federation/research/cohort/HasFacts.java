package org.healthsphere.federation.research.cohort;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
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
    private final Optional<HasFacts> whole;

    /**
     * A criterion.
     *
     * @param meant which kinds are meant
     * @param reading how values are read
     * @param whole what a fact must be within
     */
    HasFacts(Has has, List<Kind> kinds, Set<Integer> meant, Reading reading, Optional<HasFacts> whole) {
        this.whole = whole;
        this.has = has;
        this.kinds = kinds;
        this.meant = new BitSet(kinds.size());
        meant.forEach(this.meant::set);
        this.from = has.when().map(when -> when.from().toEpochDay()).orElse((long) PatientFacts.NEVER_BEFORE);
        this.to = has.when().map(when -> when.to().toEpochDay()).orElse((long) PatientFacts.NEVER_AFTER);
        this.units = reading.units();
        this.unreadable = reading.unreadable();
    }

    /** How values are read, and where those are counted that cannot be. */
    record Reading(Units units, Unreadable unreadable) {}

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
                && hasValue(patient, fact)
                && isWithin(patient, fact);
    }

    private boolean isWithin(PatientFacts patient, int fact) {
        return whole.map(criterion -> IntStream.range(0, patient.facts())
                        .anyMatch(other -> other != fact
                                && belongs(patient, fact, other)
                                && criterion.matches(patient, other)))
                .orElse(true);
    }

    /** To the same record, or to the encounter that the other one is. */
    private static boolean belongs(PatientFacts patient, int fact, int other) {
        var record = patient.record(other);
        return record != 0 && (record == patient.record(fact) || record == patient.during(fact));
    }

    private boolean hasValue(PatientFacts patient, int fact) {
        if (has.value().isEmpty()) {
            return true;
        }
        var codes = kinds.get(patient.kind(fact)).codes();
        return switch (has.value().get()) {
            case Comparison comparison -> satisfies(codes, patient.measured(fact), comparison);
            case Value.Range range ->
                satisfies(codes, patient.measured(fact), range.least())
                        && satisfies(codes, patient.measured(fact), range.most());
            // These are said of its kind.
            case Value.OneOf _, Value.Abnormal _ -> true;
        };
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
