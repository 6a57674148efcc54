package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.aggregation.Circle;
import org.healthsphere.federation.research.aggregation.Deal;
import org.healthsphere.federation.research.aggregation.MaskingRound;
import org.healthsphere.federation.research.aggregation.PairSecret;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.federation.research.study.RunMessage.Admitted;
import org.healthsphere.federation.research.study.RunMessage.Agreed;
import org.healthsphere.federation.research.study.RunMessage.Begin;
import org.healthsphere.federation.research.study.RunMessage.Call;
import org.healthsphere.federation.research.study.RunMessage.Certified;
import org.healthsphere.federation.research.study.RunMessage.Dealt;
import org.healthsphere.federation.research.study.RunMessage.Declined;
import org.healthsphere.federation.research.study.RunMessage.Masked;
import org.healthsphere.federation.research.study.RunMessage.Opened;
import org.healthsphere.federation.research.study.RunMessage.Paid;
import org.healthsphere.federation.research.study.RunMessage.Step;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * One run at this hospital. It goes forward only, and each step is taken once. What is asked follows from the sums that it opened itself; what a
 * coordinator could wish for beside has no words.
 */
final class HostedRun {
    private static final Duration SKEW = Duration.ofMinutes(1);

    private final StudyMember self;
    private final Heard<Begin> begin;
    private final LocalStudy local;
    private final RoundKeys keys;
    private final RunCourse course;
    private final SignedStatement admission;
    private final Map<String, Answered> answered = new HashMap<>();
    private final Map<NodeId, PairSecret> secrets = new HashMap<>();
    private final List<long[]> said = new ArrayList<>();
    private Optional<MaskingRound> masking = Optional.empty();
    private Optional<Sha256> mine = Optional.empty();
    private Optional<Paid> debit = Optional.empty();
    private volatile boolean over;
    private Expected expected = new Expected(Set.of(Step.AGREE), 0);

    private record Answered(Sha256 question, SignedStatement answer) {}

    private record Expected(Set<Step> steps, int round) {}

    HostedRun(StudyMember self, Heard<Begin> begin, LocalStudy local, RoundKeys keys) {
        this.self = self;
        this.begin = begin;
        this.local = local;
        this.keys = keys;
        this.course = new RunCourse(run(), local.plan(), local.analysis(), self.members());
        this.admission = sign(new Admitted(run(), local.frozen().frame(), local.coverage(), keys.publicKeys()));
    }

    Bytes admission() {
        return admission.bytes();
    }

    boolean isFrom(NodeId coordinator) {
        return begin.from().equals(coordinator);
    }

    /** Whether a new beginning takes the place of this run: of the same analysis, by the same coordinator. */
    boolean isReplacedBy(Heard<Begin> other) {
        return begin.from().equals(other.from())
                && begin.message().plan().equals(other.message().plan())
                && begin.message().analysis() == other.message().analysis();
    }

    /** Whether nothing more can be asked of it. */
    boolean isOver() {
        return over;
    }

    boolean hasPassed() {
        return !self.clock().instant().isBefore(begin.message().notAfter());
    }

    synchronized Bytes answer(Heard<Call> heard) {
        var call = heard.message();
        var step = call.step() + "/" + call.round();
        var question = heard.statement().digest();
        var before = Optional.ofNullable(answered.get(step));
        if (before.isPresent()) {
            return before.filter(known -> known.question().equals(question))
                    .map(known -> known.answer().bytes())
                    .orElseGet(() -> sign(new Declined(run(), Ground.CONFLICT)).bytes());
        }
        if (!expected.steps().contains(call.step()) || expected.round() != call.round()) {
            return sign(new Declined(run(), Ground.CONFLICT)).bytes();
        }
        // Whatever comes of it, this step is over; only its success makes another one possible.
        expected = new Expected(Set.of(), call.round());
        var answer = reply(call);
        mine = Optional.of(answer.digest());
        answered.put(step, new Answered(question, answer));
        over = expected.steps().isEmpty();
        return answer.bytes();
    }

    private SignedStatement reply(Call call) {
        return switch (taken(call)) {
            case Outcome.Success<RunMessage>(var reply) -> {
                expected = following(call);
                yield sign(reply);
            }
            case Outcome.Failure<RunMessage>(var fault) -> sign(new Declined(run(), ground(fault)));
        };
    }

    private Expected following(Call call) {
        return switch (call.step()) {
            case AGREE -> new Expected(Set.of(Step.DEAL), 0);
            case DEAL -> new Expected(Set.of(Step.MASK), 0);
            case MASK -> new Expected(Set.of(Step.OPEN), call.round());
            case OPEN -> new Expected(Set.of(Step.MASK, Step.CERTIFY), call.round() + 1);
            case CERTIFY -> new Expected(Set.of(), call.round());
        };
    }

    private Outcome<RunMessage> taken(Call call) {
        return switch (call.step()) {
            case AGREE -> agree(call);
            case DEAL -> deal(call);
            case MASK -> mask(call);
            case OPEN -> open(call);
            case CERTIFY -> certify(call);
        };
    }

    private Outcome<RunMessage> agree(Call call) {
        return course.agree(call.said())
                .then(admissions -> isMine(admissions, admission.digest()))
                .then(this::encapsulate);
    }

    private Outcome<RunMessage> encapsulate(Map<NodeId, Heard<Admitted>> admissions) {
        Outcome<Map<NodeId, Bytes>> made = Outcome.of(new HashMap<>());
        for (var other : admissions.values()) {
            if (isBefore(other.from())) {
                made = made.then(all -> keys.encapsulate(other.message().keys()).map(secret -> {
                    secrets.put(other.from(), secret.secret());
                    all.put(other.from(), secret.encapsulation());
                    return all;
                }));
            }
        }
        return made.map(all -> new Agreed(run(), course.rosterHash(), all));
    }

    private boolean isBefore(NodeId other) {
        return self.id().value().compareTo(other.value()) < 0;
    }

    private Outcome<RunMessage> deal(Call call) {
        return course.deal(call.said())
                .then(agreed -> isMine(agreed, mine.orElseThrow()))
                .then(this::decapsulate)
                .map(_ -> new Dealt(run(), begun().deal()));
    }

    private Outcome<Set<NodeId>> decapsulate(Map<NodeId, Heard<Agreed>> agreed) {
        for (var one : agreed.values()) {
            if (one.from().equals(self.id()) || isBefore(one.from())) {
                continue;
            }
            var encapsulation =
                    Optional.ofNullable(one.message().encapsulations().get(self.id()));
            var other = Optional.ofNullable(course.roster().get(one.from()));
            if (encapsulation.isEmpty() || other.isEmpty()) {
                return RunCourse.conflict();
            }
            var secret = keys.decapsulate(other.get().message().keys(), encapsulation.get());
            if (!(secret instanceof Outcome.Success<PairSecret>(var shared))) {
                return RunCourse.conflict();
            }
            secrets.put(one.from(), shared);
        }
        secrets.keySet().retainAll(agreed.keySet());
        return Outcome.of(agreed.keySet());
    }

    /** A round of the members that the course knows now. */
    private MaskingRound begun() {
        return begun(course.circle());
    }

    private MaskingRound begun(Circle circle) {
        var round = new MaskingRound(self.id(), circle, secrets, self.random());
        masking = Optional.of(round);
        return round;
    }

    private Outcome<RunMessage> mask(Call call) {
        return course.mask(call.said())
                .then(deals -> masking.orElseThrow().receive(deals))
                .then(_ -> local.answer(course, course.seat(self.id(), said), self.random()))
                .then(numbers -> pay().map(paid -> {
                    said.add(numbers);
                    var vector = masking.orElseThrow().mask(numbers);
                    return new Masked(run(), call.round(), vector, paid);
                }));
    }

    /** Once for all sums of the run. */
    private Outcome<Optional<Paid>> pay() {
        return debit.isPresent()
                ? Outcome.of(debit)
                : local.pay(run(), self.id()).map(paid -> {
                    debit = paid;
                    return paid;
                });
    }

    private Outcome<RunMessage> open(Call call) {
        var own = mine.orElseThrow();
        return course.open(call.said())
                .then(survivors -> call.said().stream().anyMatch(said -> isOwn(said, own))
                        ? Outcome.of(survivors)
                        : RunCourse.<Set<NodeId>>conflict())
                .then(survivors -> local.opening(survivors, call.round()).map(_ -> survivors))
                .then(survivors -> masking.orElseThrow()
                        .reveal(survivors)
                        .map(reveal -> new Opened(run(), call.round(), reveal, next(survivors, call.round() + 1))));
    }

    private Deal next(Set<NodeId> survivors, int round) {
        return begun(course.circle(survivors, round)).deal();
    }

    private boolean isOwn(JsonNode said, Sha256 digest) {
        return Sha256.of(CanonicalJson.of(said.path("statement"))).equals(digest);
    }

    /** Signs only what this hospital comes to itself from what all have signed. */
    private Outcome<RunMessage> certify(Call call) {
        return course.certify(call.said()).then(result -> {
            var shown = call.certificate();
            var paper = new ReleasePaper(
                    local.plan(), begin.message().analysis(), begin.message().pins(), course, result);
            var message = shown.map(json -> CanonicalJson.of(
                    paper.json(json.path("absent"), json.path("time").asText())));
            return message.isPresent()
                            && Arrays.equals(message.get(), CanonicalJson.of(shown.orElseThrow()))
                            && isNow(shown.orElseThrow())
                    ? local.counted(run())
                            .map(_ ->
                                    new Certified(run(), Bytes.of(self.signer().sign(message.get()))))
                    : RunCourse.conflict();
        });
    }

    private boolean isNow(JsonNode certificate) {
        var now = self.clock().instant();
        return RunReader.instant(certificate.path("time").asText())
                .filter(time -> !time.isAfter(now.plus(SKEW)))
                .isPresent();
    }

    private <M extends RunMessage> Outcome<Map<NodeId, Heard<M>>> isMine(Map<NodeId, Heard<M>> said, Sha256 digest) {
        return Optional.ofNullable(said.get(self.id()))
                        .map(own -> own.statement().digest())
                        .equals(Optional.of(digest))
                ? Outcome.of(said)
                : RunCourse.conflict();
    }

    private static Ground ground(Fault fault) {
        return switch (fault) {
            case Fault.TooCostly _ -> Ground.BUDGET;
            case Fault.Unavailable _, Fault.Timeout _ -> Ground.UNAVAILABLE;
            case Fault.Gone _ -> Ground.ANSWERED;
            case Fault.NotFound _,
                    Fault.Unauthenticated _,
                    Fault.Forbidden _,
                    Fault.Invalid _,
                    Fault.Unprocessable _,
                    Fault.Conflict _,
                    Fault.VersionMismatch _,
                    Fault.TooMany _ -> Ground.CONFLICT;
        };
    }

    private Sha256 run() {
        return begin.statement().digest();
    }

    private SignedStatement sign(RunMessage message) {
        return SignedStatement.sign(RunWriter.json(message), self.id(), self.signer());
    }
}
