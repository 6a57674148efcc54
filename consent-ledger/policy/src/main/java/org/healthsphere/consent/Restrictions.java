package org.healthsphere.consent;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Decision.Ground;
import org.jspecify.annotations.Nullable;

/**
 * One request over all patients, to be applied before a search counts or pages: what they had said at one height and one moment. It never
 * changes, and holds no more than where it was asked.
 */
public final class Restrictions {
    private final Verdicts verdicts;
    private final PatchedMap<String, Stance> stances;
    private final long height;
    private final Optional<Ground> refused;

    Restrictions(Verdicts verdicts, PatchedMap<String, Stance> stances, long height) {
        this(verdicts, stances, height, Optional.empty());
    }

    private Restrictions(
            Verdicts verdicts, PatchedMap<String, Stance> stances, long height, Optional<Ground> refused) {
        this.verdicts = verdicts;
        this.stances = stances;
        this.height = height;
        this.refused = refused;
    }

    static Restrictions refusing(Ground ground, long height) {
        return new Restrictions(Verdicts.NONE, PatchedMap.empty(), height, Optional.of(ground));
    }

    /** What of this patient stays hidden, whether there is one or not. */
    public Hidden hiddenOf(String patient) {
        return verdicts.of(patient, stances.get(patient));
    }

    /** Of the ledger, that this rests on. */
    public long height() {
        return height;
    }

    /** Why nothing may be seen at all, if so. */
    public Optional<Ground> refused() {
        return refused;
    }

    /** What is told of the request in them: restrictions of one kind, by identity, differ by what patients said alone. */
    public Object kind() {
        return verdicts;
    }

    /** At which height and moment, by identity: those of one kind and one state hide the same. */
    public Object state() {
        return stances;
    }

    /** The patients of whom restrictions of the same kind hide something else; and perhaps some more. */
    public Set<String> apartFrom(Restrictions other) {
        return stances.apartFrom(other.stances);
    }

    /** Whether the same of everybody stays hidden, at whatever height. */
    public boolean hideTheSame(Restrictions other) {
        Set<String> spoken = new HashSet<>();
        if (kind() == other.kind()) {
            spoken.addAll(apartFrom(other));
        } else {
            stances.forEach((patient, _) -> spoken.add(patient));
            other.stances.forEach((patient, _) -> spoken.add(patient));
            spoken.addAll(verdicts.named());
            spoken.addAll(other.verdicts.named());
        }
        return verdicts.ofStrangers().equals(other.verdicts.ofStrangers())
                && spoken.stream().allMatch(patient -> hiddenOf(patient).equals(other.hiddenOf(patient)));
    }

    /** The same of everybody, at the same height. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Restrictions restrictions
                && height == restrictions.height
                && refused.equals(restrictions.refused)
                && hideTheSame(restrictions);
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(height) + refused.hashCode();
    }
}
