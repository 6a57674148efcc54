package org.healthsphere.federation.research.outbreak;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Normal;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * The rule of Farrington, Andrews, Beale and Catchpole (1996, J R Stat Soc A 159:547): a week against the weeks around it in the
 * years before.
 *
 * @param alpha of a two-sided interval
 */
public record Farrington(Season season, double alpha, Power power) implements Detection {
    /** Every residual above it is unusual. */
    private static final double LIMIT = 1;

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
        var quantile = Normal.upperQuantile(alpha / 2);
        return season.judged(
                counts,
                first,
                week -> expectation(counts, week),
                (expectation, count) -> judged(expectation, count, quantile));
    }

    private Optional<Reference.Expectation> expectation(Vector counts, int week) {
        var weeks = IntStream.rangeClosed(1, season.years())
                .map(back -> season.years() + 1 - back)
                .flatMap(year ->
                        IntStream.rangeClosed(-season.window(), season.window()).map(by -> week - YEAR * year + by))
                .boxed()
                .toList();
        var limit = season.reweight() ? Optional.of(LIMIT) : Optional.<Double>empty();
        return Reference.of(counts, weeks, new int[weeks.size()], week)
                .expectation(season.trend(), season.years(), new Reference.Weighing(limit, false));
    }

    private Signal judged(Reference.Expectation expectation, double count, double quantile) {
        var bound = power.bound(expectation, quantile);
        return new Signal(OptionalDouble.of(bound), (count - expectation.mean()) / (bound - expectation.mean()) > 1);
    }
}
