package org.healthsphere.federation.research.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.CoxSite;
import org.healthsphere.federation.research.analysis.Design;
import org.healthsphere.federation.research.analysis.FollowUp;
import org.healthsphere.federation.research.analysis.GlmSite;
import org.healthsphere.federation.research.analysis.ModelSite;
import org.healthsphere.federation.research.analysis.Vector;
import org.healthsphere.specs.Outcome;

/** The terms of a model, and one site's rows of it: patients of whom nothing is missing that it looks at. */
final class ModelFrame {
    private final StudyPlan plan;
    private final Analysis analysis;
    private final List<Term> terms;

    /** A column: the intercept, a number, or whether a level is the one. */
    private record Term(String name, Scale scale, Function<StudyColumns, double[]> column) {}

    /**
     * How a column is brought between -1 and 1.
     *
     * @param half of the width of its bounds
     */
    record Scale(double middle, double half) {
        static final Scale NONE = new Scale(0, 1);

        static Scale of(Variable.Range range) {
            return new Scale((range.low() + range.high()) / 2, (range.high() - range.low()) / 2);
        }

        double of(double value) {
            return (value - middle) / half;
        }
    }

    ModelFrame(StudyPlan plan, Analysis analysis) {
        this.plan = plan;
        this.analysis = analysis;
        this.terms = terms();
    }

    private List<Term> terms() {
        return switch (analysis) {
            case Analysis.Glm glm ->
                Stream.concat(
                                Stream.of(new Term(Design.INTERCEPT, Scale.NONE, ModelFrame::ones)),
                                glm.terms().stream().flatMap(this::terms))
                        .toList();
            case Analysis.Cox cox -> cox.terms().stream().flatMap(this::terms).toList();
            case Analysis other -> throw new IllegalStateException("no model: " + other.name());
        };
    }

    private static double[] ones(StudyColumns columns) {
        var ones = new double[columns.patients()];
        Arrays.fill(ones, 1);
        return ones;
    }

    private Stream<Term> terms(String name) {
        return plan.variable(name) instanceof Variable.Levelled levelled
                ? IntStream.range(1, levelled.levels().size())
                        .mapToObj(level -> new Term(
                                name + "=" + levelled.levels().get(level),
                                Scale.NONE,
                                columns -> Arrays.stream(columns.numbers(name))
                                        .map(number -> number == level ? 1 : 0)
                                        .toArray()))
                : Stream.of(new Term(name, scale(name), columns -> columns.numbers(name)));
    }

    /** The bounds of a number; levels are 0 and 1 as they are. */
    Scale scale(String name) {
        return plan.variable(name) instanceof Variable.Numeric number ? Scale.of(number.range()) : Scale.NONE;
    }

    List<Scale> scales() {
        return terms.stream().map(Term::scale).toList();
    }

    List<String> names() {
        return terms.stream().map(Term::name).toList();
    }

    /** The rows of a site. */
    Rows rows(StudyColumns columns) {
        var looked = analysis.variables().toList();
        var complete = IntStream.range(0, columns.patients())
                .filter(i -> looked.stream().noneMatch(name -> Double.isNaN(columns.numbers(name)[i])))
                .toArray();
        return new Rows(columns, complete);
    }

    /** One site's rows. */
    final class Rows {
        private final StudyColumns columns;
        private final int[] complete;

        Rows(StudyColumns columns, int[] complete) {
            this.columns = columns;
            this.complete = complete;
        }

        int size() {
            return complete.length;
        }

        int missing() {
            return columns.patients() - complete.length;
        }

        /** How many there are of each kind that the model tells apart: each level of each term and of the response. */
        List<Long> levels() {
            List<Long> counts = new ArrayList<>();
            analysis.variables()
                    .map(plan::variable)
                    .filter(Variable.Levelled.class::isInstance)
                    .map(Variable.Levelled.class::cast)
                    .forEach(variable -> IntStream.range(0, variable.levels().size())
                            .forEach(level -> counts.add(Arrays.stream(complete)
                                    .filter(i -> columns.numbers(variable.name())[i] == level)
                                    .count())));
            return counts;
        }

        long events() {
            return switch (analysis) {
                case Analysis.Glm glm -> events(glm);
                case Analysis.Cox cox -> (long) pick(columns.events(cox.of())).sum();
                case Analysis _ -> 0;
            };
        }

        private long events(Analysis.Glm glm) {
            return switch (glm.family()) {
                case GAUSSIAN -> size();
                case BINOMIAL, POISSON ->
                    (long) pick(columns.numbers(glm.response())).sum();
            };
        }

        Outcome<ModelSite> site() {
            return switch (analysis) {
                case Analysis.Glm glm ->
                    design(glm.exposure()
                                    .map(name -> pick(columns.numbers(name)).map(Math::log))
                                    .orElseGet(() -> Vector.zeros(size())))
                            .then(design -> GlmSite.of(glm.family(), design, pick(columns.numbers(glm.response()))))
                            .map(site -> site);
                case Analysis.Cox cox ->
                    design(Vector.zeros(size()))
                            .then(design -> FollowUp.of(pick(columns.numbers(cox.of())), pick(columns.events(cox.of())))
                                    .then(followUp -> CoxSite.of(cox.ties(), design, followUp, strata(cox))))
                            .map(site -> site);
                case Analysis other -> throw new IllegalStateException("no model: " + other.name());
            };
        }

        private List<String> strata(Analysis.Cox cox) {
            return cox.strata()
                    .map(name -> pick(columns.numbers(name)).stream()
                            .mapToObj(Double::toString)
                            .toList())
                    .orElseGet(
                            () -> IntStream.range(0, size()).mapToObj(_ -> "").toList());
        }

        private Outcome<Design> design(Vector offset) {
            return Design.of(
                    names(),
                    terms.stream()
                            .map(term -> pick(term.column().apply(columns)))
                            .toList(),
                    offset);
        }

        /** The columns relative to the middle of their bounds. */
        Outcome<Design> centered() {
            return Design.of(
                    names(),
                    terms.stream()
                            .map(term -> pick(term.column().apply(columns))
                                    .map(value -> value - term.scale().middle()))
                            .toList(),
                    Vector.zeros(size()));
        }

        /** Every row, each term between -1 and 1. */
        List<double[]> scaled() {
            var all = terms.stream()
                    .map(term -> pick(term.column().apply(columns)).map(term.scale()::of))
                    .toList();
            return IntStream.range(0, size())
                    .mapToObj(i ->
                            all.stream().mapToDouble(column -> column.at(i)).toArray())
                    .toList();
        }

        /** A number, level or time of each row. */
        Vector numbers(String variable) {
            return pick(columns.numbers(variable));
        }

        /** 1 where the time of a row ends in an event. */
        Vector ends(String survival) {
            return pick(columns.events(survival));
        }

        private Vector pick(double[] column) {
            return Vector.of(Arrays.stream(complete).mapToDouble(i -> column[i]).toArray());
        }
    }
}
