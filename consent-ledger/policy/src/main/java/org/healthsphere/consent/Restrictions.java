package org.healthsphere.consent;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Population.Scope;
import org.jspecify.annotations.Nullable;

/**
 * One request over all patients, to be applied before a search counts or pages: what they had said at one height and one moment. It never
 * changes, and how many patients there are costs it nothing.
 */
public final class Restrictions {
    private final Verdicts verdicts;
    private final Scope scope;
    private final PatchedMap<String, Stance> stances;
    private final long height;
    private final Optional<Ground> refused;

    Restrictions(Verdicts verdicts, Scope scope, PatchedMap<String, Stance> stances, long height) {
        this(verdicts, scope, stances, height, Optional.empty());
    }

    private Restrictions(
            Verdicts verdicts, Scope scope, PatchedMap<String, Stance> stances, long height, Optional<Ground> refused) {
        this.verdicts = verdicts;
        this.scope = scope;
        this.stances = stances;
        this.height = height;
        this.refused = refused;
    }

    static Restrictions refusing(Ground ground, long height) {
        var nobody = new Scope(Optional.of(Set.of()));
        return new Restrictions(Verdicts.none(), nobody, PatchedMap.empty(), height, Optional.of(ground));
    }

    /** What of this patient stays hidden, whether there is one or not. */
    public Hidden hiddenOf(String patient) {
        var byPolicy = scope.covers(patient);
        var stance = stances.get(patient);
        return stance.isPresent()
                ? verdicts.of(stance.get(), byPolicy)
                : byPolicy ? Hidden.nothing() : Hidden.everything();
    }

    /** Of the ledger, that this rests on. */
    public long height() {
        return height;
    }

    /** Why nothing may be seen at all, if so. */
    public Optional<Ground> refused() {
        return refused;
    }

    /** What kind of request it is about, by identity: those of one kind can be told apart without asking for everybody. */
    public Object kind() {
        return verdicts;
    }

    @SuppressWarnings("ReferenceEquality") // Nobody's stance is another one in the same map.
    boolean restsOn(Scope otherScope, PatchedMap<String, Stance> others, long otherHeight) {
        return height == otherHeight && stances == others && scope.equals(otherScope);
    }

    /** The patients of whom restrictions of the same kind hide something else; and perhaps some more. */
    public Set<String> apartFrom(Restrictions other) {
        var apart = stances.apartFrom(other.stances);
        if (!scope.equals(other.scope)) {
            apart.addAll(scope.named());
            apart.addAll(other.scope.named());
        }
        return apart;
    }

    /** Whether the same of everybody stays hidden, at whatever height. */
    public boolean hideTheSame(Restrictions other) {
        return scope.isEverybody() == other.scope.isEverybody()
                && spoken(other).stream().allMatch(patient -> hiddenOf(patient).equals(other.hiddenOf(patient)));
    }

    /** Of whom these two may say what they do not say of strangers. */
    private Set<String> spoken(Restrictions other) {
        if (verdicts == other.verdicts) {
            return apartFrom(other);
        }
        Set<String> spoken = new HashSet<>(scope.named());
        spoken.addAll(other.scope.named());
        stances.forEach((patient, _) -> spoken.add(patient));
        other.stances.forEach((patient, _) -> spoken.add(patient));
        return spoken;
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
