package org.healthsphere.federation.research.plan;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Boosted trees by looking at every row again for every possible decision: slow, without histograms and without sites, and sharing no line
 * with what it checks. Derivatives are rounded to whole numbers, as they are there.
 */
public final class NaiveTrees {
    private static final double UNIT = 1_073_741_824;

    private final int trees;
    private final int depth;
    private final double rate;
    private final double penalty;
    private final long least;
    private final List<Feature> features;

    /** @param edges between classes; none for one of levels 0 and 1 */
    public record Feature(String name, List<Double> edges) {}

    public NaiveTrees(int trees, int depth, double rate, double penalty, long least, List<Feature> features) {
        this.trees = trees;
        this.depth = depth;
        this.rate = rate;
        this.penalty = penalty;
        this.least = least;
        this.features = features;
    }

    /** A node: what is decided, or what is added. */
    record Node(String says, Predicate<Map<String, Double>> left, double value) {}

    private record Row(Map<String, Double> values, BigInteger gradient, BigInteger hessian) {}

    /** Each tree as its nodes say it, by their numbers. */
    public List<Map<Integer, String>> fit(List<Map<String, Double>> learned, String response) {
        var events = learned.stream().filter(row -> of(row, response) == 1.0).count();
        var base = StrictMath.log((double) events / (learned.size() - events));
        List<Map<Integer, Node>> forest = new ArrayList<>();
        for (var t = 0; t < trees; t++) {
            List<Row> rows = new ArrayList<>();
            for (var row : learned) {
                var p = 1 / (1 + StrictMath.exp(-logit(base, forest, row)));
                var y = of(row, response);
                rows.add(new Row(row, whole((p - y) * UNIT), whole(p * (1 - p) * UNIT)));
            }
            Map<Integer, Node> tree = new TreeMap<>();
            grow(tree, 0, 0, rows);
            forest.add(tree);
        }
        return forest.stream().map(NaiveTrees::said).toList();
    }

    private static Map<Integer, String> said(Map<Integer, Node> tree) {
        Map<Integer, String> said = new TreeMap<>();
        tree.forEach((number, node) -> said.put(number, node.says()));
        return said;
    }

    private static BigInteger whole(double number) {
        return BigInteger.valueOf(Math.round(number));
    }

    private static double of(Map<String, Double> row, String name) {
        return Objects.requireNonNull(row.get(name));
    }

    private static Node node(Map<Integer, Node> tree, int number) {
        return Objects.requireNonNull(tree.get(number));
    }

    private static double logit(double base, List<Map<Integer, Node>> forest, Map<String, Double> row) {
        var sum = base;
        for (var tree : forest) {
            var at = 0;
            while (node(tree, at).says().startsWith("if")) {
                at = node(tree, at).left().test(row) ? 2 * at + 1 : 2 * at + 2;
            }
            sum += node(tree, at).value();
        }
        return sum;
    }

    private void grow(Map<Integer, Node> tree, int number, int level, List<Row> rows) {
        var best = level < depth ? best(rows) : Optional.<Node>empty();
        if (best.isEmpty()) {
            var value = -rate * sum(rows, true) / (sum(rows, false) + penalty * UNIT);
            tree.put(number, new Node(Figures.text(value), _ -> false, value));
            return;
        }
        tree.put(number, best.get());
        grow(tree, 2 * number + 1, level + 1, those(rows, best.get().left()));
        grow(tree, 2 * number + 2, level + 1, those(rows, best.get().left().negate()));
    }

    private Optional<Node> best(List<Row> rows) {
        Optional<Node> best = Optional.empty();
        var most = 0.0;
        for (var node : decisions()) {
            var in = those(rows, node.left());
            var out = those(rows, node.left().negate());
            var gain = worth(in) + worth(out) - worth(rows);
            if (in.size() >= least && out.size() >= least && gain > most) {
                most = gain;
                best = Optional.of(node);
            }
        }
        return best;
    }

    private List<Node> decisions() {
        List<Node> decisions = new ArrayList<>();
        for (var feature : features) {
            var places = feature.edges().isEmpty() ? 2 : feature.edges().size() + 1;
            for (var place = 0; place < places; place++) {
                for (var missing : List.of(false, true)) {
                    decisions.add(new Node(
                            "if " + feature.name() + " " + place + " " + missing, left(feature, place, missing), 0));
                }
            }
        }
        return decisions;
    }

    private static List<Row> those(List<Row> rows, Predicate<Map<String, Double>> which) {
        return rows.stream().filter(row -> which.test(row.values())).toList();
    }

    private static Predicate<Map<String, Double>> left(Feature feature, int place, boolean missing) {
        return row -> {
            var value = of(row, feature.name());
            if (Double.isNaN(value)) {
                return missing;
            }
            if (feature.edges().isEmpty()) {
                return value == place;
            }
            return place == feature.edges().size() || value < feature.edges().get(place);
        };
    }

    private double worth(List<Row> rows) {
        var gradient = sum(rows, true);
        return gradient * gradient / (sum(rows, false) + penalty * UNIT);
    }

    private static double sum(List<Row> rows, boolean gradient) {
        var sum = BigInteger.ZERO;
        for (var row : rows) {
            sum = sum.add(gradient ? row.gradient() : row.hessian());
        }
        return sum.doubleValue();
    }
}
