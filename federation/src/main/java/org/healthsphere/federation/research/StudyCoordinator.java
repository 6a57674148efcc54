package org.healthsphere.federation.research;

import java.time.Duration;
import java.util.Set;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.CohortPlan;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Puts questions to many members. It sees masked numbers only; what it can open is the sum of all of them, noise included.
 */
public final class StudyCoordinator {
    private final StudyMember self;
    private final CohortEvaluator evaluator;
    private final Releases releases;
    private final ReleaseRegister register;
    private final Settings settings;

    /**
     * How it asks.
     *
     * @param lifetime how long a round stays open
     * @param attempts how often a round is tried, each time with the members that are left
     */
    public record Settings(Terms terms, Duration lifetime, int attempts) {
        public Settings {
            if (attempts < 1) {
                throw new IllegalArgumentException("at least one attempt");
            }
        }
    }

    public StudyCoordinator(
            StudyMember self,
            CohortEvaluator evaluator,
            Releases releases,
            ReleaseRegister register,
            Settings settings) {
        this.self = self;
        this.evaluator = evaluator;
        this.releases = releases;
        this.register = register;
        this.settings = settings;
    }

    /**
     * A run of this question at these members, of which this one may be one. Nothing is asked yet.
     *
     * <p>The fault of this node's terminology when it does not know a concept; {@link Fault.Invalid} when there are too few
     * members.
     */
    public Outcome<StudyRun> begin(CohortQuery query, Set<NodeId> members) {
        if (members.size() < settings.terms().quorum()) {
            return Outcome.failed(
                    new Fault.Invalid("at least " + settings.terms().quorum() + " members must be asked"));
        }
        return CohortQuery.parse(query.canonical().json().array())
                .then(evaluator::plan)
                .map(plan -> run(plan, members));
    }

    private StudyRun run(CohortPlan plan, Set<NodeId> members) {
        return new StudyRun(new StudyRun.Parts(self, plan, releases, register, settings), members);
    }
}
