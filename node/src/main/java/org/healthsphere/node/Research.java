package org.healthsphere.node;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.StudyCoordinator;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.StudyParticipant;
import org.healthsphere.federation.research.StudyPolicy;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.Rooms.Ground;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.Correspondence;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.release.PermittedForResearch;
import org.healthsphere.node.research.ConsentedRecords;
import org.healthsphere.node.research.FiledReleases;
import org.healthsphere.node.research.LedgerBudget;
import org.healthsphere.node.research.ResearchColumns;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.research.TerminologyConcepts;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** This node's side of studies: asking them, and taking part in those of others. */
record Research(Studies studies, StudyParticipant participant, LedgerBudget budget, MemberKeys keys) {
    private static final Duration ROUND = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final int QUORUM = 2;
    /** The coordinator is a member and knows its own share of the noise. */
    private static final int COLLUDERS = 1;

    private static final int ATTEMPTS = 3;

    static Research open(Ground ground, Exchange exchange, PeerChannel channel) {
        var config = ground.config();
        var identity = ground.identity();
        var kept = ground.kept();
        var known = ground.known();
        var environment = ground.environment();
        var clock = environment.clock();
        var self = identity.id();
        // A certificate is checked with the key that signed it, however its member stands today.
        MemberKeys keys = id -> known.members().card(id).map(MemberCard::verificationKey);
        var member = new StudyMember(self, identity, id -> key(known.members(), id), clock, environment.random());
        var evaluator = new CohortEvaluator(new TerminologyConcepts(kept.terminology()));
        var budget = new LedgerBudget(known.ledger(), self, config.research().siteMicros());
        var consented = new ConsentedRecords(
                new ResearchColumns(kept.store()), new PermittedForResearch(self, known.view(), clock));
        var participant = new StudyParticipant(member, policy(config), evaluator, consented, budget);
        var releases = new FiledReleases(kept.folder().part("releases"));
        var coordinator = new StudyCoordinator(
                member, evaluator, releases, budget, new StudyCoordinator.Settings(terms(config), ROUND, ATTEMPTS));
        var studies = new Studies(
                self,
                coordinator,
                participant,
                messages -> exchange.correspondence()
                        .carry(Correspondence.Kind.STUDY, channel, messages, Deadline.in(STEP, clock)));
        return new Research(studies, participant, budget, keys);
    }

    /** Of members that are in good standing now. */
    private static Optional<VerificationKey> key(Members members, NodeId id) {
        return members.of(id) instanceof Outcome.Success<VerificationKey>(var key)
                ? Optional.of(key)
                : Optional.empty();
    }

    private static Terms terms(NodeConfig config) {
        return new Terms(config.research().smallestCell(), QUORUM, COLLUDERS);
    }

    private static StudyPolicy policy(NodeConfig config) {
        var research = config.research();
        return new StudyPolicy(
                Set.of(Tier.T1),
                Set.of(PurposeOfUse.HRESCH),
                Math.min(research.answerMicros(), research.epsilonMicros()),
                research.epsilonMicros(),
                terms(config),
                ROUND.plusMinutes(1));
    }
}
