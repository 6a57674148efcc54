package org.healthsphere.federation.research.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.healthsphere.specs.Outcome;

/**
 * Survival over time (Kaplan and Meier 1958, JASA 53:457), with Greenwood's variance and the Nelson–Aalen cumulative hazard. The
 * numbers are those of R's {@code survfit}.
 *
 * @param steps one for each point of the grid
 */
public record SurvivalCurve(List<Step> steps) {
    private static final double HALF = 0.5;
    /** R takes a survival this close to one half for one half. */
    private static final double TOLERANCE = 1.4901161193847656e-8;

    private static final double NORMAL_97_5 = 1.959963984540054;

    public SurvivalCurve {
        steps = List.copyOf(steps);
    }

    /**
     * The curve from one point until the next.
     *
     * @param survival the probability of having no event up to and at the time
     * @param standardError of the survival; 0 when nobody is left
     * @param cumulativeHazard by Nelson and Aalen
     */
    public record Step(
            double time, long atRisk, long events, double survival, double standardError, double cumulativeHazard) {

        /** The 95 % interval, normal on the scale of log survival; none when nobody is left. */
        public Optional<Interval> interval() {
            if (survival == 0) {
                return Optional.empty();
            }
            var spread = Math.exp(NORMAL_97_5 * standardError / survival);
            return Optional.of(new Interval(survival / spread, Math.min(1, survival * spread)));
        }
    }

    /** Two bounds. */
    public record Interval(double lower, double upper) {}

    /** When half have had the event, and the bounds of that time; each is left out where the curve does not reach it. */
    public record Median(OptionalDouble time, OptionalDouble lower, OptionalDouble upper) {}

    /** The curve of all sites' counts; a fault where there are no patients. */
    public static Outcome<SurvivalCurve> of(LifeTable table) {
        return of(table, 0);
    }

    /**
     * The curve of counts with noise, whose errors are those of the data and of the noise together, to first order in both.
     *
     * @param noise the standard deviation of the noise in each count of those who leave at a point, with the event or without
     */
    public static Outcome<SurvivalCurve> of(LifeTable table, double noise) {
        if (table.patients() == 0) {
            return Outcome.failed(Refusals.tooFewRows(0, 1));
        }
        var steps = new ArrayList<Step>();
        var survival = 1.0;
        var greenwood = 0.0;
        var hazard = 0.0;
        var noised = new NoisedCurve();
        for (var j = 0; j < table.moments().size(); j++) {
            var moment = table.moments().get(j);
            if (moment.events() > 0) {
                var left = moment.atRisk() - moment.events();
                survival *= (double) left / moment.atRisk();
                greenwood += (double) moment.events() / moment.atRisk() / left;
                hazard += (double) moment.events() / moment.atRisk();
            }
            var variance = greenwood
                    + noise * noise * noised.after(moment, table.moments().size() - j);
            var error = survival == 0 ? 0 : survival * Math.sqrt(variance);
            steps.add(new Step(table.grid().points().at(j), moment.atRisk(), moment.events(), survival, error, hazard));
        }
        return Outcome.of(new SurvivalCurve(steps));
    }

    public Median median() {
        return new Median(
                half(Step::survival),
                half(step -> step.interval().map(Interval::lower).orElse(Double.NaN)),
                half(step -> step.interval().map(Interval::upper).orElse(Double.NaN)));
    }

    /** The first time at which a curve is below one half; the middle of the time where it stays at one half. */
    private OptionalDouble half(ToDoubleFunction<Step> curve) {
        var reached = steps.stream()
                .filter(step -> curve.applyAsDouble(step) < HALF + TOLERANCE)
                .findFirst();
        if (reached.isEmpty()) {
            return OptionalDouble.empty();
        }
        var level = curve.applyAsDouble(reached.get());
        var time = reached.get().time();
        if (Math.abs(level - HALF) < TOLERANCE) {
            return OptionalDouble.of(steps.stream()
                    .filter(step -> curve.applyAsDouble(step) < level)
                    .mapToDouble(step -> (time + step.time()) / 2)
                    .findFirst()
                    .orElse(time));
        }
        return OptionalDouble.of(time);
    }
}
