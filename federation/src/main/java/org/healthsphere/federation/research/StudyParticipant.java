package org.healthsphere.federation.research;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.federation.research.StudyMessage.Call;
import org.healthsphere.federation.research.StudyMessage.Proposal;
import org.healthsphere.federation.research.StudyMessage.Refusal;
import org.healthsphere.federation.research.StudyMessage.Reply;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.CohortPlan;
import org.healthsphere.federation.research.cohort.CohortQuery;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.privacy.ZeroConcentrated;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * This hospital's side of a study: a message in, a message out, whoever carries them.
 *
 * <p>What leaves is a refusal that does not depend on any record, or numbers behind masks with this member's share of the
 * noise inside, and those only after the debit is committed. A message that comes again gets the same answer again; another
 * one for the same step is refused.
 */
public final class StudyParticipant {
    private static final int MAX_OPEN = 64;

    private final StudyMember self;
    private final StudyPolicy policy;
    private final CohortEvaluator evaluator;
    private final CohortRecords records;
    private final PrivacyBudget budget;
    private final Map<Sha256, Participation> open = new HashMap<>();

    public StudyParticipant(
            StudyMember self,
            StudyPolicy policy,
            CohortEvaluator evaluator,
            CohortRecords records,
            PrivacyBudget budget) {
        this.self = self;
        this.policy = policy;
        this.evaluator = evaluator;
        this.records = records;
        this.budget = budget;
    }

    /** The signed answer; a fault when the message is none, or not from the member that it names. */
    public Outcome<Bytes> answer(Bytes message) {
        return Said.read(message, self.members()).then(this::answer);
    }

    private Outcome<Bytes> answer(Said<StudyMessage> said) {
        return switch (said.message()) {
            case Proposal proposal -> Outcome.of(proposed(new Said<>(said.statement(), proposal)));
            case Call call -> inRound(new Said<>(said.statement(), call));
            case Reply _ -> Outcome.failed(new Fault.Conflict("only a coordinator hears this"));
        };
    }

    private Outcome<Bytes> inRound(Said<Call> said) {
        var round = said.message().round();
        return find(round)
                .filter(participation -> participation.isFrom(said.from()))
                .map(participation -> Outcome.of(participation.answer(said)))
                .orElseGet(() -> Outcome.of(refusal(round, Ground.EXPIRED)));
    }

    private synchronized Optional<Participation> find(Sha256 round) {
        open.values().removeIf(participation -> participation.hasPassed(self.clock()));
        return Optional.ofNullable(open.get(round));
    }

    private Bytes proposed(Said<Proposal> proposal) {
        var round = proposal.statement().digest();
        return find(round)
                .map(Participation::admission)
                .orElseGet(() ->
                        consider(proposal).map(ground -> refusal(round, ground)).orElseGet(() -> admit(proposal)));
    }

    /** What speaks against it before anything is looked at that costs more than a moment. */
    private Optional<Ground> consider(Said<Proposal> proposal) {
        var now = self.clock().instant();
        var notAfter = proposal.message().notAfter();
        if (!now.isBefore(notAfter) || notAfter.isAfter(now.plus(policy.longest()))) {
            return Optional.of(Ground.EXPIRED);
        }
        return switch (Questions.read(proposal.message())) {
            case Outcome.Failure<CohortQuery> _ -> Optional.of(Ground.QUERY);
            case Outcome.Success<CohortQuery>(var query) ->
                policy.objection(query, proposal.message().terms());
        };
    }

    private Bytes admit(Said<Proposal> proposal) {
        return switch (Questions.read(proposal.message()).then(evaluator::plan)) {
            case Outcome.Failure<CohortPlan>(Fault.Unavailable _) -> refuse(proposal, Ground.UNAVAILABLE);
            case Outcome.Failure<CohortPlan> _ -> refuse(proposal, Ground.TERMINOLOGY);
            case Outcome.Success<CohortPlan>(var plan)
            when !plan.pins().equals(proposal.message().pins()) -> refuse(proposal, Ground.TERMINOLOGY);
            case Outcome.Success<CohortPlan>(var plan) -> afford(proposal, plan);
        };
    }

    /** The budget is looked at here, so that nobody pays for a round that must fail; it is the debit that decides. */
    private Bytes afford(Said<Proposal> proposal, CohortPlan plan) {
        var query = plan.query();
        return switch (budget.leftMicros(query.study(), policy.limitMicros())) {
            case Outcome.Failure<Long> _ -> refuse(proposal, Ground.UNAVAILABLE);
            case Outcome.Success<Long>(var left)
            when left < ZeroConcentrated.ofPure(query.epsilonMicros()) -> refuse(proposal, Ground.BUDGET);
            case Outcome.Success<Long> _ ->
                switch (records.freeze(query.purpose(), query.study())) {
                    case Outcome.Failure<CohortRecords.Frozen> _ -> refuse(proposal, Ground.UNAVAILABLE);
                    case Outcome.Success<CohortRecords.Frozen>(var frozen) -> take(proposal, plan, frozen);
                };
        };
    }

    private synchronized Bytes take(Said<Proposal> proposal, CohortPlan plan, CohortRecords.Frozen frozen) {
        var round = proposal.statement().digest();
        var known = Optional.ofNullable(open.get(round));
        if (known.isPresent()) {
            return known.get().admission();
        }
        if (open.size() >= MAX_OPEN) {
            return refusal(round, Ground.BUSY);
        }
        var local = new LocalAnswer(plan, frozen, budget, policy.limitMicros());
        var participation = new Participation(self, proposal, local, RoundKeys.generate(self.random()));
        open.put(round, participation);
        return participation.admission();
    }

    private Bytes refuse(Said<Proposal> proposal, Ground ground) {
        return refusal(proposal.statement().digest(), ground);
    }

    private Bytes refusal(Sha256 round, Ground ground) {
        return SignedStatement.sign(MessageWriter.json(new Refusal(round, ground)), self.id(), self.signer())
                .bytes();
    }
}
