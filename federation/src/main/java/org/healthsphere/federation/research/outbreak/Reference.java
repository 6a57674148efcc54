package org.healthsphere.federation.research.outbreak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.LogLinearFit;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * What the weeks of other years let expect of a week: a log-linear model of them, in which weeks that look like outbreaks
 * weigh less.
 *
 * <p>Time is counted from the week itself and every season has a coefficient of its own, so that the expectation is a
 * coefficient and its error that of the coefficient.
 *
 * @param seasons of the weeks, from 0; that of the week itself is the last one
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Reference(Vector counts, Vector times, int[] seasons, int season) {
    private static final double TREND_P = 0.05;
    private static final int YEARS_FOR_TREND = 3;

    /**
     * How weeks that look like outbreaks are found, and how much less they weigh.
     *
     * @param limit residuals above it are unusual; nothing weighs less where there is none
     * @param literal whether the variance of the model's estimates is taken with those weights, as R's flexible rule takes it
     */
    record Weighing(Optional<Double> limit, boolean literal) {}

    /**
     * What is expected.
     *
     * @param mean of the count
     * @param logError standard error of the logarithm of the mean
     * @param dispersion by how much the variance is greater than the mean, at least 1
     */
    record Expectation(double mean, double logError, double dispersion) {}

    /** A model and the weights under which it was fitted. */
    private record Fitted(LogLinearFit fit, double dispersion, Optional<Vector> weights) {}

    /** Of the counts of these weeks, as seen from a week. */
    static Reference of(Vector all, List<Integer> weeks, int[] seasons, int week) {
        return new Reference(
                Vector.of(weeks.stream().mapToDouble(all::at).toArray()),
                Vector.of(weeks.stream().mapToDouble(i -> i - week).toArray()),
                seasons,
                Arrays.stream(seasons).max().orElse(0));
    }

    /** The expectation, with a trend where years, data and prudence allow one; nothing where the model has no estimate. */
    Optional<Expectation> expectation(boolean trend, int years, Weighing weighing) {
        var rising = trend ? fitted(true, weighing) : Optional.<Fitted>empty();
        var kept = rising.filter(fitted -> years >= YEARS_FOR_TREND && isPlausible(fitted, weighing));
        return kept.or(() -> fitted(false, weighing)).map(fitted -> expectation(fitted, weighing));
    }

    /** A trend that the weeks show clearly, and that leads to no count beyond all that were seen. */
    private boolean isPlausible(Fitted fitted, Weighing weighing) {
        return fitted.fit().p(season + 1, spread(fitted, weighing)) < TREND_P
                && Math.exp(fitted.fit().coefficient(season))
                        <= counts.stream().max().orElse(0);
    }

    private Expectation expectation(Fitted fitted, Weighing weighing) {
        var dispersion = weighing.literal() ? spread(fitted, weighing) : fitted.dispersion();
        return new Expectation(
                Math.exp(fitted.fit().coefficient(season)),
                Math.sqrt(dispersion * fitted.fit().unscaledVariance(season)),
                fitted.dispersion());
    }

    private static double spread(Fitted fitted, Weighing weighing) {
        return fitted.weights()
                .filter(_ -> weighing.literal())
                .map(fitted.fit()::dispersion)
                .orElseGet(fitted.fit()::dispersion);
    }

    private Optional<Fitted> fitted(boolean trend, Weighing weighing) {
        var columns = columns(trend);
        return LogLinearFit.of(columns, counts, Vector.constant(counts.length(), 1))
                .flatMap(first -> weighing.limit()
                        .map(limit -> reweighed(columns, first, limit))
                        .orElseGet(() -> Optional.of(new Fitted(first, atLeastOne(first), Optional.empty()))));
    }

    private Optional<Fitted> reweighed(List<Vector> columns, LogLinearFit first, double limit) {
        var weights = weights(first.anscombeResiduals(atLeastOne(first)), limit);
        return weights.isFinite()
                ? LogLinearFit.of(columns, counts, weights)
                        .map(fit -> new Fitted(fit, atLeastOne(fit), Optional.of(weights)))
                : Optional.empty();
    }

    private static double atLeastOne(LogLinearFit fit) {
        return Math.max(1, fit.dispersion());
    }

    /** In inverse proportion to the square of an unusual residual, with a mean of 1. */
    private static Vector weights(Vector residuals, double limit) {
        var raw = residuals.map(residual -> residual > limit ? 1 / (residual * residual) : 1);
        return raw.map(weight -> weight * raw.length() / raw.sum());
    }

    private List<Vector> columns(boolean trend) {
        List<Vector> columns = new ArrayList<>();
        for (var one = 0; one <= season; one++) {
            var number = one;
            columns.add(Vector.of(IntStream.of(seasons)
                    .mapToDouble(of -> of == number ? 1 : 0)
                    .toArray()));
        }
        if (trend) {
            columns.add(times);
        }
        return columns;
    }
}
