package org.healthsphere.federation.research.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.healthsphere.federation.research.plan.Tree.Decision;
import org.healthsphere.federation.research.plan.Tree.Leaf;
import org.healthsphere.federation.research.plan.Tree.Node;
import org.healthsphere.federation.research.plan.Variable.Levelled;
import org.healthsphere.federation.research.plan.Variable.Numeric;

/** The patients of one site as trees see them: which class of each feature they are in. */
final class TreeRows {
    /** Derivatives are whole numbers of this part of one: sums of them are the same in any order. */
    static final double UNIT = 1L << 30;

    private static final int HELD_OUT = 5;

    private final List<Feature> features;
    private final List<double[]> columns;
    private final double[] response;

    /**
     * What is decided by.
     *
     * @param ordered whether the classes follow each other
     * @param classes without that of the missing
     */
    record Feature(String name, List<String> classes, boolean ordered) {
        static Feature of(Variable variable) {
            return switch (variable) {
                case Numeric number -> new Feature(number.name(), TableComputation.classes(number.range()), true);
                case Levelled levelled -> new Feature(levelled.name(), levelled.levels(), false);
                case Variable.Weeks _, Variable.Survival _ ->
                    throw new IllegalStateException("no tree decides by " + variable.name());
            };
        }

        /** With the one of the missing. */
        int cells() {
            return classes.size() + 1;
        }
    }

    TreeRows(StudyPlan plan, Analysis.Trees trees, StudyColumns columns) {
        this.features =
                trees.terms().stream().map(plan::variable).map(Feature::of).toList();
        this.columns = trees.terms().stream()
                .map(name -> classed(plan.variable(name), columns.numbers(name)))
                .toList();
        this.response = columns.numbers(trees.response());
    }

    private static double[] classed(Variable variable, double[] numbers) {
        return variable instanceof Numeric number
                ? Arrays.stream(numbers)
                        .map(value ->
                                Double.isNaN(value) ? value : number.range().classOf(value))
                        .toArray()
                : numbers;
    }

    int patients() {
        return response.length;
    }

    boolean isKnown(int patient) {
        return !Double.isNaN(response[patient]);
    }

    /** Of whom the trees learn nothing. */
    boolean isHeldOut(int patient) {
        return patient % HELD_OUT == HELD_OUT - 1;
    }

    boolean isEvent(int patient) {
        return response[patient] == 1;
    }

    int cell(int feature, int patient) {
        var value = columns.get(feature)[patient];
        return Double.isNaN(value) ? features.get(feature).cells() - 1 : (int) value;
    }

    /** The node at which a patient has arrived: a leaf, or one that grows. */
    int node(Map<Integer, Node> nodes, int patient) {
        var at = 0;
        while (nodes.get(at) instanceof Decision decision) {
            at = 2 * at + (goesLeft(decision, patient) ? 1 : 2);
        }
        return at;
    }

    private boolean goesLeft(Decision decision, int patient) {
        var feature = decision.cut().feature();
        var cell = cell(feature, patient);
        if (cell == features.get(feature).cells() - 1) {
            return decision.missingLeft();
        }
        return features.get(feature).ordered()
                ? cell <= decision.cut().place()
                : cell == decision.cut().place();
    }

    /** The logarithm of the odds. */
    double logit(double base, List<Tree> trees, int patient) {
        var sum = base;
        for (var tree : trees) {
            sum += tree.nodes().get(node(tree.nodes(), patient)) instanceof Leaf(var value) ? value : 0;
        }
        return sum;
    }

    /** The same on every processor. */
    static double probability(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }
}
