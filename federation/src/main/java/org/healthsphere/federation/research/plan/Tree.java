package org.healthsphere.federation.research.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One tree of decisions while it grows. Nodes are numbered as in a heap: those below node i are 2i + 1 and 2i + 2.
 *
 * <p>Everything follows from sums of whole numbers with + − × ÷ only, so that every hospital grows the same tree.
 */
final class Tree {
    private final Analysis.Trees.Growth growth;
    private final long least;
    private final Map<Integer, Node> nodes = new HashMap<>();
    private List<Integer> growing = List.of(0);

    Tree(Analysis.Trees.Growth growth, long least) {
        this.growth = growth;
        this.least = least;
    }

    /** A node that grows no more. */
    sealed interface Node {}

    /** What is added to the logarithm of the odds of whoever ends here. */
    record Leaf(double value) implements Node {}

    /**
     * Whoever is in a class before this one goes to the left, or, of levels, whoever has this one.
     *
     * @param missingLeft where those go of whom it is not known
     */
    record Decision(Cut cut, boolean missingLeft, double gain) implements Node {}

    /** Of which feature, and where. */
    record Cut(int feature, int place) {}

    /** Patients, and the first and second derivative of the loss, in units. */
    record Sum(long patients, long gradient, long hessian) {
        static final Sum NONE = new Sum(0, 0, 0);

        Sum plus(Sum other) {
            return new Sum(patients + other.patients, gradient + other.gradient, hessian + other.hessian);
        }

        Sum minus(Sum other) {
            return new Sum(patients - other.patients, gradient - other.gradient, hessian - other.hessian);
        }
    }

    /** The nodes that are decided upon next. */
    List<Integer> growing() {
        return growing;
    }

    Map<Integer, Node> nodes() {
        return nodes;
    }

    /** A decision with what it makes of those on either side. */
    private record Split(Decision decision, Sum left, Sum right) {}

    /**
     * Decides upon each growing node.
     *
     * @param histograms for each of them, by feature and class; the last class of a feature is that of the missing
     * @param ordered whether the classes of a feature follow each other, for each feature
     */
    void decide(List<List<List<Sum>>> histograms, List<Boolean> ordered) {
        List<Integer> next = new ArrayList<>();
        for (var i = 0; i < growing.size(); i++) {
            var node = growing.get(i);
            var histogram = histograms.get(i);
            var whole = histogram.getFirst().stream().reduce(Sum.NONE, Sum::plus);
            var best = best(histogram, ordered, whole);
            if (best.isEmpty()) {
                nodes.put(node, leaf(whole));
            } else {
                nodes.put(node, best.get().decision());
                below(2 * node + 1, best.get().left(), next);
                below(2 * node + 2, best.get().right(), next);
            }
        }
        growing = next;
    }

    /** A node of the last level is a leaf: what it sums up is known from the decision above. */
    private void below(int node, Sum sum, List<Integer> next) {
        if (node + 1 >= 1 << growth.depth()) {
            nodes.put(node, leaf(sum));
        } else {
            next.add(node);
        }
    }

    private Leaf leaf(Sum sum) {
        var weight = (sum.hessian() + growth.penalty() * TreeRows.UNIT);
        return new Leaf(weight > 0 ? -growth.rate() * sum.gradient() / weight : 0);
    }

    private Optional<Split> best(List<List<Sum>> histogram, List<Boolean> ordered, Sum whole) {
        Optional<Split> best = Optional.empty();
        for (var feature = 0; feature < histogram.size(); feature++) {
            var classes = histogram.get(feature);
            var missing = classes.getLast();
            var left = Sum.NONE;
            for (var place = 0; place < classes.size() - 1; place++) {
                left = ordered.get(feature) ? left.plus(classes.get(place)) : classes.get(place);
                best = better(best, split(new Cut(feature, place), false, left, whole));
                best = better(best, split(new Cut(feature, place), true, left.plus(missing), whole));
            }
        }
        return best;
    }

    private static Optional<Split> better(Optional<Split> best, Optional<Split> other) {
        var gain = best.map(split -> split.decision().gain()).orElse(0.0);
        return other.filter(split -> split.decision().gain() > gain).or(() -> best);
    }

    private Optional<Split> split(Cut cut, boolean missingLeft, Sum left, Sum whole) {
        var right = whole.minus(left);
        if (left.patients() < least || right.patients() < least) {
            return Optional.empty();
        }
        var gain = worth(left) + worth(right) - worth(whole);
        return Optional.of(new Split(new Decision(cut, missingLeft, gain / TreeRows.UNIT), left, right));
    }

    private double worth(Sum sum) {
        var weight = sum.hessian() + growth.penalty() * TreeRows.UNIT;
        return weight > 0 ? (double) sum.gradient() * sum.gradient() / weight : 0;
    }
}
