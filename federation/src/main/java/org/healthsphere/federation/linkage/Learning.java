package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a hospital's own records teach about its records: weights by expectation and maximisation (Dempster, Laird, Rubin 1977), and from
 * which probability on a pair is to be taken for one person. Nobody has to tell which pairs are.
 *
 * <p>How often two people agree by chance is counted with random pairs. How often one person agrees with himself is learnt from pairs that
 * share something: each counts as far as it is probable, by the weights so far, that it is one person.
 *
 * @param pairs how many pairs of records there are in all
 * @param share of them that is one person
 */
record Learning(Weights weights, double pairs, double share, double threshold) {
    private static final int ROUNDS = 60;
    private static final double SETTLED = 1e-9;
    /** So many pairs of what is usual elsewhere are believed beside what is seen here. */
    private static final double TRUST = 20;

    private static final double BEFORE = 1e-6;

    /**
     * Learns.
     *
     * @param random how often each pattern is seen with two records drawn at random
     * @param alike how often it is seen with pairs that share something; each pair once
     * @param pairs how many pairs of records there are in all
     */
    static Learning from(Map<Levels, Integer> random, Map<Levels, Integer> alike, double pairs) {
        var weights = Weights.USUAL.among(Weights.shares(weighed(random), Weights.usualOther(), TRUST));
        var share = BEFORE;
        for (var round = 0; round < ROUNDS; round++) {
            var one = new HashMap<Levels, Double>();
            var sum = 0.0;
            for (var pattern : alike.entrySet()) {
                if (pattern.getKey().mayTeach()) {
                    var expected = pattern.getValue() * probability(weights.bits(pattern.getKey()), share);
                    one.put(pattern.getKey(), expected);
                    sum += expected;
                }
            }
            weights = weights.learnt(Weights.shares(one, Weights.usualSame(), TRUST));
            var next = Math.max(1, sum) / pairs;
            var settled = Math.abs(next - share) < SETTLED * share;
            share = next;
            if (settled) {
                break;
            }
        }
        return new Learning(weights, pairs, share, threshold(weights, share, alike));
    }

    private static Map<Levels, Double> weighed(Map<Levels, Integer> counted) {
        var weighed = new HashMap<Levels, Double>();
        counted.forEach((pattern, number) -> weighed.put(pattern, (double) number));
        return weighed;
    }

    /** How probable it is that a pair of so many bits is one person, when a share of all pairs is. */
    static double probability(double bits, double share) {
        var odds = Math.pow(2, bits) * share / (1 - share);
        return odds / (1 + odds);
    }

    private record Weighed(double probability, int number) {}

    /** Where the harmonic mean of the expected precision and the expected recall is best. */
    private static double threshold(Weights weights, double share, Map<Levels, Integer> alike) {
        List<Weighed> all = new ArrayList<>();
        alike.forEach((pattern, number) -> {
            if (!pattern.areTwoPeople()) {
                all.add(new Weighed(probability(weights.bits(pattern), share), number));
            }
        });
        all.sort(Comparator.comparingDouble(Weighed::probability).reversed());
        var real = all.stream().mapToDouble(w -> w.probability() * w.number()).sum();
        var found = 0.0;
        var taken = 0.0;
        var best = 0.0;
        var threshold = 0.5;
        for (var weighed : all) {
            found += weighed.probability() * weighed.number();
            taken += weighed.number();
            var f1 = 2 * found / (taken + real);
            if (f1 > best) {
                best = f1;
                threshold = weighed.probability();
            }
        }
        return threshold;
    }
}
