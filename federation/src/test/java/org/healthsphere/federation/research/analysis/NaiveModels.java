package org.healthsphere.federation.research.analysis;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Log likelihoods by their definitions, over pooled rows. What maximises them is checked by looking at points nearby: nothing of
 * how the fits are found is used.
 */
final class NaiveModels {
    private NaiveModels() {}

    /** A patient. */
    record Patient(Vector x, double offset, double response, double time, int stratum) {
        boolean event() {
            return response == 1;
        }

        double predictor(double[] beta) {
            var sum = offset;
            for (var j = 0; j < beta.length; j++) {
                sum += beta[j] * x.at(j);
            }
            return sum;
        }
    }

    static double logLikelihood(Family family, List<Patient> patients, double[] beta) {
        return patients.stream()
                .mapToDouble(patient -> {
                    var eta = patient.predictor(beta);
                    var y = patient.response();
                    return switch (family) {
                        case GAUSSIAN -> -(y - eta) * (y - eta) / 2;
                        case BINOMIAL -> y * eta - Math.log(1 + Math.exp(eta));
                        case POISSON -> y * eta - Math.exp(eta);
                    };
                })
                .sum();
    }

    static double partialLogLikelihood(Ties ties, List<Patient> patients, double[] beta) {
        var sum = 0.0;
        for (var dying : patients) {
            if (dying.event()) {
                var rivals = patients.stream()
                        .filter(other -> other.stratum() == dying.stratum() && other.time() >= dying.time())
                        .toList();
                var tied = rivals.stream()
                        .filter(other -> other.event() && other.time() == dying.time())
                        .toList();
                var before = tied.indexOf(dying);
                var gone = ties == Ties.EFRON ? (double) before / tied.size() : 0;
                sum += dying.predictor(beta) - Math.log(hazard(rivals, beta) - gone * hazard(tied, beta));
            }
        }
        return sum;
    }

    private static double hazard(List<Patient> patients, double[] beta) {
        return patients.stream()
                .mapToDouble(patient -> Math.exp(patient.predictor(beta)))
                .sum();
    }

    /** By central differences: the gradient, which vanishes where a likelihood is largest. */
    static double[] gradient(ToDoubleFunction<double[]> likelihood, double[] at) {
        var gradient = new double[at.length];
        for (var j = 0; j < at.length; j++) {
            gradient[j] = (likelihood.applyAsDouble(moved(at, j, 1e-5)) - likelihood.applyAsDouble(moved(at, j, -1e-5)))
                    / 2e-5;
        }
        return gradient;
    }

    /** By central differences: minus the second derivative, row by row of the lower triangle. */
    static double[] information(ToDoubleFunction<double[]> likelihood, double[] at) {
        var triangle = new double[SymmetricMatrix.packed(at.length)];
        var next = 0;
        for (var i = 0; i < at.length; i++) {
            for (var j = 0; j <= i; j++) {
                var up = gradient(likelihood, moved(at, i, 1e-3))[j];
                var down = gradient(likelihood, moved(at, i, -1e-3))[j];
                triangle[next++] = (down - up) / 2e-3;
            }
        }
        return triangle;
    }

    private static double[] moved(double[] from, int index, double by) {
        var moved = from.clone();
        moved[index] += by;
        return moved;
    }
}
