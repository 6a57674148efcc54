package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.federation.research.analysis.Coefficient;
import org.healthsphere.federation.research.analysis.CoxFit;
import org.healthsphere.federation.research.analysis.GlmFit;
import org.healthsphere.federation.research.analysis.Round;
import org.healthsphere.federation.research.analysis.SiteStatistics;
import org.healthsphere.federation.research.analysis.Sites;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A model, in rounds. The first sum says whether there are enough patients of every kind; the others are the statistics at coefficients
 * that each hospital derives itself: it fits the model to the sums so far, and where the next one is wanted, that is what is asked. A
 * coordinator chooses no coefficients, and so cannot choose some at which the statistics are those of one patient.
 */
final class ModelComputation implements Computation {
    private final Analysis analysis;
    private final ModelFrame frame;
    private final ModelChecks checks;
    private final StatisticsWords words;

    private ModelComputation(StudyPlan plan, Analysis analysis) {
        this.analysis = analysis;
        this.frame = new ModelFrame(plan, analysis);
        this.checks = new ModelChecks(plan, analysis, frame.names().size());
        this.words = new StatisticsWords(frame.names().size());
    }

    static Computation of(StudyPlan plan, Analysis analysis) {
        return analysis instanceof Analysis.Cox cox && cox.grid().isPresent()
                ? GridComputation.of(plan, cox, cox.grid().get())
                : new ModelComputation(plan, analysis);
    }

    @Override
    public List<List<Part>> parts() {
        return List.of();
    }

    @Override
    public Step after(Sums sums) {
        if (sums.opened().isEmpty()) {
            return new Step.Ask(checks.length());
        }
        if (!checks.suffice(sums.opened().getFirst())) {
            return new Step.Refused(Refusals.FEW);
        }
        var replay = new Replay(sums);
        var fitted = fit(replay);
        if (replay.asked.isPresent()) {
            return new Step.Ask(words.length());
        }
        return switch (fitted) {
            case Outcome.Success<ObjectNode>(var result) -> new Step.Done(result);
            case Outcome.Failure<ObjectNode>(var fault) -> refused(fault);
        };
    }

    /** Why there is no estimate, in words that name terms and no values. */
    static Step refused(Fault fault) {
        return new Step.Refused(
                fault instanceof Fault.Unprocessable(var problems)
                        ? problems.getFirst().toString()
                        : "the model has no estimate");
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var rows = frame.rows(columns);
        if (sums.opened().isEmpty()) {
            return Outcome.of(checks.of(rows));
        }
        var replay = new Replay(sums);
        return fit(replay) instanceof Outcome.Success<ObjectNode> || replay.asked.isEmpty()
                ? Outcome.failed(new Fault.Conflict("nothing more is asked"))
                : rows.site().map(site -> words.encode(site.answer(replay.asked.orElseThrow())));
    }

    /** The sums so far as if they came in now; the first that is not there yet is what is asked. */
    private final class Replay implements Sites {
        private final Sums sums;
        private int next = 1;
        private Optional<Round> asked = Optional.empty();

        Replay(Sums sums) {
            this.sums = sums;
        }

        @Override
        public Outcome<SiteStatistics> sum(Round round) {
            if (next < sums.opened().size()) {
                return Outcome.of(words.decode(sums.opened().get(next++)));
            }
            asked = Optional.of(round);
            return Outcome.failed(new Fault.Unavailable("the next sum"));
        }
    }

    private Outcome<ObjectNode> fit(Sites sites) {
        return switch (analysis) {
            case Analysis.Glm glm ->
                GlmFit.of(glm.family(), frame.names(), sites).map(ModelComputation::result);
            case Analysis.Cox _ -> CoxFit.of(frame.names(), sites).map(ModelComputation::result);
            case Analysis other -> throw new IllegalStateException("no model: " + other.name());
        };
    }

    private static ObjectNode result(GlmFit fit) {
        var json = Figures.result("glm")
                .put("family", fit.family().name().toLowerCase(Locale.ROOT))
                .put("patients", fit.extent().rows())
                .put("iterations", fit.extent().iterations());
        Figures.put(json, "dispersion", fit.dispersion());
        Figures.put(json, "deviance", fit.deviance());
        coefficients(json, fit.coefficients());
        return json;
    }

    static ObjectNode result(CoxFit fit) {
        var json = Figures.result("cox")
                .put("patients", fit.extent().rows())
                .put("events", fit.extent().events())
                .put("iterations", fit.extent().iterations());
        Figures.put(json, "nullLogLikelihood", fit.nullLogLikelihood());
        Figures.put(json, "logLikelihood", fit.logLikelihood());
        Figures.put(json, "likelihoodRatio", fit.likelihoodRatio().statistic());
        Figures.put(json, "p", fit.likelihoodRatio().p());
        coefficients(json, fit.coefficients());
        return json;
    }

    static void coefficients(ObjectNode json, List<Coefficient> coefficients) {
        var array = json.putArray("coefficients");
        for (var coefficient : coefficients) {
            var one = array.addObject().put("term", coefficient.term());
            Figures.put(one, "estimate", coefficient.estimate());
            Figures.put(one, "error", coefficient.standardError());
            Figures.put(one, "statistic", coefficient.statistic());
            Figures.put(one, "p", coefficient.p());
        }
    }
}
