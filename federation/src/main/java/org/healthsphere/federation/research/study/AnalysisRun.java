package org.healthsphere.federation.research.study;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.plan.Computation;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.RunMessage.Admitted;
import org.healthsphere.federation.research.study.RunMessage.Agreed;
import org.healthsphere.federation.research.study.RunMessage.Begin;
import org.healthsphere.federation.research.study.RunMessage.Call;
import org.healthsphere.federation.research.study.RunMessage.Certified;
import org.healthsphere.federation.research.study.RunMessage.Dealt;
import org.healthsphere.federation.research.study.RunMessage.Declined;
import org.healthsphere.federation.research.study.RunMessage.Masked;
import org.healthsphere.federation.research.study.RunMessage.Opened;
import org.healthsphere.federation.research.study.RunMessage.Reply;
import org.healthsphere.federation.research.study.RunMessage.Step;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * An analysis on its way: {@link #start}, then {@link #next} with whatever answers came, until the step is an end. Who does not answer is left
 * out from there on, down to the quorum.
 */
public final class AnalysisRun {
    private static final int NONCE_BYTES = 16;

    private final Parts parts;
    private final Set<NodeId> members;
    private final Map<NodeId, Ground> absent = new HashMap<>();
    private final Transcript transcript = new Transcript();
    private Function<Map<NodeId, Bytes>, StudyStep> awaited = _ -> {
        throw new IllegalStateException("the run has not been started, or is over");
    };

    /** What a run is made of. */
    record Parts(
            StudyMember self,
            StudyPlan plan,
            int analysis,
            List<Pin> pins,
            AnalysisCoordinator.Kept kept,
            Duration lifetime) {

        Sha256 key() {
            return StudyReleases.releaseKey(plan, analysis);
        }
    }

    AnalysisRun(Parts parts, Set<NodeId> members) {
        this.parts = parts;
        this.members = Set.copyOf(members);
    }

    /** The first step; the last one at once where the analysis was released before. */
    public StudyStep start() {
        var stored = parts.kept().releases().find(parts.key());
        if (stored.isPresent()) {
            return new StudyStep.Released(stored.get(), true);
        }
        var nonce = new byte[NONCE_BYTES];
        parts.self().random().nextBytes(nonce);
        var begin = sign(new Begin(
                HexFormat.of().formatHex(nonce),
                parts.self().clock().instant().plus(parts.lifetime()),
                parts.plan().hash(),
                parts.analysis(),
                parts.pins()));
        transcript.begin(begin);
        var course = new RunCourse(
                begin.digest(),
                parts.plan(),
                parts.plan().analyses().get(parts.analysis()),
                parts.self().members());
        return ask(members, begin, replies -> admitted(course, replies));
    }

    private StudyStep admitted(RunCourse course, Map<NodeId, Bytes> replies) {
        var said = hear(Admitted.class, course, members, replies, one -> RunKeys.usable(one.message(), parts.self()));
        return then(
                course.agree(Heard.quoted(said)),
                _ -> call(course, Step.AGREE, 0, said, answers -> agreed(course, answers)));
    }

    private StudyStep agreed(RunCourse course, Map<NodeId, Bytes> replies) {
        var said = hear(Agreed.class, course, course.roster().keySet(), replies, course::isComplete);
        return then(
                course.deal(Heard.quoted(said)),
                _ -> call(course, Step.DEAL, 0, said, answers -> {
                    var dealt = hear(Dealt.class, course, said.keySet(), answers, _ -> true);
                    return mask(course, dealt);
                }));
    }

    private StudyStep mask(RunCourse course, Map<NodeId, ? extends Heard<?>> said) {
        return then(
                course.mask(Heard.quoted(said)),
                deals -> call(course, Step.MASK, course.round(), said, answers -> {
                    var words = course.words();
                    var masked = hear(
                            Masked.class, course, deals.keySet(), answers, one -> course.fits(one.message(), words));
                    return open(course, masked);
                }));
    }

    private StudyStep open(RunCourse course, Map<NodeId, Heard<Masked>> masked) {
        return then(
                course.open(Heard.quoted(masked)),
                survivors -> call(course, Step.OPEN, course.round(), masked, answers -> {
                    var opened = hear(Opened.class, course, survivors, answers, _ -> true);
                    return goOn(course, opened);
                }));
    }

    /** Whether this was the last sum is seen on a copy of the course, since a course goes forward only. */
    private StudyStep goOn(RunCourse course, Map<NodeId, Heard<Opened>> opened) {
        return then(course.peek(Heard.quoted(opened)), step -> switch (step) {
            case Computation.Step.Ask _ -> mask(course, opened);
            case Computation.Step.Refused(var reason) ->
                end(new StudyStep.Failed(new Fault.Unprocessable(List.of(new Problem("analysis", reason))), absent));
            case Computation.Step.Done _ ->
                then(course.certify(Heard.quoted(opened)), result -> certify(course, opened, result));
        });
    }

    private StudyStep certify(RunCourse course, Map<NodeId, Heard<Opened>> opened, ObjectNode result) {
        var paper = new ReleasePaper(parts.plan(), parts.analysis(), parts.pins(), course, result)
                .json(absent, parts.self().clock().instant());
        var call = sign(
                new Call(Step.CERTIFY, course.run(), course.round() + 1, Heard.quoted(opened), Optional.of(paper)));
        transcript.add(Step.CERTIFY, Heard.quoted(opened));
        return ask(opened.keySet(), call, replies -> signed(course, paper, opened.keySet(), replies));
    }

    private StudyStep signed(RunCourse course, ObjectNode paper, Collection<NodeId> asked, Map<NodeId, Bytes> replies) {
        var message = CanonicalJson.of(paper);
        var said = hear(Certified.class, course, asked, replies, one -> isSignature(one, message));
        if (said.size() < parts.plan().safety().terms().quorum()) {
            return failed(new Fault.Unavailable("signatures of a quorum of members"));
        }
        var signatures = new TreeMap<String, Bytes>();
        said.forEach(
                (member, one) -> signatures.put(member.value(), one.message().signature()));
        signatures.put(parts.self().id().value(), Bytes.of(parts.self().signer().sign(message)));
        return release(course, StudyReleases.document(paper, signatures));
    }

    private boolean isSignature(Heard<Certified> said, byte[] message) {
        return parts.self()
                .members()
                .of(said.from())
                .filter(key -> key.verifies(message, said.message().signature().array()))
                .isPresent();
    }

    private StudyStep release(RunCourse course, Bytes document) {
        var recorded = parts.kept().register().record(course.run(), parts.plan().id(), Sha256.of(document.array()));
        return then(recorded, _ -> {
            parts.kept()
                    .releases()
                    .keep(StudyReleases.transcriptKey(parts.plan(), parts.analysis()), transcript.bytes());
            parts.kept().releases().keep(parts.key(), document);
            return end(new StudyStep.Released(document, false));
        });
    }

    private StudyStep call(
            RunCourse course,
            Step step,
            int round,
            Map<NodeId, ? extends Heard<?>> said,
            Function<Map<NodeId, Bytes>, StudyStep> then) {
        var quoted = Heard.quoted(said);
        transcript.add(step, quoted);
        return ask(said.keySet(), sign(Call.of(step, course.run(), round, quoted)), then);
    }

    /** What these members said that belongs to the run and is of this kind; the others are noted as absent. */
    private <M extends Reply> Map<NodeId, Heard<M>> hear(
            Class<M> kind,
            RunCourse course,
            Collection<NodeId> asked,
            Map<NodeId, Bytes> replies,
            Predicate<Heard<M>> sound) {
        Map<NodeId, Heard<M>> heard = Heard.sorted();
        for (var member : asked) {
            var reply = Optional.ofNullable(replies.get(member));
            if (reply.isEmpty()) {
                absent.put(member, Ground.SILENT);
                continue;
            }
            switch (said(member, course.run(), reply.get())) {
                case Outcome.Success<Heard<Reply>>(var said)
                when said.message() instanceof Declined declined -> absent.put(member, declined.ground());
                case Outcome.Success<Heard<Reply>>(var said)
                when said.as(kind) instanceof Outcome.Success<Heard<M>>(var right) && sound.test(right) ->
                    heard.put(member, right);
                case Outcome.Success<Heard<Reply>> _, Outcome.Failure<Heard<Reply>> _ ->
                    absent.put(member, Ground.MISBEHAVED);
            }
        }
        return heard;
    }

    private Outcome<Heard<Reply>> said(NodeId member, Sha256 run, Bytes reply) {
        return Heard.read(reply, parts.self().members())
                .then(heard -> heard.as(Reply.class))
                .then(heard ->
                        heard.from().equals(member) && heard.message().run().equals(run)
                                ? Outcome.of(heard)
                                : Outcome.failed(new Fault.Conflict("not this member's answer in this run")));
    }

    private <T> StudyStep then(Outcome<T> outcome, Function<T, StudyStep> next) {
        return switch (outcome) {
            case Outcome.Success<T>(var value) -> next.apply(value);
            case Outcome.Failure<T>(var fault) -> failed(fault);
        };
    }

    private StudyStep failed(Fault fault) {
        return end(new StudyStep.Failed(fault, absent));
    }

    private StudyStep end(StudyStep step) {
        awaited = _ -> {
            throw new IllegalStateException("the run is over");
        };
        return step;
    }

    /** The step after these answers; a member that is not among them did not answer in time. */
    public StudyStep next(Map<NodeId, Bytes> replies) {
        return awaited.apply(replies);
    }

    private StudyStep ask(
            Collection<NodeId> asked, SignedStatement message, Function<Map<NodeId, Bytes>, StudyStep> then) {
        awaited = then;
        var bytes = message.bytes();
        return new StudyStep.Ask(asked.stream().collect(Collectors.toMap(Function.identity(), _ -> bytes)));
    }

    private SignedStatement sign(RunMessage message) {
        return SignedStatement.sign(
                RunWriter.json(message), parts.self().id(), parts.self().signer());
    }
}
