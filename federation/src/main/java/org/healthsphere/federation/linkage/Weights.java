package org.healthsphere.federation.linkage;

import java.util.Map;

/**
 * What each level of agreement is worth, after Fellegi and Sunter (1969): the logarithm of how much more often it is seen with one person
 * written down twice than with two people.
 */
@SuppressWarnings("EnumOrdinal") // the layout of tables that no other process sees
final class Weights {
    static final int LEVELS = 8;
    private static final int FIELDS = Field.values().length;
    private static final double LOG_2 = Math.log(2);

    /** As published for names, dates and addresses in registers: from missing on, how often with one person, and with two. */
    private static final double[][] USUAL_SAME = {
        {0, 0.03, 0.04, 0.08, 0.85},
        {0, 0.04, 0.03, 0.07, 0.86},
        {0, 0.01, 0.02, 0.03, 0.01, 0.93},
        {0, 0.01, 0.99},
        {0, 0.12, 0.04, 0.02, 0.03, 0.05, 0.06, 0.68},
        {0, 0.30, 0.05, 0.65},
        {0, 0.01, 0.03, 0.96}
    };

    private static final double[][] USUAL_OTHER = {
        {0, 0.97, 0.02, 0.003, 0.007},
        {0, 0.98, 0.015, 0.002, 0.003},
        {0, 0.982, 0.0174, 0.0005, 0.00002, 0.00003},
        {0, 0.5, 0.5},
        {0, 0.962, 0.03, 0.001, 0.005, 0.0016, 0.0001, 0.0003},
        {0, 0.9999, 0.00005, 0.00005},
        {0, 0.99999, 0.000008, 0.000002}
    };

    /** Nothing never happens: whoever sees too few to see it may not take it for impossible. */
    private static final double RAREST_OF_ONE = 0.004;

    static final Weights USUAL = new Weights(USUAL_SAME, USUAL_OTHER);

    private final double[][] same;
    private final double[][] other;
    private final double[][] bits = new double[FIELDS][LEVELS];

    Weights(double[][] same, double[][] other) {
        this.same = same;
        this.other = other;
        for (var field = 0; field < FIELDS; field++) {
            for (var level = Field.DIFFERS; level < same[field].length; level++) {
                var worth = Math.log(Math.max(RAREST_OF_ONE, same[field][level]) / other[field][level]) / LOG_2;
                // To agree better is never worth less.
                bits[field][level] = level == Field.DIFFERS ? worth : Math.max(worth, bits[field][level - 1]);
            }
        }
    }

    /** How much a pair speaks for one person, in bits; what is not known says nothing. */
    double bits(Levels levels) {
        var sum = 0.0;
        for (var field : Field.values()) {
            sum += bits[field.ordinal()][levels.of(field)];
        }
        return sum;
    }

    /** How often these levels are seen with two people. */
    double other(Field field, int from, int to) {
        var sum = 0.0;
        for (var level = from; level <= to; level++) {
            sum += other[field.ordinal()][level];
        }
        return sum;
    }

    /** With the same share among two people, and what pairs that may be one person say of one person. */
    Weights learnt(double[][] oneToBe) {
        return new Weights(oneToBe, other);
    }

    /** With what random pairs of different people say. */
    Weights among(double[][] people) {
        return new Weights(same, people);
    }

    /** The expected share of each level, by how probable it is for each pattern that the pair counts. */
    static double[][] shares(Map<Levels, Double> counted, double[][] prior, double trust) {
        var shares = new double[FIELDS][];
        for (var field : Field.values()) {
            var f = field.ordinal();
            var sums = new double[prior[f].length];
            var all = 0.0;
            for (var level = Field.DIFFERS; level < sums.length; level++) {
                sums[level] = trust * prior[f][level];
                all += sums[level];
            }
            for (var pattern : counted.entrySet()) {
                var level = pattern.getKey().of(field);
                if (level != Field.MISSING) {
                    sums[level] += pattern.getValue();
                    all += pattern.getValue();
                }
            }
            for (var level = Field.DIFFERS; level < sums.length; level++) {
                sums[level] /= all;
            }
            shares[f] = sums;
        }
        return shares;
    }

    static double[][] usualSame() {
        return USUAL_SAME.clone();
    }

    static double[][] usualOther() {
        return USUAL_OTHER.clone();
    }
}
