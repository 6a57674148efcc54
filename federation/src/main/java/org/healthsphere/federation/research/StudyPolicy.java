package org.healthsphere.federation.research;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.federation.research.privacy.ZeroConcentrated;
import org.healthsphere.specs.PurposeOfUse;

/**
 * What this hospital's steward has approved in advance. Whatever is not in here is refused.
 *
 * @param tiers answered without asking the steward
 * @param epsilonMicros the most that one answer may cost, in pure epsilon
 * @param limitMicros the most that one study may spend here in all, in rho
 * @param least the least careful terms
 * @param longest the longest time that a round may stay open
 */
public record StudyPolicy(
        Set<Tier> tiers,
        Set<PurposeOfUse> purposes,
        long epsilonMicros,
        long limitMicros,
        Terms least,
        Duration longest) {
    public StudyPolicy {
        tiers = Set.copyOf(tiers);
        purposes = Set.copyOf(purposes);
        if (!Set.of(Tier.T1).containsAll(tiers)) {
            throw new IllegalArgumentException("without the steward only answers with noise are given: tier T1");
        }
        if (epsilonMicros < 1 || limitMicros < ZeroConcentrated.ofPure(epsilonMicros)) {
            throw new IllegalArgumentException("the limit of a study covers at least one answer");
        }
    }

    /** Why this question is not answered; empty when it is. */
    Optional<Ground> objection(CohortQuery query, Terms terms) {
        if (!tiers.contains(query.tier())) {
            return Optional.of(Ground.TIER);
        }
        if (!purposes.contains(query.purpose())) {
            return Optional.of(Ground.PURPOSE);
        }
        if (query.epsilonMicros() > epsilonMicros) {
            return Optional.of(Ground.EPSILON);
        }
        return careful(terms) ? Optional.empty() : Optional.of(Ground.TERMS);
    }

    private boolean careful(Terms terms) {
        return terms.threshold() >= least.threshold()
                && terms.quorum() >= least.quorum()
                && terms.colluders() >= least.colluders();
    }
}
