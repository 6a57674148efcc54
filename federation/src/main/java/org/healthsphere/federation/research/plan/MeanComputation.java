package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.healthsphere.specs.Outcome;

/**
 * Mean and variance of a number that is cut to bounds. Exactly, from sums about the middle of the bounds; with noise, from sums of
 * thousandths of half the width, so that it is known by how much a patient moves them.
 */
final class MeanComputation implements Computation {
    private static final long UNITS = 1000;
    private static final int SQUARES = 4;
    private static final int EXACT_WORDS = 2 + 2 * Limbs.WORDS;
    private static final int NOISED_WORDS = 3;

    private final StudyPlan plan;
    private final Variable.Numeric number;
    private final double middle;
    private final double unit;

    private MeanComputation(StudyPlan plan, Variable.Numeric number) {
        this.plan = plan;
        this.number = number;
        var range = number.range();
        this.middle = (range.low() + range.high()) / 2;
        this.unit = (range.high() - range.low()) / 2 / UNITS;
    }

    static MeanComputation of(StudyPlan plan, Analysis.Mean mean) {
        if (plan.variable(mean.of()) instanceof Variable.Numeric number) {
            return new MeanComputation(plan, number);
        }
        throw new IllegalStateException("a plan has means of numbers only");
    }

    private boolean isExact() {
        return plan.safety().protection() instanceof Protection.Exact;
    }

    @Override
    public Step after(Sums sums) {
        if (sums.opened().isEmpty()) {
            return new Step.Ask(isExact() ? EXACT_WORDS : NOISED_WORDS);
        }
        var sum = sums.opened().getFirst();
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> exact(sum, threshold);
            case Protection.Noise _ ->
                sum[0] < Math.max(2, plan.safety().terms().threshold())
                        ? new Step.Refused(Refusals.FEW)
                        : new Step.Done(result(sum[0], sum[1] * unit, sum[2] * unit * unit));
        };
    }

    private Step exact(long[] sum, int threshold) {
        if (sum[0] < Math.max(2, threshold) || Refusals.isFew(sum[1], threshold)) {
            return new Step.Refused(Refusals.FEW);
        }
        return new Step.Done(result(sum[0], Limbs.get(sum, 2), Limbs.get(sum, SQUARES)));
    }

    private ObjectNode result(long patients, double sum, double squares) {
        var json = Figures.result("mean").put("of", number.name()).put("patients", patients);
        Figures.put(json, "mean", number.range().within(middle + sum / patients));
        Figures.put(json, "variance", Math.max(0, (squares - sum * sum / patients) / (patients - 1)));
        return json;
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        return Outcome.of(isExact() ? exact(columns) : units(columns));
    }

    private long[] exact(StudyColumns columns) {
        var words = new long[EXACT_WORDS];
        var sum = 0.0;
        var squares = 0.0;
        for (var value : columns.numbers(number.name())) {
            if (Double.isNaN(value)) {
                words[1]++;
            } else {
                words[0]++;
                sum += value - middle;
                squares += (value - middle) * (value - middle);
            }
        }
        Limbs.put(sum, words, 2);
        Limbs.put(squares, words, SQUARES);
        return words;
    }

    private long[] units(StudyColumns columns) {
        var words = new long[NOISED_WORDS];
        for (var value : columns.numbers(number.name())) {
            if (!Double.isNaN(value)) {
                var units = Math.round((value - middle) / unit);
                words[0]++;
                words[1] += units;
                words[2] += units * units;
            }
        }
        return words;
    }

    @Override
    public List<List<Part>> parts() {
        var third = Part.WHOLE / NOISED_WORDS;
        var units = UNITS * UNITS;
        return List.of(List.of(new Part(1, 1, third), new Part(1, units, third), new Part(1, units * units, third)));
    }
}
