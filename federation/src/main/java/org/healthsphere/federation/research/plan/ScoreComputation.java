package org.healthsphere.federation.research.plan;

import java.util.Arrays;
import java.util.List;
import org.healthsphere.federation.research.plan.Analysis.Score;
import org.healthsphere.federation.research.plan.Variable.Levelled;
import org.healthsphere.specs.Outcome;

/** How well a formula does that the study names: one sum of counts and of what calibration is made of. */
final class ScoreComputation implements Computation {
    private static final int MISSING = Evaluation.WORDS;

    private final StudyPlan plan;
    private final Score score;

    private ScoreComputation(StudyPlan plan, Score score) {
        this.plan = plan;
        this.score = score;
    }

    static ScoreComputation of(StudyPlan plan, Score score) {
        return new ScoreComputation(plan, score);
    }

    @Override
    public Step after(Sums sums) {
        if (sums.opened().isEmpty()) {
            return new Step.Ask(MISSING + 1);
        }
        var sum = sums.opened().getFirst();
        var threshold = plan.safety().protection() instanceof Protection.Exact(var least) ? least : 0;
        if (Refusals.isFew(sum[MISSING], threshold)) {
            return new Step.Refused(Refusals.FEW);
        }
        return Evaluation.told(sum, threshold)
                .<Step>map(Step.Done::new)
                .orElseGet(() -> new Step.Refused(Refusals.FEW));
    }

    @Override
    public List<List<Part>> parts() {
        return List.of();
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var evaluation = new Evaluation();
        var outcomes = columns.numbers(score.outcome());
        var missing = 0;
        var probabilities = probabilities(columns);
        for (var i = 0; i < outcomes.length; i++) {
            if (Double.isNaN(outcomes[i]) || Double.isNaN(probabilities[i])) {
                missing++;
            } else {
                evaluation.add(probabilities[i], outcomes[i] == 1);
            }
        }
        var sum = Arrays.copyOf(evaluation.sums(), MISSING + 1);
        sum[MISSING] = missing;
        return Outcome.of(sum);
    }

    private double[] probabilities(StudyColumns columns) {
        var formula = score.formula();
        var probabilities = new double[columns.patients()];
        for (var i = 0; i < probabilities.length; i++) {
            var value = formula.intercept();
            for (var weight : formula.weights()) {
                value += weight.weight() * counted(weight, columns.numbers(weight.variable())[i]);
            }
            probabilities[i] = formula.logit() ? 1 / (1 + Math.exp(-value)) : value;
        }
        return probabilities;
    }

    /** Whether a level is the one, or the number itself; a missing one stays missing. */
    private double counted(Score.Weight weight, double number) {
        if (Double.isNaN(number) || weight.level().isEmpty()) {
            return number;
        }
        return plan.variable(weight.variable()) instanceof Levelled levelled
                        && levelled.levels()
                                .get((int) number)
                                .equals(weight.level().get())
                ? 1
                : 0;
    }
}
