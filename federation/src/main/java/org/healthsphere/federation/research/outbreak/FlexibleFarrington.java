package org.healthsphere.federation.research.outbreak;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.healthsphere.federation.research.analysis.Normal;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * The rule of Noufaily and others (2013, Stat Med 32:1206): all weeks of the years before, by seasons, without the last ones, in
 * which an outbreak may have begun.
 *
 * @param seasons how many parts the year has, of which the weeks around the one that is judged are one; with one part only those
 *     weeks count
 * @param recent how many weeks just before are left out
 * @param limit residuals above it are those of earlier outbreaks
 * @param alpha of a one-sided interval
 */
public record FlexibleFarrington(
        Season season, int seasons, int recent, double limit, double alpha, Threshold threshold) implements Detection {
    private static final int NOT_COMPARED = -1;

    /** How the bound follows from the expectation. */
    public sealed interface Threshold {
        /** By a power of the count that is nearly normal. */
        record Delta(Power power) implements Threshold {}

        /** A quantile of the negative binomial law of the expected mean. */
        record Plugin() implements Threshold {}

        /** The same of a mean that is as high as it may well be. */
        record Muan() implements Threshold {}
    }

    @Override
    public int history() {
        return season.history();
    }

    @Override
    public int reach(int week) {
        return week - history();
    }

    @Override
    public List<Signal> signals(Vector counts, int first) {
        var quantile = Normal.upperQuantile(alpha);
        return season.judged(
                counts,
                first,
                week -> expectation(counts, week),
                (expectation, count) -> judged(expectation, count, quantile));
    }

    private Optional<Reference.Expectation> expectation(Vector counts, int week) {
        var parts = parts(week);
        List<Integer> weeks = new ArrayList<>();
        for (var i = 0; i < week - recent; i++) {
            if (parts[i] != NOT_COMPARED) {
                weeks.add(i);
            }
        }
        return Reference.of(
                        counts, weeks, weeks.stream().mapToInt(i -> parts[i]).toArray(), week)
                .expectation(
                        season.trend(),
                        season.years(),
                        new Reference.Weighing(season.reweight() ? Optional.of(limit) : Optional.empty(), true));
    }

    /** The season of each week up to one: the last is that of the weeks around it, in every year; the others share what lies between. */
    private int[] parts(int week) {
        var window = season.window();
        var parts = new int[week + 1];
        Arrays.fill(parts, NOT_COMPARED);
        Arrays.fill(parts, week - window, week + 1, seasons - 1);
        for (var year = 1; year <= season.years(); year++) {
            var middle = week - YEAR * year;
            Arrays.fill(parts, middle - window, middle + window + 1, seasons - 1);
            var between = YEAR - 2 * window - 1;
            var from = middle + window + 1;
            for (var part = 0; part < seasons - 1; part++) {
                var length = between / (seasons - 1) + (part < between % (seasons - 1) ? 1 : 0);
                Arrays.fill(parts, from, from + length, part);
                from += length;
            }
        }
        return parts;
    }

    private Signal judged(Reference.Expectation expectation, double count, double quantile) {
        return switch (threshold) {
            case Threshold.Delta(var power) -> signal(power.bound(expectation, quantile), expectation.mean(), count);
            case Threshold.Plugin() ->
                signal(CountLaw.quantile(expectation.mean(), expectation.dispersion(), alpha), log(expectation), count);
            case Threshold.Muan() -> {
                var mean = Math.exp(log(expectation) + quantile * expectation.logError());
                yield Double.isInfinite(mean)
                        ? Signal.NONE
                        : signal(CountLaw.quantile(mean, expectation.dispersion(), alpha), log(expectation), count);
            }
        };
    }

    private static double log(Reference.Expectation expectation) {
        return Math.log(expectation.mean());
    }

    /** Above the bound by the score that R's rule has, whose origin is the linear predictor where the bound is a quantile. */
    private static Signal signal(double bound, double origin, double count) {
        return new Signal(OptionalDouble.of(bound), (count - origin) / (bound - origin) > 1 && count != 0);
    }
}
