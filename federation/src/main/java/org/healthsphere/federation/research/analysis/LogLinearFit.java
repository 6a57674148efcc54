package org.healthsphere.federation.research.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A log-linear model of counts whose variance is a multiple of their mean, fitted to rows that are known: weekly sums, not
 * patients. It begins, goes on and ends as R's {@code glm(family = quasipoisson)} does, so that whatever is decided by it is
 * decided alike (iteratively reweighted least squares; McCullagh and Nelder 1989, sections 2.5 and 9.2).
 */
public final class LogLinearFit {
    private static final double SETTLED = 1e-8;
    private static final int MOST_TURNS = 25;
    private static final double LEAST_MEAN = Math.ulp(1.0);
    private static final double ALL_LEVERAGE = 10 * Math.ulp(1.0);

    private final Rows rows;
    private final Vector coefficients;
    private final SymmetricMatrix unscaled;
    private final double[] means;
    private final double[] workingWeights;

    /** @param weights of rows; a row of weight 0 is not there */
    private record Rows(List<Vector> columns, Vector response, Vector weights) {
        int size() {
            return response.length();
        }

        Vector row(int i) {
            return Vector.of(
                    columns.stream().mapToDouble(column -> column.at(i)).toArray());
        }

        boolean counts(int i) {
            return weights.at(i) > 0;
        }

        double deviance(double[] means) {
            var sum = 0.0;
            for (var i = 0; i < means.length; i++) {
                var y = response.at(i);
                var lack = y > 0 ? y * Math.log(y / means[i]) - (y - means[i]) : means[i];
                sum += 2 * weights.at(i) * lack;
            }
            return sum;
        }
    }

    private LogLinearFit(
            Rows rows, Vector coefficients, SymmetricMatrix unscaled, double[] means, double[] workingWeights) {
        this.rows = rows;
        this.coefficients = coefficients;
        this.unscaled = unscaled;
        this.means = means;
        this.workingWeights = workingWeights;
    }

    /**
     * The fit; nothing where a column follows from the others or there is no convergence.
     *
     * @param weights of the rows, at least 0
     */
    public static Optional<LogLinearFit> of(List<Vector> columns, Vector response, Vector weights) {
        var rows = new Rows(List.copyOf(columns), response, weights);
        var means = response.map(y -> y + 0.1).stream().toArray();
        var before = rows.deviance(means);
        for (var turn = 0; turn < MOST_TURNS; turn++) {
            var next = turned(rows, means);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            means = next.get().means;
            var deviance = rows.deviance(means);
            if (!Double.isFinite(deviance)) {
                return Optional.empty();
            }
            if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < SETTLED) {
                return next;
            }
            before = deviance;
        }
        return Optional.empty();
    }

    /** One weighted least squares fit of the working responses at these means. */
    private static Optional<LogLinearFit> turned(Rows rows, double[] means) {
        var order = rows.columns().size();
        var products = new OuterProducts(order);
        var right = new double[order];
        var working = new double[means.length];
        for (var i = 0; i < means.length; i++) {
            if (rows.counts(i)) {
                working[i] = rows.weights().at(i) * means[i];
                var row = rows.row(i);
                var target = Math.log(means[i]) + (rows.response().at(i) - means[i]) / means[i];
                products.add(working[i], row);
                for (var j = 0; j < order; j++) {
                    right[j] += working[i] * row.at(j) * target;
                }
            }
        }
        return Factorization.of(products.matrix()) instanceof Factorization.Regular(var cholesky)
                ? fitted(rows, cholesky, cholesky.solve(Vector.of(right)), working)
                : Optional.empty();
    }

    private static Optional<LogLinearFit> fitted(Rows rows, Cholesky cholesky, Vector solved, double[] working) {
        if (!solved.isFinite()) {
            return Optional.empty();
        }
        var means = IntStream.range(0, rows.size())
                .mapToDouble(i -> Math.max(LEAST_MEAN, Math.exp(rows.row(i).dot(solved))))
                .toArray();
        return Optional.of(new LogLinearFit(rows, solved, cholesky.inverse(), means, working));
    }

    /** The estimate of a term, on the scale of the logarithm. */
    public double coefficient(int term) {
        return coefficients.at(term);
    }

    /** The variance of an estimate, were the dispersion 1. */
    public double unscaledVariance(int term) {
        return unscaled.at(term, term);
    }

    /** How much greater the variance is than the mean, by Pearson's residuals. */
    public double dispersion() {
        return dispersion(Vector.of(workingWeights));
    }

    /** The same with other weights of the squared working residuals. */
    public double dispersion(Vector weights) {
        var sum = 0.0;
        for (var i = 0; i < means.length; i++) {
            var residual = (rows.response().at(i) - means[i]) / means[i];
            sum += weights.at(i) > 0 ? weights.at(i) * residual * residual : 0;
        }
        return sum / freedom();
    }

    private long freedom() {
        return IntStream.range(0, rows.size()).filter(rows::counts).count()
                - rows.columns().size();
    }

    /** How probable an estimate at least as far from 0 is, were the term without effect. */
    public double p(int term, double dispersion) {
        return Tails.student(coefficient(term) / Math.sqrt(dispersion * unscaledVariance(term)), freedom());
    }

    /** Residuals after Anscombe, which are nearly normal for counts, in units of their standard deviation. */
    public Vector anscombeResiduals(double dispersion) {
        var residuals = new double[means.length];
        Arrays.setAll(residuals, i -> {
            var y = rows.response().at(i);
            var raw = 1.5 * (Math.pow(y, 2.0 / 3) * Math.pow(means[i], -1.0 / 6) - Math.sqrt(means[i]));
            return raw / Math.sqrt(dispersion * (1 - leverage(i)));
        });
        return Vector.of(residuals);
    }

    private double leverage(int i) {
        var share = workingWeights[i] * unscaled.along(rows.row(i));
        return share > 1 - ALL_LEVERAGE ? 1 : share;
    }
}
