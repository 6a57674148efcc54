package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.plan.Tree.Cut;
import org.healthsphere.federation.research.plan.Tree.Decision;
import org.healthsphere.federation.research.plan.Tree.Leaf;
import org.healthsphere.federation.research.plan.Tree.Sum;
import org.healthsphere.specs.Outcome;

/**
 * Gradient-boosted trees on histograms (Friedman 2001; in sums of first and second derivatives of the loss Chen and Guestrin 2016).
 * The first sum says whether there are enough patients; then there is one for each level of each tree, from which every
 * hospital derives the decisions itself; the last one judges the trees by patients who were held out.
 */
final class TreesComputation implements Computation {
    private static final int PER_LEAF = 10;
    private static final int ROWS = 0;
    private static final int EVENTS = 1;
    private static final int MISSING = 2;
    private static final int CHECKS = 3;
    private static final int WORDS = 3;

    private final StudyPlan plan;
    private final Analysis.Trees trees;
    private final List<TreeRows.Feature> features;

    private TreesComputation(StudyPlan plan, Analysis.Trees trees) {
        this.plan = plan;
        this.trees = trees;
        this.features = trees.terms().stream()
                .map(plan::variable)
                .map(TreeRows.Feature::of)
                .toList();
    }

    static TreesComputation of(StudyPlan plan, Analysis.Trees trees) {
        return new TreesComputation(plan, trees);
    }

    private int threshold() {
        return plan.safety().protection() instanceof Protection.Exact(var least) ? least : 0;
    }

    private int cells() {
        return features.stream().mapToInt(TreeRows.Feature::cells).sum();
    }

    /** What follows from the sums so far: the trees as far as they have grown. */
    private final class Forest {
        private final double base;
        private final List<Tree> grown = new ArrayList<>();
        private final boolean judged;

        Forest(Sums sums) {
            var checks = sums.opened().getFirst();
            base = StrictMath.log((double) checks[EVENTS] / (checks[ROWS] - checks[EVENTS]));
            var rest = sums.opened().subList(1, sums.opened().size());
            var next = 0;
            while (next < rest.size() && !isGrown()) {
                if (grown.isEmpty() || grown.getLast().growing().isEmpty()) {
                    begin();
                }
                var tree = grown.getLast();
                tree.decide(
                        histograms(rest.get(next++), tree.growing().size()),
                        features.stream().map(TreeRows.Feature::ordered).toList());
            }
            if (!isGrown() && (grown.isEmpty() || grown.getLast().growing().isEmpty())) {
                begin();
            }
            judged = next < rest.size();
        }

        private void begin() {
            grown.add(new Tree(trees.growth(), Math.max(1, threshold())));
        }

        boolean isGrown() {
            return grown.size() == trees.growth().trees()
                    && grown.getLast().growing().isEmpty();
        }

        Tree last() {
            return grown.getLast();
        }

        List<Tree> before() {
            return grown.subList(0, grown.size() - 1);
        }

        /** Whether there is a sum more than the trees took. */
        boolean isJudged() {
            return isGrown() && judged;
        }
    }

    private List<List<List<Sum>>> histograms(long[] words, int nodes) {
        List<List<List<Sum>>> histograms = new ArrayList<>();
        var at = 0;
        for (var node = 0; node < nodes; node++) {
            List<List<Sum>> histogram = new ArrayList<>();
            for (var feature : features) {
                List<Sum> classes = new ArrayList<>();
                for (var cell = 0; cell < feature.cells(); cell++) {
                    classes.add(new Sum(words[at], words[at + 1], words[at + 2]));
                    at += WORDS;
                }
                histogram.add(classes);
            }
            histograms.add(histogram);
        }
        return histograms;
    }

    @Override
    public Step after(Sums sums) {
        if (sums.opened().isEmpty()) {
            return new Step.Ask(CHECKS);
        }
        if (!suffices(sums.opened().getFirst())) {
            return new Step.Refused(Refusals.FEW);
        }
        var forest = new Forest(sums);
        if (!forest.isGrown()) {
            return new Step.Ask(WORDS * cells() * forest.last().growing().size());
        }
        return forest.isJudged() ? new Step.Done(result(forest, sums)) : new Step.Ask(Evaluation.WORDS);
    }

    private boolean suffices(long[] checks) {
        var least = Math.max(threshold(), PER_LEAF << trees.growth().depth());
        return checks[EVENTS] >= least
                && checks[ROWS] - checks[EVENTS] >= least
                && !Refusals.isFew(checks[MISSING], threshold());
    }

    @Override
    public List<List<Part>> parts() {
        return List.of();
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var rows = new TreeRows(plan, trees, columns);
        if (sums.opened().isEmpty()) {
            return Outcome.of(checks(rows));
        }
        var forest = new Forest(sums);
        return Outcome.of(forest.isGrown() ? judged(forest, rows) : derivatives(forest, rows));
    }

    private static IntStream learned(TreeRows rows) {
        return IntStream.range(0, rows.patients()).filter(i -> rows.isKnown(i) && !rows.isHeldOut(i));
    }

    private static long[] checks(TreeRows rows) {
        return new long[] {
            learned(rows).count(),
            learned(rows).filter(rows::isEvent).count(),
            IntStream.range(0, rows.patients()).filter(i -> !rows.isKnown(i)).count()
        };
    }

    private long[] derivatives(Forest forest, TreeRows rows) {
        var growing = forest.last().growing();
        var words = new long[WORDS * cells() * growing.size()];
        learned(rows).forEach(patient -> {
            var place = growing.indexOf(rows.node(forest.last().nodes(), patient));
            if (place >= 0) {
                var p = TreeRows.probability(rows.logit(forest.base, forest.before(), patient));
                var one = new Sum(
                        1,
                        Math.round((p - (rows.isEvent(patient) ? 1 : 0)) * TreeRows.UNIT),
                        Math.round(p * (1 - p) * TreeRows.UNIT));
                add(words, WORDS * cells() * place, rows, patient, one);
            }
        });
        return words;
    }

    private void add(long[] words, int from, TreeRows rows, int patient, Sum one) {
        var at = from;
        for (var feature = 0; feature < features.size(); feature++) {
            var cell = at + WORDS * rows.cell(feature, patient);
            words[cell] += one.patients();
            words[cell + 1] += one.gradient();
            words[cell + 2] += one.hessian();
            at += WORDS * features.get(feature).cells();
        }
    }

    private static long[] judged(Forest forest, TreeRows rows) {
        var evaluation = new Evaluation();
        IntStream.range(0, rows.patients())
                .filter(i -> rows.isKnown(i) && rows.isHeldOut(i))
                .forEach(i -> evaluation.add(
                        TreeRows.probability(rows.logit(forest.base, forest.grown, i)), rows.isEvent(i)));
        return evaluation.sums();
    }

    private ObjectNode result(Forest forest, Sums sums) {
        var checks = sums.opened().getFirst();
        var json = Figures.result("trees").put("patients", checks[ROWS]).put("events", checks[EVENTS]);
        Figures.put(json, "base", forest.base);
        var importance = new double[features.size()];
        var array = json.putArray("trees");
        for (var tree : forest.grown) {
            tree(array.addArray(), tree);
            tree.nodes().values().forEach(node -> {
                if (node instanceof Decision decision) {
                    importance[decision.cut().feature()] += decision.gain();
                }
            });
        }
        importance(json.putArray("importance"), importance);
        Evaluation.told(sums.opened().getLast(), threshold()).ifPresent(told -> json.set("heldOut", told));
        return json;
    }

    private void importance(ArrayNode json, double[] importance) {
        var all = Arrays.stream(importance).sum();
        for (var i = 0; i < importance.length; i++) {
            var one = json.addObject().put("term", features.get(i).name());
            Figures.put(one, "share", all > 0 ? importance[i] / all : 0);
        }
    }

    private void tree(ArrayNode json, Tree tree) {
        tree.nodes().entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            var one = json.addObject().put("node", entry.getKey());
            switch (entry.getValue()) {
                case Leaf(var value) -> Figures.put(one, "value", value);
                case Decision(Cut(var feature, var place), var missingLeft, var gain) -> {
                    var by = features.get(feature);
                    one.put("term", by.name())
                            .put(by.ordered() ? "upTo" : "is", by.classes().get(place))
                            .put("missing", missingLeft ? 2 * entry.getKey() + 1 : 2 * entry.getKey() + 2);
                    Figures.put(one, "gain", gain);
                }
            }
        });
    }
}
