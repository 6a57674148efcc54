package org.healthsphere.federation.research.privacy;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongUnaryOperator;

/**
 * Works out everybody's secret bit from noisy counts of random groups (Dinur and Nissim 2003): the bits, anywhere from 0 to 1, that explain all
 * answers best by least squares, rounded.
 */
final class Reconstruction {
    private static final int SWEEPS = 60;

    private final int patients;
    private final SecureRandom random;

    Reconstruction(int patients, SecureRandom random) {
        this.patients = patients;
        this.random = random;
    }

    /** The share of patients whose bit was found: one half by guessing. */
    double of(int counts, LongUnaryOperator answered) {
        var secret = bits(patients);
        var groups = new BitSet[patients];
        for (var i = 0; i < patients; i++) {
            groups[i] = bits(counts);
        }
        var answers = new double[counts];
        for (var q = 0; q < counts; q++) {
            var count = 0L;
            for (var i = 0; i < patients; i++) {
                count += groups[i].get(q) && secret.get(i) ? 1 : 0;
            }
            answers[q] = answered.applyAsLong(count);
        }
        var found = explained(groups, answers);
        var right = 0;
        for (var i = 0; i < patients; i++) {
            right += (found[i] > 0.5) == secret.get(i) ? 1 : 0;
        }
        return right / (double) patients;
    }

    private BitSet bits(int count) {
        var bytes = new byte[(count + Byte.SIZE - 1) / Byte.SIZE];
        random.nextBytes(bytes);
        return BitSet.valueOf(bytes).get(0, count);
    }

    /** Least squares within bounds, one coordinate after the other. */
    private double[] explained(BitSet[] groups, double[] answers) {
        var products = new double[patients][patients];
        var targets = new double[patients];
        for (var i = 0; i < patients; i++) {
            targets[i] = groups[i].stream().mapToDouble(q -> answers[q]).sum();
            for (var j = 0; j < patients; j++) {
                var both = (BitSet) groups[i].clone();
                both.and(groups[j]);
                products[i][j] = both.cardinality();
            }
        }
        var x = new double[patients];
        Arrays.fill(x, 0.5);
        for (var sweep = 0; sweep < SWEEPS; sweep++) {
            for (var i = 0; i < patients; i++) {
                var rest = targets[i];
                for (var j = 0; j < patients; j++) {
                    rest -= i == j ? 0 : products[i][j] * x[j];
                }
                x[i] = Math.clamp(rest / Math.max(1, products[i][i]), 0, 1);
            }
        }
        return x;
    }
}
