package org.healthsphere.node.research;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.plan.StudyPlan;

/**
 * A study as it lies at this hospital.
 *
 * @param by who spoke last, by his name for the audit; nobody while nobody has
 * @param approving those of the committee who are for it
 */
public record FiledStudy(StudyPlan plan, Standing standing, Optional<String> by, Instant since, Set<String> approving) {
    public FiledStudy {
        approving = Set.copyOf(approving);
    }

    /** A study on which nobody has voted. */
    FiledStudy(StudyPlan plan, Standing standing, Instant since) {
        this(plan, standing, Optional.empty(), since, Set.of());
    }

    /** How it stands here. */
    public enum Standing {
        /** The committee has not decided yet. */
        PENDING,
        APPROVED,
        DECLINED
    }

    /** Why it is not computed here; nothing when it is. */
    Optional<Ground> ground() {
        return standing == Standing.APPROVED ? Optional.empty() : Optional.of(Ground.APPROVAL);
    }
}
