package org.healthsphere.federation.research.study;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.federation.research.Ground;
import org.healthsphere.federation.research.SignedStatement;
import org.healthsphere.federation.research.StudyMember;
import org.healthsphere.federation.research.aggregation.RoundKeys;
import org.healthsphere.federation.research.cohort.CohortEvaluator;
import org.healthsphere.federation.research.cohort.Coverage;
import org.healthsphere.federation.research.cohort.Pin;
import org.healthsphere.federation.research.cohort.Selection;
import org.healthsphere.federation.research.plan.Protection;
import org.healthsphere.federation.research.plan.StudyColumns;
import org.healthsphere.federation.research.privacy.PrivacyBudget;
import org.healthsphere.federation.research.study.RunMessage.Begin;
import org.healthsphere.federation.research.study.RunMessage.Call;
import org.healthsphere.federation.research.study.RunMessage.Declined;
import org.healthsphere.federation.research.study.RunMessage.Reply;
import org.healthsphere.federation.research.study.StudyBook.Verdict;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** This hospital's side of the analyses of studies that it has approved. */
public final class AnalysisHost {
    private static final int MOST_OPEN = 16;

    private final StudyMember self;
    private final Duration longest;
    private final Behind behind;
    private final Map<Sha256, HostedRun> open = new HashMap<>();

    /** What stands behind it. */
    public record Behind(
            StudyBook book, CohortEvaluator evaluator, StudyRecords records, PrivacyBudget budget, StudyTokens tokens) {
        /** Without tokens. */
        public Behind(StudyBook book, CohortEvaluator evaluator, StudyRecords records, PrivacyBudget budget) {
            this(book, evaluator, records, budget, StudyTokens.NONE);
        }
    }

    /**
     * A host.
     *
     * @param longest the longest time that a run may stay open
     */
    public AnalysisHost(StudyMember self, Duration longest, Behind behind) {
        this.self = self;
        this.longest = longest;
        this.behind = behind;
    }

    /** The signed answer; a fault when the message is none, or not from the member that it names. */
    public Outcome<Bytes> answer(Bytes message) {
        return Heard.read(message, self.members()).then(heard -> switch (heard.message()) {
            case Begin begin -> Outcome.of(begun(new Heard<>(heard.statement(), begin)));
            case Call call -> Outcome.of(inRun(new Heard<>(heard.statement(), call)));
            case Reply _ -> Outcome.failed(new Fault.Conflict("only a coordinator hears this"));
        });
    }

    private Bytes inRun(Heard<Call> heard) {
        return find(heard.message().run())
                .filter(run -> run.isFrom(heard.from()))
                .map(run -> run.answer(heard))
                .orElseGet(() -> declined(heard.message().run(), Ground.EXPIRED));
    }

    private synchronized Optional<HostedRun> find(Sha256 run) {
        open.values().removeIf(HostedRun::hasPassed);
        return Optional.ofNullable(open.get(run));
    }

    private Bytes begun(Heard<Begin> begin) {
        var run = begin.statement().digest();
        return find(run).map(HostedRun::admission).orElseGet(() -> switch (admitted(begin)) {
            case Admission.Taken(var local) -> take(begin, local);
            case Admission.Refused(var ground) -> declined(run, ground);
        });
    }

    private sealed interface Admission {
        record Taken(LocalStudy local) implements Admission {}

        record Refused(Ground ground) implements Admission {}
    }

    private Admission admitted(Heard<Begin> begin) {
        var now = self.clock().instant();
        var notAfter = begin.message().notAfter();
        if (!now.isBefore(notAfter) || notAfter.isAfter(now.plus(longest))) {
            return new Admission.Refused(Ground.EXPIRED);
        }
        return switch (behind.book().verdict(begin.message().plan())) {
            case Verdict.Declined(var ground) -> new Admission.Refused(ground);
            case Verdict.Approved approved -> approved(begin, approved);
        };
    }

    private Admission approved(Heard<Begin> begin, Verdict.Approved approved) {
        var plan = approved.plan();
        if (!plan.asker().member().equals(begin.from())
                || plan.analysis(begin.message().analysis()).isEmpty()) {
            return new Admission.Refused(Ground.QUERY);
        }
        if (!self.clock().instant().isBefore(plan.safety().notAfter())) {
            return new Admission.Refused(Ground.EXPIRED);
        }
        var analysis = begin.message().analysis();
        var pinned = behind.evaluator()
                .select(plan.cohort(), plan.criteria())
                .then(selection ->
                        behind.tokens().pins(plan, analysis, selection).map(pins -> new Pinned(selection, pins)));
        return switch (pinned) {
            case Outcome.Failure<Pinned>(Fault.Unavailable _) -> new Admission.Refused(Ground.UNAVAILABLE);
            case Outcome.Success<Pinned>(var here)
            when here.pins().equals(begin.message().pins()) ->
                afforded(new LocalStudy.Asked(plan, analysis, approved.limitMicros()), here.selection());
            case Outcome.Failure<Pinned> _, Outcome.Success<Pinned> _ -> new Admission.Refused(Ground.TERMINOLOGY);
        };
    }

    private record Pinned(Selection selection, List<Pin> pins) {}

    /** The budget is looked at here, so that nobody pays for a run that must fail; it is the debit that decides. */
    private Admission afforded(LocalStudy.Asked asked, Selection selection) {
        var plan = asked.plan();
        if (plan.safety().protection() instanceof Protection.Noise(var rho)) {
            switch (behind.budget().leftMicros(plan.id(), asked.limitMicros())) {
                case Outcome.Failure<Long> _ -> {
                    return new Admission.Refused(Ground.UNAVAILABLE);
                }
                case Outcome.Success<Long>(var left) -> {
                    if (left < rho) {
                        return new Admission.Refused(Ground.BUDGET);
                    }
                }
            }
        }
        return switch (behind.records().freeze(plan)) {
            case Outcome.Failure<StudyRecords.Frozen> _ -> new Admission.Refused(Ground.UNAVAILABLE);
            case Outcome.Success<StudyRecords.Frozen>(var frozen) ->
                columns(asked, selection, frozen)
                        .<Admission>map(columns -> new Admission.Taken(new LocalStudy(
                                asked,
                                frozen,
                                coverage(asked, selection, frozen),
                                columns,
                                behind.book(),
                                behind.budget())))
                        .orElseGet(() -> new Admission.Refused(Ground.UNAVAILABLE));
        };
    }

    /** Of all records that the study may use, in the systems in which the cohort and the variables of the analysis are asked for. */
    private static List<Coverage> coverage(LocalStudy.Asked asked, Selection selection, StudyRecords.Frozen frozen) {
        var plan = asked.plan();
        var variables = plan.analyses()
                .get(asked.analysis())
                .variables()
                .flatMap(name -> plan.variable(name).criteria());
        return frozen.coverage().of(selection, Stream.concat(plan.cohort().records(), variables));
    }

    /** Nothing when patients must be told apart who came after the tokens were made. */
    private Optional<StudyColumns> columns(LocalStudy.Asked asked, Selection selection, StudyRecords.Frozen frozen) {
        var plan = asked.plan();
        var columns = StudyColumns.of(plan, selection, frozen.facts());
        if (!plan.analyses().get(asked.analysis()).tellsApart()) {
            return Optional.of(columns);
        }
        var members = Arrays.stream(columns.members())
                .mapToObj(frozen.patients()::get)
                .toList();
        return behind.tokens()
                .of(plan.hash())
                .flatMap(held -> held.column(members))
                .map(columns::with);
    }

    private synchronized Bytes take(Heard<Begin> begin, LocalStudy local) {
        var run = begin.statement().digest();
        var known = Optional.ofNullable(open.get(run));
        if (known.isPresent()) {
            return known.get().admission();
        }
        open.values().removeIf(other -> other.isOver() || other.isReplacedBy(begin));
        if (open.size() >= MOST_OPEN) {
            return declined(run, Ground.BUSY);
        }
        var hosted = new HostedRun(self, begin, local, RoundKeys.generate(self.random()));
        open.put(run, hosted);
        return hosted.admission();
    }

    private Bytes declined(Sha256 run, Ground ground) {
        return SignedStatement.sign(RunWriter.json(new Declined(run, ground)), self.id(), self.signer())
                .bytes();
    }
}
