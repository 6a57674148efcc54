package org.healthsphere.federation.research.plan;

import org.healthsphere.federation.research.analysis.Family;
import org.healthsphere.federation.research.analysis.SymmetricMatrix;

/**
 * A generalised linear model whose terms and response lie between known bounds. A gaussian one has the same curvature everywhere, so that one
 * step is all it needs.
 */
final class NoisyGlm implements Likelihood {
    private static final int STEPS = 4;
    private static final int PATIENTS = 0;
    private static final int RESPONSE = 1;
    private static final int EXPOSURE = 2;
    private static final double HALF_A_PATIENT = 0.5;

    private final Analysis.Glm glm;
    private final int terms;
    private final ModelFrame.Scale response;
    private final double greatest;
    private final double longest;

    NoisyGlm(StudyPlan plan, Analysis.Glm glm, ModelFrame frame) {
        this.glm = glm;
        this.terms = frame.names().size();
        this.response = glm.family() == Family.GAUSSIAN ? frame.scale(glm.response()) : ModelFrame.Scale.NONE;
        this.greatest = glm.family() == Family.POISSON ? high(plan, glm.response()) : 1;
        this.longest = glm.exposure().map(name -> high(plan, name)).orElse(1.0);
    }

    private static double high(StudyPlan plan, String name) {
        return plan.variable(name) instanceof Variable.Numeric number
                ? Math.max(1, number.range().high())
                : 1;
    }

    @Override
    public int parameters() {
        return terms;
    }

    @Override
    public double gradientBound() {
        return greatest * Math.sqrt(terms);
    }

    /** A row whose entries are at most 1 has products of which as many are at most 1; the weight of a row is at most the variance. */
    @Override
    public double curvatureBound() {
        var weight = switch (glm.family()) {
            case GAUSSIAN -> 1;
            case BINOMIAL -> 0.25;
            case POISSON -> greatest;
        };
        return weight * Math.sqrt(SymmetricMatrix.packed(terms));
    }

    @Override
    public int starts() {
        return EXPOSURE + 1;
    }

    @Override
    public double startBound() {
        return starts();
    }

    @Override
    public int steps() {
        return glm.family() == Family.GAUSSIAN ? 1 : STEPS;
    }

    @Override
    public double patients(double[] starts) {
        return starts[PATIENTS];
    }

    /** The model of the intercept alone. */
    @Override
    public double[] origin(double[] starts) {
        var origin = new double[terms];
        var patients = Math.max(1, starts[PATIENTS]);
        var responses = Math.min(Math.max(HALF_A_PATIENT, starts[RESPONSE]), patients - HALF_A_PATIENT);
        origin[0] = switch (glm.family()) {
            case GAUSSIAN -> 0;
            case BINOMIAL -> StrictMath.log(responses / (patients - responses));
            case POISSON ->
                StrictMath.log(greatest
                        * Math.max(HALF_A_PATIENT, starts[RESPONSE])
                        / (longest * Math.max(HALF_A_PATIENT, starts[EXPOSURE])));
        };
        return origin;
    }

    /** The mean square of what the model leaves, which a gaussian model says by the sums it was fitted from. */
    @Override
    public double dispersion(double[] starts, NoisyFit fit) {
        return glm.family() == Family.GAUSSIAN ? (starts[RESPONSE] - fit.explained()) / (starts[PATIENTS] - terms) : 1;
    }

    @Override
    public void each(ModelFrame.Rows rows, double[] at, Visitor visitor) {
        var responses = rows.numbers(glm.response());
        var exposures = glm.exposure().map(rows::numbers);
        var gradient = new double[terms];
        var curvature = new double[SymmetricMatrix.packed(terms)];
        var scaled = rows.scaled();
        for (var i = 0; i < scaled.size(); i++) {
            var row = scaled.get(i);
            var y = response.of(responses.at(i));
            var number = i;
            var exposure = exposures.map(all -> all.at(number)).orElse(longest);
            var predictor = exposures.isPresent() ? Math.log(exposure) : 0;
            for (var j = 0; j < terms; j++) {
                predictor += at[j] * row[j];
            }
            var mean = Math.min(glm.family() == Family.POISSON ? greatest : Double.MAX_VALUE, mean(predictor));
            var weight = weight(mean);
            for (var j = 0; j < terms; j++) {
                gradient[j] = (y - mean) * row[j];
                for (var k = 0; k <= j; k++) {
                    curvature[Likelihood.place(j, k)] = weight * row[j] * row[k];
                }
            }
            visitor.see(new double[] {1, start(y), exposure / longest}, gradient, curvature);
        }
    }

    private double start(double y) {
        return glm.family() == Family.GAUSSIAN ? y * y : y / greatest;
    }

    private double mean(double predictor) {
        return switch (glm.family()) {
            case GAUSSIAN -> predictor;
            case BINOMIAL -> 1 / (1 + Math.exp(-predictor));
            case POISSON -> Math.exp(predictor);
        };
    }

    private double weight(double mean) {
        return switch (glm.family()) {
            case GAUSSIAN -> 1;
            case BINOMIAL -> mean * (1 - mean);
            case POISSON -> mean;
        };
    }
}
