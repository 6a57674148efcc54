package org.healthsphere.federation.research.analysis;

/**
 * Sums over patients, weighted by their hazards relative to the largest hazard among them: nothing overflows, and a risk set that
 * holds only small hazards keeps all its digits.
 */
final class RiskSet {
    private double reference = Double.NEGATIVE_INFINITY;
    private double weight;
    private final double[] weighted;
    private final OuterProducts products;

    RiskSet(int terms) {
        this.weighted = new double[terms];
        this.products = new OuterProducts(terms);
    }

    void add(double predictor, Vector row) {
        if (predictor > reference) {
            relativeTo(predictor);
        }
        var hazard = Math.exp(predictor - reference);
        weight += hazard;
        for (var i = 0; i < weighted.length; i++) {
            weighted[i] += hazard * row.at(i);
        }
        products.add(hazard, row);
    }

    /** The logarithm of the reference: sums are multiples of its exponential. */
    double reference() {
        return reference;
    }

    /** Expresses the sums as multiples of another reference, which is at least as large. */
    void relativeTo(double other) {
        var factor = Math.exp(reference - other);
        weight *= factor;
        for (var i = 0; i < weighted.length; i++) {
            weighted[i] *= factor;
        }
        products.scale(factor);
        reference = other;
    }

    double without(double share, RiskSet part) {
        return weight - share * part.weight;
    }

    /** The mean row when a share of a part, in the same reference, has left. */
    Vector mean(double share, RiskSet part) {
        var left = without(share, part);
        var mean = new double[weighted.length];
        for (var i = 0; i < mean.length; i++) {
            mean[i] = (weighted[i] - share * part.weighted[i]) / left;
        }
        return Vector.of(mean);
    }

    /** Adds the covariance of the rows when a share of a part has left. */
    void addCovariance(double share, RiskSet part, OuterProducts into) {
        var left = without(share, part);
        into.add(1 / left, products);
        into.add(-share / left, part.products);
        into.add(-1, mean(share, part));
    }
}
