package org.healthsphere.node.research;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.plan.Protection;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.DataUse;

/**
 * What this hospital demands of every study, before its steward looks at it. Whatever falls short is declined without a look at any record.
 *
 * @param uses what the consents to research here permit, in terms of DUO, and what they demand
 * @param least the least careful terms
 * @param limitMicros the most that one study may spend here, in millionths of rho
 * @param votes how many stewards must be for a study
 */
public record StudyRules(Set<DataUse> uses, Terms least, long limitMicros, int votes) {
    /** With fewer hospitals an exact sum less one's own numbers is that of too few others. */
    private static final int EXACT_QUORUM = 3;

    public StudyRules {
        uses = Set.copyOf(uses);
    }

    /** One steward decides. */
    public StudyRules(Set<DataUse> uses, Terms least, long limitMicros) {
        this(uses, least, limitMicros, 1);
    }

    Optional<Ground> objection(StudyPlan plan) {
        if (!DataUse.permits(uses, plan.uses())) {
            return Optional.of(Ground.PURPOSE);
        }
        if (plan.rhoMicros() > limitMicros) {
            return Optional.of(Ground.BUDGET);
        }
        return isCareful(plan) ? Optional.empty() : Optional.of(Ground.TERMS);
    }

    private boolean isCareful(StudyPlan plan) {
        var terms = plan.safety().terms();
        var careful = terms.threshold() >= least.threshold()
                && terms.quorum() >= least.quorum()
                && terms.colluders() >= least.colluders();
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) ->
                careful && threshold >= least.threshold() && terms.quorum() >= EXACT_QUORUM;
            case Protection.Noise _ -> careful;
        };
    }
}
