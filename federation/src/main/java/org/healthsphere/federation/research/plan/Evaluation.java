package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.research.analysis.ChiSquared;

/**
 * How well probabilities foretell who has an outcome: counts in two hundred steps of the probability, and the sums that Brier's score
 * and calibration are made of. What is told of steps is told of several joined, until enough patients of both kinds are in each.
 */
final class Evaluation {
    private static final int STEPS = 200;
    private static final int GROUPS = 10;
    private static final double NORMAL_97_5 = 1.959963984540054;

    private static final int WITH = 0;
    private static final int WITHOUT = STEPS;
    private static final int PREDICTED = 2 * STEPS;
    private static final int BRIER = PREDICTED + Limbs.WORDS * STEPS;
    private static final int SURPLUS = BRIER + Limbs.WORDS;
    private static final int SPREAD = SURPLUS + Limbs.WORDS;
    static final int WORDS = SPREAD + Limbs.WORDS;

    private final long[] words = new long[WORDS];
    private final double[] predicted = new double[STEPS];
    private double brier;
    private double surplus;
    private double spread;

    /** Counts a patient. */
    void add(double probability, boolean outcome) {
        var p = Math.min(1, Math.max(0, probability));
        var y = outcome ? 1 : 0;
        var step = Math.min(STEPS - 1, (int) (p * STEPS));
        words[(outcome ? WITH : WITHOUT) + step]++;
        predicted[step] += p;
        brier += (p - y) * (p - y);
        surplus += (y - p) * (1 - 2 * p);
        spread += (1 - 2 * p) * (1 - 2 * p) * p * (1 - p);
    }

    /** What the site says. */
    long[] sums() {
        for (var step = 0; step < STEPS; step++) {
            Limbs.put(predicted[step], words, PREDICTED + Limbs.WORDS * step);
        }
        Limbs.put(brier, words, BRIER);
        Limbs.put(surplus, words, SURPLUS);
        Limbs.put(spread, words, SPREAD);
        return words.clone();
    }

    /** Some steps together. */
    private record Group(long with, long without, double predicted) {
        static final Group NONE = new Group(0, 0, 0);

        Group plus(Group other) {
            return new Group(with + other.with, without + other.without, predicted + other.predicted);
        }

        long patients() {
            return with + without;
        }
    }

    /** What is told of the sum of all sites; nothing where too few have the outcome, or have it not. */
    static Optional<ObjectNode> told(long[] sum, int threshold) {
        var least = Math.max(1, threshold);
        var all = steps(sum).stream().reduce(Group.NONE, Group::plus);
        if (all.with() < least || all.without() < least) {
            return Optional.empty();
        }
        var json = Figures.result("score").put("patients", all.patients()).put("events", all.with());
        discrimination(json, joined(steps(sum), least), all);
        Figures.put(json, "brier", Limbs.get(sum, BRIER) / all.patients());
        Figures.put(json, "expected", all.predicted());
        Figures.put(json, "observedToExpected", all.with() / all.predicted());
        var z = Limbs.get(sum, SURPLUS) / Math.sqrt(Limbs.get(sum, SPREAD));
        Figures.put(json, "spiegelhalter", z);
        Figures.put(json, "p", Double.isFinite(z) ? new ChiSquared(z * z, 1).p() : Double.NaN);
        calibration(json, steps(sum), all, least);
        return Optional.of(json);
    }

    private static List<Group> steps(long[] sum) {
        List<Group> steps = new ArrayList<>();
        for (var step = 0; step < STEPS; step++) {
            steps.add(new Group(sum[WITH + step], sum[WITHOUT + step], Limbs.get(sum, PREDICTED + Limbs.WORDS * step)));
        }
        return steps;
    }

    /** Neighbours together until there are enough of both kinds; the last ones with those before. */
    private static List<Group> joined(List<Group> steps, int least) {
        List<Group> joined = new ArrayList<>();
        var open = Group.NONE;
        for (var step : steps) {
            open = open.plus(step);
            var enough = least > 1 ? Math.min(open.with(), open.without()) >= least : open.patients() > 0;
            if (enough) {
                joined.add(open);
                open = Group.NONE;
            }
        }
        if (open.patients() > 0) {
            joined.set(joined.size() - 1, joined.getLast().plus(open));
        }
        return joined;
    }

    /**
     * The curve of true against false positives, its area by Mann and Whitney with ties, and the error of that by DeLong and
     * others (1988, Biometrics 44:837).
     */
    private static void discrimination(ObjectNode json, List<Group> groups, Group all) {
        var area = 0.0;
        var below = Group.NONE;
        var squaresWith = 0.0;
        var squaresWithout = 0.0;
        var curve = json.putArray("roc");
        for (var group : groups) {
            var placeWith = (below.without() + group.without() / 2.0) / all.without();
            var placeWithout = (all.with() - below.with() - group.with() / 2.0) / all.with();
            area += group.with() * placeWith / all.with();
            squaresWith += group.with() * placeWith * placeWith;
            squaresWithout += group.without() * placeWithout * placeWithout;
            var point = curve.addObject();
            Figures.put(point, "sensitivity", (double) (all.with() - below.with()) / all.with());
            Figures.put(point, "falsePositives", (double) (all.without() - below.without()) / all.without());
            below = below.plus(group);
        }
        var variance = spread(squaresWith, area, all.with()) + spread(squaresWithout, area, all.without());
        Figures.put(json, "auc", area);
        Figures.put(json, "error", Math.sqrt(variance));
        Figures.put(json, "lower", Math.max(0, area - NORMAL_97_5 * Math.sqrt(variance)));
        Figures.put(json, "upper", Math.min(1, area + NORMAL_97_5 * Math.sqrt(variance)));
    }

    /** The variance of a mean of places. */
    private static double spread(double squares, double mean, long count) {
        return Math.max(0, squares - count * mean * mean) / Math.max(1, count - 1) / count;
    }

    private static void calibration(ObjectNode json, List<Group> steps, Group all, int least) {
        var share = Math.max(least, (int) Math.ceilDiv(all.patients(), GROUPS));
        var array = json.putArray("calibration");
        List<Group> groups = new ArrayList<>();
        var open = Group.NONE;
        for (var step : steps) {
            open = open.plus(step);
            if (open.patients() >= share && (least <= 1 || Math.min(open.with(), open.without()) >= least)) {
                groups.add(open);
                open = Group.NONE;
            }
        }
        if (groups.isEmpty()) {
            groups.add(open);
        } else if (open.patients() > 0) {
            groups.set(groups.size() - 1, groups.getLast().plus(open));
        }
        for (var group : groups) {
            var one = array.addObject().put("patients", group.patients());
            Figures.put(one, "predicted", group.predicted() / group.patients());
            Figures.put(one, "observed", (double) group.with() / group.patients());
        }
    }
}
