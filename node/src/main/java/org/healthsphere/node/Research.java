package org.healthsphere.node;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.healthsphere.federation.PeerChannel;
import org.healthsphere.federation.research.MemberKeys;
import org.healthsphere.federation.research.StudyCoordinator;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.StudyParticipant;
import org.healthsphere.federation.research.StudyPolicy;
import org.healthsphere.federation.research.Terms;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.Tier;
import org.healthsphere.federation.research.privacy.ZeroConcentrated;
import org.healthsphere.federation.research.study.AnalysisCoordinator;
import org.healthsphere.federation.research.study.AnalysisHost;
import org.healthsphere.federation.research.tokens.TokenDesk;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.Rooms.Ground;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.network.Correspondence;
import org.healthsphere.node.network.MemberCard;
import org.healthsphere.node.network.Members;
import org.healthsphere.node.release.PermittedForResearch;
import org.healthsphere.node.research.ConsentedRecords;
import org.healthsphere.node.research.EvaluationBook;
import org.healthsphere.node.research.LedgerBudget;
import org.healthsphere.node.research.Participations;
import org.healthsphere.node.research.QuestionAccounts;
import org.healthsphere.node.research.ResearchColumns;
import org.healthsphere.node.research.RollNames;
import org.healthsphere.node.research.StoredIdentities;
import org.healthsphere.node.research.Studies;
import org.healthsphere.node.research.StudyFile;
import org.healthsphere.node.research.StudyOffice;
import org.healthsphere.node.research.StudyOverlaps;
import org.healthsphere.node.research.StudyRules;
import org.healthsphere.node.research.TerminologyConcepts;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Deadline;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.terminology.Terminology;
import org.healthsphere.terminology.index.SystemView;
import org.healthsphere.terminology.library.LiveTerminology;

/** This node's side of studies: asking them, and taking part in those of others. */
record Research(
        Studies studies,
        StudyOffice office,
        Participations participations,
        StudyParticipant participant,
        QuestionAccounts accounts,
        MemberKeys keys) {
    private static final Duration ROUND = Duration.ofMinutes(2);
    private static final Duration STEP = Duration.ofSeconds(20);
    private static final Duration RUN = Duration.ofMinutes(30);
    private static final int QUORUM = 2;
    /** The coordinator is a member and knows its own share of the noise. */
    private static final int COLLUDERS = 1;

    private static final String ROLLS = "releases/rolls";
    private static final int ATTEMPTS = 3;
    /** For one member in one study: as many as a large cohort needs, and too few to try the names of a country. */
    private static final long MOST_TOKENS = 200_000;

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
        var budget = new LedgerBudget(known.ledger(), self, limits(config));
        var file = file(ground, budget);
        var names = new RollNames(file.salt(environment.random()));
        var consented = new ConsentedRecords(
                new ResearchColumns(kept.store()), new PermittedForResearch(self, known.view(), clock), names);
        var participant = new StudyParticipant(member, policy(config), evaluator, consented, budget);
        var releases = kept.releases("releases");
        var coordinator = new StudyCoordinator(
                member, evaluator, releases, budget, new StudyCoordinator.Settings(terms(config), ROUND, ATTEMPTS));
        var studies = new Studies(
                self,
                coordinator,
                participant,
                messages -> exchange.correspondence()
                        .carry(Correspondence.Kind.STUDY, channel, messages, Deadline.in(STEP, clock)));
        var parts = new Parts(member, keys, evaluator, consented, budget, file);
        var office = office(ground, exchange, channel, parts);
        var participations = new Participations(file, kept.releases(ROLLS), names);
        var accounts =
                new QuestionAccounts(budget, self, config.research().limits().studyMicros(), clock);
        return new Research(studies, office, participations, participant, accounts, keys);
    }

    /** What questions and studies have in common. */
    private record Parts(
            StudyMember member,
            MemberKeys keys,
            CohortEvaluator evaluator,
            ConsentedRecords consented,
            LedgerBudget budget,
            StudyFile file) {}

    private static StudyFile file(Ground ground, LedgerBudget budget) {
        var kept = ground.kept();
        return new StudyFile(
                kept.store(),
                kept.releases("studies"),
                new StudyFile.Account(budget, kept.audit()),
                rules(ground.config()));
    }

    private static StudyOffice office(Ground ground, Exchange exchange, PeerChannel channel, Parts parts) {
        var kept = ground.kept();
        var clock = ground.environment().clock();
        var file = parts.file();
        var salt = file.salt(ground.environment().random());
        var records = parts.consented()
                .forStudies(kept.releases(ROLLS), disease -> above(kept.terminology(), disease));
        var releases = kept.releases("releases/studies");
        var overlaps = new StudyOverlaps(file, parts.evaluator(), records);
        var tokens = new TokenDesk(
                parts.member(),
                new TokenDesk.Behind(file, parts.evaluator(), records, helping(kept.store()), salt),
                carrier(exchange, channel, clock, ROUND));
        return new StudyOffice(
                parts.member(),
                new StudyOffice.Desk(file, overlaps, parts.budget(), releases),
                new StudyOffice.Network(
                        new AnalysisCoordinator(
                                parts.member(),
                                parts.evaluator(),
                                new AnalysisCoordinator.Kept(releases, parts.budget(), tokens),
                                RUN),
                        new AnalysisHost(
                                parts.member(),
                                RUN.plusMinutes(1),
                                new AnalysisHost.Behind(file, parts.evaluator(), records, parts.budget(), tokens)),
                        carrier(exchange, channel, clock, STEP)::apply,
                        tokens));
    }

    /** The disease itself, and all above it in its code system. */
    private static Set<Coding> above(Terminology terminology, Coding disease) {
        Set<Coding> all = new HashSet<>(Set.of(disease));
        if (terminology instanceof LiveTerminology live) {
            live.get()
                    .catalog()
                    .system(disease.system(), "", Set.of("complete", "fragment"), Set.of())
                    .ifPresent(system -> {
                        var concept = system.find(disease.code());
                        if (concept != SystemView.NONE) {
                            var above = system.ancestors(concept);
                            above.page(0, above.size())
                                    .forEach(one -> all.add(new Coding(disease.system(), system.code(one))));
                        }
                    });
        }
        return all;
    }

    private static TokenDesk.Helping helping(ResourceStore store) {
        return new TokenDesk.Helping(new StoredIdentities(store), new EvaluationBook(store, MOST_TOKENS));
    }

    private static UnaryOperator<Map<NodeId, Bytes>> carrier(
            Exchange exchange, PeerChannel channel, InstantSource clock, Duration patience) {
        return messages -> exchange.correspondence()
                .carry(Correspondence.Kind.ANALYSIS, channel, messages, Deadline.in(patience, clock));
    }

    private static StudyRules rules(NodeConfig config) {
        var research = config.research();
        return new StudyRules(research.uses(), terms(config), research.limits().studyMicros(), research.votes());
    }

    private static LedgerBudget.Limits limits(NodeConfig config) {
        var limits = config.research().limits();
        return new LedgerBudget.Limits(limits.researcherMicros(), limits.siteMicros());
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
                Math.min(
                        research.answerMicros(),
                        ZeroConcentrated.pure(research.limits().studyMicros())),
                research.limits().studyMicros(),
                terms(config),
                ROUND.plusMinutes(1));
    }
}
