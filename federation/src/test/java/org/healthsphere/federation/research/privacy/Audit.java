package org.healthsphere.federation.research.privacy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.ToDoubleFunction;

/**
 * Looks for what a release tells about one patient: many releases with and without him, and the question whose answer differs most between
 * them. The question is chosen by one half of the releases and judged by the other half, so that a lower bound of epsilon is one.
 */
final class Audit {
    /** Of a normal law; beyond by chance once in thirty thousand times. */
    private static final double FAR = 4;

    private static final double DELTA = 1e-3;

    private Audit() {}

    /** A release, with and without the patient; and what a curious reader makes of it. */
    record Mechanism(String name, Release with, Release without, List<ToDoubleFunction<double[]>> readings) {}

    /** One release. */
    @FunctionalInterface
    interface Release {
        double[] drawn();
    }

    /** What a mechanism of this rho may show. */
    static double allowed(long rhoMicros) {
        return ZeroConcentrated.epsilon(rhoMicros, DELTA);
    }

    /** A lower bound of epsilon but for a delta, by so many releases of either kind. */
    static double lowerBound(Mechanism mechanism, int releases) {
        var with = draw(mechanism.with(), releases);
        var without = draw(mechanism.without(), releases);
        var best = 0.0;
        for (var reading : mechanism.readings()) {
            var here = read(with, reading);
            var there = read(without, reading);
            best = Math.max(best, Math.max(bound(here, there), bound(there, here)));
        }
        return best;
    }

    private static List<double[]> draw(Release release, int number) {
        List<double[]> drawn = new ArrayList<>();
        for (var i = 0; i < number; i++) {
            drawn.add(release.drawn());
        }
        return drawn;
    }

    private static double[] read(List<double[]> releases, ToDoubleFunction<double[]> reading) {
        return releases.stream().mapToDouble(reading).toArray();
    }

    private static double bound(double[] here, double[] there) {
        var half = here.length / 2;
        var chosen = chosen(Arrays.copyOf(here, half), Arrays.copyOf(there, half));
        var p = share(Arrays.copyOfRange(here, half, here.length), chosen);
        var q = share(Arrays.copyOfRange(there, half, there.length), chosen);
        var rest = here.length - half;
        var least = edge(p, rest, -1) - DELTA;
        return least <= 0 ? 0 : Math.log(least / edge(q, rest, 1));
    }

    /** The question that tells most: whether it is above, below or at a number that occurs. */
    private static DoublePredicate chosen(double[] here, double[] there) {
        Arrays.sort(here);
        Arrays.sort(there);
        var best = 0.0;
        DoublePredicate question = _ -> true;
        for (var at : Arrays.stream(here).distinct().toArray()) {
            var mine = new Around(here, at);
            var other = new Around(there, at);
            var above = told(mine.above(), other.above(), here.length);
            var below = told(mine.below(), other.below(), here.length);
            var equal = told(mine.equal(), other.equal(), here.length);
            var most = Math.max(above, Math.max(below, equal));
            if (most > best) {
                best = most;
                question = most == above ? x -> x >= at : most == below ? x -> x <= at : x -> x == at;
            }
        }
        return question;
    }

    private static double told(double here, double there, int of) {
        var least = edge(here, of, -1) - DELTA;
        return least <= 0 ? 0 : Math.log(least / edge(there, of, 1));
    }

    /** The shares of sorted numbers on either side of one, and at it. */
    private record Around(double above, double below, double equal) {
        Around(double[] sorted, double at) {
            this(first(sorted, at), first(sorted, Math.nextUp(at)), sorted.length);
        }

        private Around(int first, int after, int all) {
            this((all - first) / (double) all, after / (double) all, (after - first) / (double) all);
        }

        /** How many are less. */
        private static int first(double[] sorted, double at) {
            var low = 0;
            var high = sorted.length;
            while (low < high) {
                var middle = (low + high) >>> 1;
                if (sorted[middle] < at) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }

    private static double share(double[] all, DoublePredicate question) {
        return (double) Arrays.stream(all).filter(question).count() / all.length;
    }

    /** Wilson's bound of a probability, on either side. */
    private static double edge(double share, int of, int side) {
        var square = FAR * FAR / of;
        var spread = FAR * Math.sqrt(share * (1 - share) / of + square / of / 4);
        return (share + square / 2 + side * spread) / (1 + square);
    }
}
