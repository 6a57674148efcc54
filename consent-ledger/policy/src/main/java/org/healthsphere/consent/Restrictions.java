package org.healthsphere.consent;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request over all patients, to be applied before a search counts or pages.
 *
 * @param onlyPatients whose records may be seen at all; empty: every patient's
 * @param restricted what stays hidden, by patient; {@link Hidden#everything} for one of whom nothing may be seen
 * @param height of the ledger that this rests on
 * @param refused why nothing may be seen at all, if so
 */
public record Restrictions(
        Optional<Set<String>> onlyPatients,
        Map<String, Hidden> restricted,
        long height,
        Optional<Decision.Ground> refused) {

    public Restrictions {
        onlyPatients = onlyPatients.map(Set::copyOf);
        restricted = Map.copyOf(restricted);
    }

    static Restrictions refusing(Decision.Ground ground, long height) {
        return new Restrictions(Optional.of(Set.of()), Map.of(), height, Optional.of(ground));
    }

    /** What of this patient stays hidden. */
    public Hidden hiddenOf(String patient) {
        return onlyPatients.isPresent() && !onlyPatients.get().contains(patient)
                ? Hidden.everything()
                : restricted.getOrDefault(patient, Hidden.nothing());
    }
}
