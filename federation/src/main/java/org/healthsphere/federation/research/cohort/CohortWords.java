package org.healthsphere.federation.research.cohort;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.healthsphere.federation.research.cohort.Cohort.Age;
import org.healthsphere.federation.research.cohort.Cohort.And;
import org.healthsphere.federation.research.cohort.Cohort.Has;
import org.healthsphere.federation.research.cohort.Cohort.Not;
import org.healthsphere.federation.research.cohort.Cohort.OfSex;
import org.healthsphere.federation.research.cohort.Cohort.Or;
import org.healthsphere.specs.Coding;

/** A cohort in words, a line for each criterion, as a person reads it who has to answer for it. */
public final class CohortWords {
    private CohortWords() {}

    /**
     * A line.
     *
     * @param depth how far it is indented
     */
    public record Line(int depth, String text) {}

    /** The cohort in its one spelling, so that the same cohort always reads the same. */
    public static List<Line> of(Cohort cohort) {
        List<Line> lines = new ArrayList<>();
        add(NormalForm.of(cohort), 0, lines);
        return lines;
    }

    /** The steps through which a patient comes into the cohort, in the order in which a flow counts them. */
    public static List<String> steps(Cohort cohort) {
        return Output.Flow.steps(cohort).stream().map(CohortWords::inOneLine).toList();
    }

    /** The criteria that must all hold, in the same order. */
    public static List<Cohort> parts(Cohort cohort) {
        return Output.Flow.steps(cohort);
    }

    private static String inOneLine(Cohort cohort) {
        return of(cohort).stream().map(Line::text).collect(Collectors.joining(" "));
    }

    private static void add(Cohort cohort, int depth, List<Line> lines) {
        switch (cohort) {
            case And(var all) -> group("all of these hold:", all, depth, lines);
            case Or(var any) -> group("at least one of these holds:", any, depth, lines);
            case Not(var inner) -> lines.add(new Line(depth, "not: " + leaf(inner)));
            case Cohort.AtLeast(var number, var of) ->
                group("at least " + number + " of these hold:", of, depth, lines);
            case Age _, OfSex _, Has _, Cohort.AgeAt _, Cohort.Sequence _ -> lines.add(new Line(depth, leaf(cohort)));
        }
    }

    private static void group(String head, List<Cohort> parts, int depth, List<Line> lines) {
        lines.add(new Line(depth, head));
        parts.forEach(part -> add(part, depth + 1, lines));
    }

    private static String leaf(Cohort cohort) {
        return switch (cohort) {
            case Age(var at, var least, var most) -> age(least, most) + " on " + at;
            case OfSex(var sex) -> "administrative gender " + sex.code();
            case Has has -> has(has);
            case Cohort.AgeAt(var event, var least, var most) -> age(least, most) + " on the day of " + event(event);
            case Cohort.Sequence sequence ->
                has(sequence.then()) + ", " + days(sequence.least(), sequence.most()) + " after "
                        + event(sequence.first());
            case And _, Or _, Not _, Cohort.AtLeast _ -> throw new IllegalStateException("in the normal form only leaves are negated");
        };
    }

    private static String age(int least, int most) {
        if (most == Age.OLDEST) {
            return least + " years old or older";
        }
        return least == 0 ? "at most " + most + " years old" : "from " + least + " to " + most + " years old";
    }

    private static String days(int least, int most) {
        if (most == Cohort.Sequence.LONGEST) {
            return least + " days or more";
        }
        return least == most ? least + " days" : "from " + least + " to " + most + " days";
    }

    private static String event(Cohort.Event event) {
        var has = event.has();
        var of = has.atLeast() == 1 ? "" : ", of at least " + has.atLeast() + ",";
        return switch (event.which()) {
            case FIRST -> "the first record" + of + records(has);
            case LAST -> "the last record" + of + records(has);
            case ANY -> "a record" + of + records(has);
        };
    }

    private static String has(Has has) {
        return (has.atLeast() == 1 ? "has a record" : "has at least " + has.atLeast() + " records") + records(has);
    }

    private static String records(Has has) {
        var words = new StringBuilder(" of type ")
                .append(has.type().resourceType())
                .append(" with ")
                .append(concepts(has.code()));
        has.value()
                .ifPresent(value -> words.append(", measured ")
                        .append(operator(value.operator()))
                        .append(' ')
                        .append(value.value().toPlainString())
                        .append(' ')
                        .append(value.unit()));
        has.when()
                .ifPresent(when -> words.append(", dated from ")
                        .append(when.from())
                        .append(" to ")
                        .append(when.to()));
        return words.toString();
    }

    private static String operator(Comparison.Operator operator) {
        return switch (operator) {
            case LT -> "below";
            case LE -> "at most";
            case GE -> "at least";
            case GT -> "above";
        };
    }

    private static String concepts(Concepts concepts) {
        return switch (concepts) {
            case Concepts.IsA(var ancestor) -> ancestor + " or anything below it";
            case Concepts.InValueSet(var canonical) -> "a code of the value set " + canonical;
            case Concepts.Codes(var codes) ->
                codes.stream()
                        .sorted(Comparator.comparing(Coding::toString))
                        .map(Coding::toString)
                        .collect(Collectors.joining(" or ", "the code ", ""));
        };
    }
}
