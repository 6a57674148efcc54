package org.healthsphere.node.research;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.plan.StudyPlan;

/**
 * A study as it lies at this hospital.
 *
 * @param by who decided, by his name for the audit; nobody while nobody has
 */
public record FiledStudy(StudyPlan plan, Standing standing, Optional<String> by, Instant since) {

    /** How it stands here. */
    public enum Standing {
        /** The steward has not decided yet. */
        PENDING,
        APPROVED,
        DECLINED
    }

    /** Why it is not computed here; nothing when it is. */
    Optional<Ground> ground() {
        return standing == Standing.APPROVED ? Optional.empty() : Optional.of(Ground.APPROVAL);
    }
}
