package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.federation.research.analysis.ChiSquared;
import org.healthsphere.federation.research.analysis.SymmetricMatrix;
import org.healthsphere.specs.Outcome;

/**
 * A model with noise: how many patients there are, and then a gradient and a curvature at each of a fixed number of points, which every hospital
 * derives from what was told before. Each patient's part of a sum is cut to a length that is known, in whole numbers, and never rounded up.
 *
 * <p>The parts of the cost are fixed: most of it goes to the last step, whose noise is that of the estimates.
 */
final class NoisyModelComputation implements Computation {
    private static final double UNITS = 1L << 20;
    private static final long START_SHARE = 50_000;
    private static final long[] GRADIENT_SHARES = {50_000, 80_000, 120_000, 350_000};
    private static final long[] CURVATURE_SHARES = {50_000, 60_000, 90_000, 150_000};
    private static final int PER_PARAMETER = 10;

    private final StudyPlan plan;
    private final Analysis analysis;
    private final ModelFrame frame;
    private final Likelihood likelihood;

    private NoisyModelComputation(StudyPlan plan, Analysis analysis) {
        this.plan = plan;
        this.analysis = analysis;
        this.frame = new ModelFrame(plan, analysis);
        this.likelihood = switch (analysis) {
            case Analysis.Glm glm -> new NoisyGlm(plan, glm, frame);
            case Analysis.Cox cox -> new NoisyHazards(cox, cox.grid().orElseThrow(), frame);
            case Analysis other -> throw new IllegalStateException("no model: " + other.name());
        };
    }

    static NoisyModelComputation of(StudyPlan plan, Analysis analysis) {
        return new NoisyModelComputation(plan, analysis);
    }

    private int curvatures() {
        return SymmetricMatrix.packed(likelihood.parameters());
    }

    @Override
    public List<List<Part>> parts() {
        var square = (long) (UNITS * UNITS);
        List<List<Part>> sums = new ArrayList<>();
        sums.add(List.of(new Part(likelihood.starts(), square, START_SHARE)));
        for (var step = 0; step < likelihood.steps(); step++) {
            sums.add(List.of(
                    new Part(likelihood.parameters(), square, share(GRADIENT_SHARES, step)),
                    new Part(curvatures(), square, share(CURVATURE_SHARES, step))));
        }
        return sums;
    }

    /** One step has what all of them would have had. */
    private long share(long[] shares, int step) {
        return likelihood.steps() == 1 ? Arrays.stream(shares).sum() : shares[step];
    }

    @Override
    public Step after(Sums sums) {
        if (sums.opened().isEmpty()) {
            return new Step.Ask(likelihood.starts());
        }
        var starts = starts(sums);
        var least = Math.max(
                plan.safety().terms().threshold(), PER_PARAMETER * frame.names().size());
        if (likelihood.patients(starts) < least) {
            return new Step.Refused(Refusals.FEW);
        }
        if (sums.opened().size() <= likelihood.steps()) {
            return new Step.Ask(likelihood.parameters() + curvatures());
        }
        var fit = fit(sums);
        return fit.isLost()
                ? new Step.Refused("the noise is greater than what the patients say of the model")
                : new Step.Done(result(starts, fit));
    }

    private double[] starts(Sums sums) {
        return Arrays.stream(sums.opened().getFirst())
                .mapToDouble(word -> word / UNITS * Math.sqrt(likelihood.startBound()))
                .toArray();
    }

    private NoisyFit fit(Sums sums) {
        var fit = new NoisyFit(likelihood.origin(starts(sums)));
        var parts = parts();
        for (var step = 1; step < sums.opened().size(); step++) {
            fit.go(told(sums, sums.opened().get(step), parts.get(step)));
        }
        return fit;
    }

    private NoisyFit.Told told(Sums sums, long[] words, List<Part> parts) {
        var gradient = Arrays.stream(words, 0, likelihood.parameters())
                .mapToDouble(word -> word / UNITS * likelihood.gradientBound())
                .toArray();
        var curvature = Arrays.stream(words, likelihood.parameters(), words.length)
                .mapToDouble(word -> word / UNITS * likelihood.curvatureBound())
                .toArray();
        for (var row = 0; row < gradient.length; row++) {
            for (var column = 0; column <= row; column++) {
                if (likelihood.isNothing(row, column)) {
                    curvature[Likelihood.place(row, column)] = 0;
                }
            }
        }
        return new NoisyFit.Told(
                gradient,
                curvature,
                deviation(sums, parts.getFirst()) * likelihood.gradientBound(),
                deviation(sums, parts.getLast()) * likelihood.curvatureBound());
    }

    private double deviation(Sums sums, Part part) {
        return part.deviation(plan, sums.members(), sums.sites()) / UNITS;
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var rows = frame.rows(columns);
        var first = sums.opened().isEmpty();
        var at = first ? new double[likelihood.parameters()] : fit(sums).at();
        var words = new long[first ? likelihood.starts() : likelihood.parameters() + curvatures()];
        likelihood.each(rows, at, (starts, gradient, curvature) -> {
            if (first) {
                add(words, 0, starts, Math.sqrt(likelihood.startBound()));
            } else {
                add(words, 0, gradient, likelihood.gradientBound());
                add(words, gradient.length, curvature, likelihood.curvatureBound());
            }
        });
        return Outcome.of(words);
    }

    /** Adds what a patient says, no longer than the bound, rounded towards zero. */
    private static void add(long[] words, int from, double[] said, double bound) {
        var squares = 0.0;
        for (var number : said) {
            squares += number * number;
        }
        var length = Math.max(bound, Math.sqrt(squares) * (1 + Math.ulp(4.0)));
        for (var i = 0; i < said.length; i++) {
            words[from + i] += (long) (said[i] / length * UNITS);
        }
    }

    private ObjectNode result(double[] starts, NoisyFit fit) {
        var dispersion = likelihood.dispersion(starts, fit);
        var covariance = fit.covariance(dispersion);
        var json = switch (analysis) {
            case Analysis.Glm glm ->
                Figures.result("glm").put("family", glm.family().name().toLowerCase(Locale.ROOT));
            case Analysis _ -> Figures.result("cox").put("baseline", "constant within each step of the grid");
        };
        Figures.put(json, "patients", Math.rint(likelihood.patients(starts)));
        json.put("iterations", likelihood.steps())
                .put(
                        "errors",
                        covariance.isPresent()
                                ? "of the data and of the noise"
                                : "none: the noise is too great for the number of patients");
        coefficients(json, fit.at(), covariance);
        return json;
    }

    /** In the units of the variables, as the intercept has to take up what scaling took away. */
    private void coefficients(ObjectNode json, double[] at, Optional<double[][]> covariance) {
        var names = frame.names();
        var weights = new NoisyScales(plan, analysis, frame).weights(at.length);
        var array = json.putArray("coefficients");
        for (var i = 0; i < names.size(); i++) {
            var one = array.addObject().put("term", names.get(i));
            var weight = weights.get(i);
            var estimate = weight.of(at);
            Figures.put(one, "estimate", estimate);
            var error = covariance.map(weight::deviation).orElse(Double.NaN);
            Figures.put(one, "error", error);
            Figures.put(one, "statistic", estimate / error);
            var z = estimate / error;
            Figures.put(one, "p", Double.isFinite(z) ? new ChiSquared(z * z, 1).p() : Double.NaN);
        }
    }
}
