package org.healthsphere.federation.research.outbreak;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Quantiles of laws of counts: Poisson, and negative binomial where the variance is a multiple of the mean. */
final class CountLaw {
    private static final double NEGLIGIBLE = 1e-18;
    /** How much a sum of probabilities may fall short by rounding. */
    private static final double ROUNDING = 64 * Math.ulp(1.0);

    private CountLaw() {}

    /** The least count that is exceeded with at most this probability. */
    static double quantile(double mean, double dispersion, double tail) {
        var size = mean / (dispersion - 1);
        DoubleUnaryOperator next = dispersion > 1
                ? count -> (count + size) / (count + 1) * (1 - 1 / dispersion)
                : count -> mean / (count + 1);
        return quantile(next, Math.floor(mean), tail);
    }

    /**
     * From the ratios of neighbouring probabilities, outwards from a count near the most probable one, so that none underflows.
     *
     * @param next the probability of the count after one, as a multiple of that one's
     */
    private static double quantile(DoubleUnaryOperator next, double middle, double tail) {
        List<Double> below = new ArrayList<>();
        var weight = 1.0;
        for (var count = middle; count > 0 && weight > NEGLIGIBLE; count--) {
            weight /= next.applyAsDouble(count - 1);
            below.add(weight);
        }
        List<Double> from = new ArrayList<>();
        weight = 1.0;
        for (var count = middle; weight > NEGLIGIBLE; count++) {
            from.add(weight);
            weight *= next.applyAsDouble(count);
        }
        List<Double> all = new ArrayList<>(below.reversed());
        all.addAll(from);
        var wanted = (1 - tail)
                * (1 - ROUNDING)
                * all.stream().mapToDouble(Double::doubleValue).sum();
        var reached = 0.0;
        for (var i = 0; i < all.size(); i++) {
            reached += all.get(i);
            if (reached >= wanted) {
                return middle - below.size() + i;
            }
        }
        return middle + from.size();
    }
}
