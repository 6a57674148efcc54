package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.DoubleToIntFunction;
import java.util.stream.Collectors;
import org.healthsphere.specs.Outcome;

/** Counts by levels and classes. A patient is in one cell; the missing have cells of their own, so that the cells add up to all. */
final class TableComputation implements Computation {
    static final String MISSING = "missing";

    private final StudyPlan plan;
    private final List<Dimension> dimensions;

    /** A way in which patients differ: the last level is that of the missing. */
    private record Dimension(String name, List<String> levels, DoubleToIntFunction level) {
        int of(double number) {
            return Double.isNaN(number) ? levels.size() - 1 : level.applyAsInt(number);
        }
    }

    private TableComputation(StudyPlan plan, List<Dimension> dimensions) {
        this.plan = plan;
        this.dimensions = dimensions;
    }

    static TableComputation of(StudyPlan plan, List<String> by) {
        return new TableComputation(
                plan, by.stream().map(name -> dimension(plan.variable(name))).toList());
    }

    private static Dimension dimension(Variable variable) {
        return switch (variable) {
            case Variable.Numeric number ->
                new Dimension(
                        number.name(),
                        missing(classes(number.range())),
                        value -> number.range().classOf(value));
            case Variable.Levelled levelled ->
                new Dimension(levelled.name(), missing(levelled.levels()), value -> (int) value);
            case Variable.Weeks _, Variable.Survival _ ->
                throw new IllegalStateException("a plan counts nobody by " + variable.name());
        };
    }

    private static List<String> missing(List<String> levels) {
        List<String> all = new ArrayList<>(levels);
        all.add(MISSING);
        return List.copyOf(all);
    }

    static List<String> classes(Variable.Range range) {
        List<String> classes = new ArrayList<>();
        var from = range.low();
        for (var edge : range.edges()) {
            classes.add("[" + from + "," + edge + ")");
            from = edge;
        }
        classes.add("[" + from + "," + range.high() + "]");
        return classes;
    }

    private int cells() {
        return dimensions.stream().mapToInt(d -> d.levels().size()).reduce(1, Math::multiplyExact);
    }

    @Override
    public Step after(Sums sums) {
        return sums.opened().isEmpty()
                ? new Step.Ask(cells())
                : new Step.Done(result(sums.opened().getFirst()));
    }

    @Override
    public Outcome<long[]> answer(Sums sums, StudyColumns columns) {
        var cells = new long[cells()];
        var numbers = dimensions.stream().map(d -> columns.numbers(d.name())).toList();
        for (var patient = 0; patient < columns.patients(); patient++) {
            var cell = 0;
            for (var d = 0; d < dimensions.size(); d++) {
                var dimension = dimensions.get(d);
                cell = cell * dimension.levels().size() + dimension.of(numbers.get(d)[patient]);
            }
            cells[cell]++;
        }
        return Outcome.of(cells);
    }

    @Override
    public List<List<Part>> parts() {
        return List.of(List.of(Part.whole(cells(), 1)));
    }

    private ObjectNode result(long[] sum) {
        var json = Figures.result("table");
        var dims = json.putArray("by");
        for (var dimension : dimensions) {
            var levels = dims.addObject().put("name", dimension.name()).putArray("levels");
            dimension.levels().forEach(levels::add);
        }
        var cells = json.putArray("cells");
        told(sum).forEach(cell -> Figures.add(cells, cell));
        return json;
    }

    private List<OptionalLong> told(long[] sum) {
        return switch (plan.safety().protection()) {
            case Protection.Exact(var threshold) ->
                Suppression.of(
                        sum,
                        dimensions.stream().mapToInt(d -> d.levels().size()).toArray(),
                        threshold);
            case Protection.Noise _ ->
                Arrays.stream(sum)
                        .mapToObj(cell -> cell >= plan.safety().terms().threshold()
                                ? OptionalLong.of(cell)
                                : OptionalLong.empty())
                        .collect(Collectors.toList());
        };
    }
}
