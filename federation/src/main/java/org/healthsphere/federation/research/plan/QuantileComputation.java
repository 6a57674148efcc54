package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import org.healthsphere.specs.Outcome;

/**
 * Between which points of an even grid of 64 steps quantiles lie. No quantile is told more closely: it would be a patient's own number. In an
 * exact study the interval is widened until enough patients are in it.
 */
final class QuantileComputation implements Computation {
    private static final int STEPS = 64;

    private final StudyPlan plan;
    private final Variable.Numeric number;
    private final List<Double> at;

    private QuantileComputation(StudyPlan plan, Variable.Numeric number, List<Double> at) {
        this.plan = plan;
        this.number = number;
        this.at = at;
    }

    static QuantileComputation of(StudyPlan plan, Analysis.Quantiles quantiles) {
        if (plan.variable(quantiles.of()) instanceof Variable.Numeric number) {
            return new QuantileComputation(plan, number, quantiles.at());
        }
        throw new IllegalStateException("a plan has quantiles of numbers only");
    }

    @Override
    public Step after(Sums sums) {
        return sums.opened().isEmpty()
                ? new Step.Ask(STEPS + 1)
                : result(sums.opened().getFirst());
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var cells = new long[STEPS + 1];
        for (var value : columns.numbers(number.name())) {
            cells[Double.isNaN(value) ? STEPS : step(value)]++;
        }
        return Outcome.of(cells);
    }

    private int step(double value) {
        var range = number.range();
        return Math.min(STEPS - 1, (int) ((value - range.low()) / (range.high() - range.low()) * STEPS));
    }

    @Override
    public List<List<Part>> parts() {
        return List.of(List.of(Part.whole(STEPS + 1, 1)));
    }

    private Step result(long[] sum) {
        var least = switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) -> threshold;
            case Protection.Noise _ -> Math.max(1, plan.safety().terms().threshold());
        };
        var cells = Arrays.stream(sum, 0, STEPS).map(cell -> Math.max(0, cell)).toArray();
        var patients = Arrays.stream(cells).sum();
        var exact = plan.safety().protection() instanceof Protection.Exact;
        if (patients < 2L * least || (exact && Refusals.isFew(sum[STEPS], least))) {
            return new Step.Refused(Refusals.FEW);
        }
        var json = Figures.result("quantiles").put("of", number.name());
        var all = json.putArray("quantiles");
        at.forEach(q -> quantile(all.addObject(), q, cells, exact ? least : 0));
        return new Step.Done(json);
    }

    private void quantile(ObjectNode json, double q, long[] cells, int least) {
        var rank = q * Arrays.stream(cells).sum();
        var first = 0;
        var below = cells[0];
        while (below < rank && first < STEPS - 1) {
            below += cells[++first];
        }
        var last = first;
        while (Arrays.stream(cells, first, last + 1).sum() < least) {
            if (first > 0 && (last == STEPS - 1 || cells[first - 1] >= cells[last + 1])) {
                first--;
            } else {
                last++;
            }
        }
        Figures.put(json, "q", q);
        Figures.put(json, "from", point(first));
        Figures.put(json, "to", point(last + 1));
    }

    private double point(int step) {
        var range = number.range();
        return range.low() + (range.high() - range.low()) * step / STEPS;
    }
}
