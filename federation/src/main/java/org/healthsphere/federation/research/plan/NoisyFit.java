package org.healthsphere.federation.research.plan;

import java.util.Arrays;
import java.util.Optional;
import org.healthsphere.federation.research.analysis.PositiveDefinite;
import org.healthsphere.federation.research.analysis.SymmetricMatrix;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * A point on the way of a model with noise: steps of Newton's method, each from one gradient and one curvature that were told with noise. The way
 * has a fixed number of steps, since every one of them is paid for.
 *
 * <p>Errors are those of the data and of the noise together, to first order in the noise of the last step. They are told where the curvature is
 * certainly greater than its noise in every direction. Where it is not, steps are shortened, and there is nothing honest to be said of errors.
 */
final class NoisyFit {
    private static final double LONGEST_STEP = 2;
    /** To first order the noise is small where the curvature is so many times greater than its noise. */
    private static final double MARGIN = 2;

    private final double[] at;
    private double explained;
    private Optional<double[][]> covariance = Optional.empty();
    private boolean lost;

    NoisyFit(double[] origin) {
        this.at = origin.clone();
    }

    /**
     * What was told of one step.
     *
     * @param noise the standard deviation of the noise in each entry of the gradient
     * @param curvatureNoise and of the curvature
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Told(double[] gradient, double[] curvature, double noise, double curvatureNoise) {
        private int order() {
            return gradient.length;
        }

        /** The spectral norm of so large a matrix of such noise is hardly ever greater (Wigner's semicircle). */
        private double norm() {
            return 2 * curvatureNoise * Math.sqrt(order());
        }

        private SymmetricMatrix shifted(double by) {
            var shifted = curvature.clone();
            for (var i = 0; i < order(); i++) {
                shifted[Likelihood.place(i, i)] += by;
            }
            return new SymmetricMatrix(order(), Vector.of(shifted));
        }
    }

    double[] at() {
        return at.clone();
    }

    /** What the gradient of a linear model says of how much of the response it explains. */
    double explained() {
        return explained;
    }

    /** Whether the noise left nothing to go on by. */
    boolean isLost() {
        return lost;
    }

    /** The covariance of the estimates, were the dispersion 1, and that of the noise in them; nothing where it cannot be told. */
    Optional<double[][]> covariance(double dispersion) {
        return covariance.filter(_ -> dispersion > 0).map(parts -> {
            var sum = new double[parts[0].length];
            Arrays.setAll(sum, i -> dispersion * parts[0][i] + parts[1][i]);
            return full(sum, at.length);
        });
    }

    private static double[][] full(double[] triangle, int order) {
        var full = new double[order][order];
        for (var i = 0; i < order; i++) {
            for (var j = 0; j < order; j++) {
                full[i][j] = triangle[Likelihood.place(i, j)];
            }
        }
        return full;
    }

    /** Goes one step. */
    void go(Told told) {
        var certain = PositiveDefinite.of(told.shifted(-MARGIN * told.norm())).isPresent();
        var matrix = PositiveDefinite.of(told.shifted(certain ? 0 : 2 * told.norm()));
        lost |= matrix.isEmpty();
        covariance = Optional.empty();
        matrix.ifPresent(solver -> {
            var step = solver.solve(Vector.of(told.gradient())).stream().toArray();
            var longest = Arrays.stream(step).map(Math::abs).max().orElse(0);
            var length = longest > LONGEST_STEP ? LONGEST_STEP / longest : 1;
            explained = 0;
            for (var i = 0; i < step.length; i++) {
                step[i] *= length;
                at[i] += step[i];
                explained += step[i] * told.gradient()[i];
            }
            if (certain && length == 1) {
                covariance = Optional.of(new double[][] {
                    solver.inverse().triangle().stream().toArray(), noise(solver.inverse(), told, step)
                });
            }
        });
    }

    /** The covariance that noise in the gradient, and in the curvature along the step, gives to the estimates. */
    private static double[] noise(SymmetricMatrix inverse, Told told, double[] step) {
        var order = step.length;
        var squares = Arrays.stream(step).map(length -> length * length).sum();
        var ofGradient = told.noise() * told.noise();
        var ofCurvature = told.curvatureNoise() * told.curvatureNoise();
        var middle = new double[order][order];
        for (var i = 0; i < order; i++) {
            for (var j = 0; j < order; j++) {
                middle[i][j] = i == j ? ofGradient + ofCurvature * squares : ofCurvature * step[i] * step[j];
            }
        }
        var noise = new double[SymmetricMatrix.packed(order)];
        for (var i = 0; i < order; i++) {
            for (var j = 0; j <= i; j++) {
                for (var k = 0; k < order; k++) {
                    for (var l = 0; l < order; l++) {
                        noise[Likelihood.place(i, j)] += inverse.at(i, k) * middle[k][l] * inverse.at(l, j);
                    }
                }
            }
        }
        return noise;
    }
}
