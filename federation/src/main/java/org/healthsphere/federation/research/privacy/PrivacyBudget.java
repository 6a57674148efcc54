package org.healthsphere.federation.research.privacy;

import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The account of what was disclosed about this member's patients, kept where this member cannot rewrite it. */
public interface PrivacyBudget {
    /**
     * What a study may still spend at this member, in millionths of rho (zCDP); zero or less when it may spend nothing.
     *
     * @param limitMicros the most that the study may spend here in all
     */
    Outcome<Long> leftMicros(String study, long limitMicros);

    /**
     * Spends, and answers with the height at which that is committed; only then may the result leave.
     *
     * <p>MUST refuse what exceeds the limit, whoever else is spending: {@link org.healthsphere.specs.Fault.TooCostly}. The
     * same debit twice is spent once.
     */
    Outcome<Long> debit(Debit debit);

    /**
     * One debit at this member.
     *
     * @param id chosen by the caller
     * @param rhoMicros in millionths of rho; a release of pure epsilon costs {@link ZeroConcentrated#ofPure}
     * @param limitMicros the most that the study may spend here in all
     */
    record Debit(Sha256 id, String study, long rhoMicros, long limitMicros) {}
}
