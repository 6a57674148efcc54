package org.healthsphere.federation.research;

import java.security.SecureRandom;
import java.util.List;
import org.healthsphere.federation.research.cohort.CohortPlan;
import org.healthsphere.federation.research.cohort.Coverage;
import org.healthsphere.federation.research.privacy.LaplaceNoise;
import org.healthsphere.federation.research.privacy.LaplaceShares;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.privacy.PrivacyBudget.Debit;
import org.healthsphere.federation.research.privacy.ZeroConcentrated;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What this hospital has to say to a question, and to whom it owes the account of it.
 *
 * @param limitMicros the most that the study may spend here, in millionths of rho
 */
record LocalAnswer(CohortPlan plan, CohortRecords.Frozen frozen, PrivacyBudget budget, long limitMicros) {

    /** The numbers of each cell with this member's share of the noise, fresh at each call. */
    long[] noised(int members, Terms terms, SecureRandom random) {
        var noise = new LaplaceNoise(plan.query().epsilonMicros(), members);
        var shares = new LaplaceShares(noise, terms.honest(members), random);
        return plan.evaluate(frozen.facts()).cells().stream()
                .mapToLong(count -> count + shares.draw())
                .toArray();
    }

    /** How far the records are coded in which it looks. */
    List<Coverage> coverage() {
        return plan.coverage(frozen.coverage());
    }

    /** Pays; the height at which that is on the ledger. */
    Outcome<Long> pay(Sha256 debit) {
        var query = plan.query();
        return budget.debit(
                new Debit(debit, query.study(), ZeroConcentrated.ofPure(query.epsilonMicros()), limitMicros));
    }
}
