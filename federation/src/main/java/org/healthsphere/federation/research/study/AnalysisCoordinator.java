package org.healthsphere.federation.research.study;

import java.time.Duration;
import java.util.Set;
import org.healthsphere.federation.research.ReleaseRegister;
import org.healthsphere.federation.research.Releases;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Runs the analyses of this member's studies at many hospitals. It sees masked numbers, and the sums that all others see, too. */
public final class AnalysisCoordinator {
    private final StudyMember self;
    private final CohortEvaluator evaluator;
    private final Kept kept;
    private final Duration lifetime;

    /**
     * Where releases are kept, and written down.
     *
     * @param tokens by which this member's patients are told apart across hospitals
     */
    public record Kept(Releases releases, ReleaseRegister register, StudyTokens tokens) {
        /** Without tokens. */
        public Kept(Releases releases, ReleaseRegister register) {
            this(releases, register, StudyTokens.NONE);
        }
    }

    /**
     * A coordinator.
     *
     * @param lifetime how long a run stays open
     */
    public AnalysisCoordinator(StudyMember self, CohortEvaluator evaluator, Kept kept, Duration lifetime) {
        this.self = self;
        this.evaluator = evaluator;
        this.kept = kept;
        this.lifetime = lifetime;
    }

    /**
     * A run of an analysis at these members. An analysis that was released is released once: asked again, it is the same document, and
     * nobody is asked.
     */
    public Outcome<AnalysisRun> begin(StudyPlan plan, int analysis, Set<NodeId> members) {
        if (plan.analysis(analysis).isEmpty()) {
            return Outcome.failed(new Fault.NotFound("such an analysis of the study"));
        }
        if (members.size() < plan.safety().terms().quorum()) {
            return Outcome.failed(
                    new Fault.Invalid("at least " + plan.safety().terms().quorum() + " members must be asked"));
        }
        return evaluator
                .select(plan.cohort(), plan.criteria())
                .then(selection -> kept.tokens().pins(plan, analysis, selection))
                .map(pins ->
                        new AnalysisRun(new AnalysisRun.Parts(self, plan, analysis, pins, kept, lifetime), members));
    }
}
