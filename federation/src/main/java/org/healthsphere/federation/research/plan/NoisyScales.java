package org.healthsphere.federation.research.plan;

import java.util.ArrayList;
import java.util.List;
import org.healthsphere.federation.research.analysis.Family;

/** How coefficients in the units of the variables follow from those of terms between -1 and 1. */
final class NoisyScales {
    private final Analysis analysis;
    private final ModelFrame frame;
    private final ModelFrame.Scale response;

    NoisyScales(StudyPlan plan, Analysis analysis, ModelFrame frame) {
        this.analysis = analysis;
        this.frame = frame;
        this.response = analysis instanceof Analysis.Glm glm
                        && glm.family() == Family.GAUSSIAN
                        && plan.variable(glm.response()) instanceof Variable.Numeric number
                ? ModelFrame.Scale.of(number.range())
                : ModelFrame.Scale.NONE;
    }

    /**
     * A coefficient as a linear combination of parameters.
     *
     * @param constant what is added to it
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Combination(double[] weights, double constant) {
        double of(double[] parameters) {
            var sum = constant;
            for (var i = 0; i < weights.length; i++) {
                sum += weights[i] * parameters[i];
            }
            return sum;
        }

        double deviation(double[][] covariance) {
            var sum = 0.0;
            for (var i = 0; i < weights.length; i++) {
                for (var j = 0; j < weights.length; j++) {
                    sum += weights[i] * covariance[i][j] * weights[j];
                }
            }
            return Math.sqrt(sum);
        }
    }

    /** One for each term, of so many parameters, the last of which are those of the terms. */
    List<Combination> weights(int parameters) {
        var scales = frame.scales();
        var from = parameters - scales.size();
        List<Combination> combinations = new ArrayList<>();
        for (var i = 0; i < scales.size(); i++) {
            var weights = new double[parameters];
            weights[from + i] = response.half() / scales.get(i).half();
            combinations.add(new Combination(weights, 0));
        }
        return analysis instanceof Analysis.Glm ? withIntercept(combinations, scales) : combinations;
    }

    private List<Combination> withIntercept(List<Combination> combinations, List<ModelFrame.Scale> scales) {
        var intercept = combinations.getFirst().weights().clone();
        for (var i = 1; i < scales.size(); i++) {
            intercept[i] -=
                    response.half() * scales.get(i).middle() / scales.get(i).half();
        }
        var all = new ArrayList<>(combinations);
        all.set(0, new Combination(intercept, response.middle()));
        return all;
    }
}
