package org.healthsphere.federation.research.cohort;

import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
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
    /** The languages in which cohorts are put into words. */
    public static final List<String> LANGUAGES = List.of("en", "de", "es", "fr");

    private static final ResourceBundle.Control EXACTLY =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle texts;

    private CohortWords(ResourceBundle texts) {
        this.texts = texts;
    }

    /** Words of a language; of English where it is another one than those that are known. */
    public static CohortWords in(String language) {
        return new CohortWords(ResourceBundle.getBundle(
                "org.healthsphere.federation.research.cohort.words", Locale.of(language), EXACTLY));
    }

    /**
     * A line.
     *
     * @param depth how far it is indented
     */
    public record Line(int depth, String text) {}

    /** The criteria that must all hold, in the order in which a flow counts them. */
    public static List<Cohort> parts(Cohort cohort) {
        return Output.Flow.steps(cohort);
    }

    /** The steps through which a patient comes into the cohort, in the same order. */
    public List<String> steps(Cohort cohort) {
        return parts(cohort).stream().map(this::inOneLine).toList();
    }

    private String inOneLine(Cohort cohort) {
        return of(cohort).stream().map(Line::text).collect(Collectors.joining(" "));
    }

    /** The cohort in its one spelling, so that the same cohort always reads the same. */
    public List<Line> of(Cohort cohort) {
        List<Line> lines = new ArrayList<>();
        add(NormalForm.of(cohort), 0, lines);
        return lines;
    }

    private void add(Cohort cohort, int depth, List<Line> lines) {
        switch (cohort) {
            case And(var all) -> group(text("all"), all, depth, lines);
            case Or(var any) -> group(text("any"), any, depth, lines);
            case Not(var inner) -> lines.add(new Line(depth, text("not", leaf(inner))));
            case Cohort.AtLeast(var number, var of) -> group(text("atLeast", number), of, depth, lines);
            case Age _,
                    OfSex _,
                    Cohort.Deceased _,
                    Cohort.Region _,
                    Has _,
                    Cohort.AgeAt _,
                    Cohort.Sequence _ -> lines.add(new Line(depth, leaf(cohort)));
        }
    }

    private void group(String head, List<Cohort> parts, int depth, List<Line> lines) {
        lines.add(new Line(depth, head));
        parts.forEach(part -> add(part, depth + 1, lines));
    }

    private String leaf(Cohort cohort) {
        return switch (cohort) {
            case Age(var at, var least, var most) -> text("age", age(least, most), at);
            case OfSex(var sex) -> text("sex", text("sex." + sex.code()));
            case Cohort.Deceased _ -> text("deceased");
            case Cohort.Region(var start) -> text("region", start);
            case Has has -> has(has);
            case Cohort.AgeAt(var event, var least, var most) -> text("age.event", age(least, most), event(event));
            case Cohort.Sequence sequence ->
                text("seq", has(sequence.then()), days(sequence.least(), sequence.most(), event(sequence.first())));
            case And _, Or _, Not _, Cohort.AtLeast _ ->
                throw new IllegalStateException("in the normal form only leaves are negated");
        };
    }

    private String age(int least, int most) {
        if (most == Age.OLDEST) {
            return text("age.least", least);
        }
        return least == 0 ? text("age.most", most) : text("age.between", least, most);
    }

    private String days(int least, int most, String event) {
        if (most <= 0 && least < 0) {
            return least == most ? text("days.before", -most, event) : text("days.allBefore", -most, -least, event);
        }
        if (least < 0) {
            return text("days.around", -least, most, event);
        }
        if (most == Cohort.Sequence.LONGEST) {
            return text("days.least", least, event);
        }
        return least == most ? text("days.exactly", least, event) : text("days.between", least, most, event);
    }

    private String event(Cohort.Event event) {
        var has = event.has();
        var which = event.which().code();
        return has.atLeast() == 1
                ? text("event." + which, records(has))
                : text("event." + which + ".of", has.atLeast(), records(has));
    }

    private String has(Has has) {
        return has.atLeast() == 1 ? text("has", records(has)) : text("has.several", has.atLeast(), records(has));
    }

    private String records(Has has) {
        var words = new StringBuilder(text("records", has.type().resourceType(), concepts(has.code())));
        has.value().ifPresent(value -> words.append(", ").append(value(value)));
        if (!has.circumstances().status().isEmpty()) {
            words.append(", ").append(text("status", list(has.circumstances().status().stream().sorted().toList())));
        }
        has.when().ifPresent(when -> words.append(", ").append(text("when", when.from(), when.to())));
        has.circumstances().within().ifPresent(whole -> words.append(", ").append(text("within", records(whole))));
        return words.toString();
    }

    private String value(Value value) {
        return switch (value) {
            case Comparison(var operator, var than, var unit) ->
                text("measured", text("op." + operator.code()), than.toPlainString(), unit);
            case Value.Range(var from, var to, var unit) ->
                text("range", from.toPlainString(), to.toPlainString(), unit);
            case Value.OneOf(var concepts) -> text("coded", concepts(concepts));
            case Value.Abnormal() -> text("abnormal");
        };
    }

    private String concepts(Concepts concepts) {
        return switch (concepts) {
            case Concepts.IsA(var ancestor) -> text("isA", ancestor);
            case Concepts.InValueSet(var canonical) -> text("vs", canonical);
            case Concepts.Expression(var ecl, var edition) ->
                edition.isEmpty() ? text("ecl", ecl) : text("ecl.edition", ecl, edition);
            case Concepts.Codes(var codes) ->
                text(
                        "codes",
                        list(codes.stream()
                                .sorted(Comparator.comparing(Coding::toString))
                                .map(Coding::toString)
                                .toList()));
        };
    }

    private String list(List<String> words) {
        return String.join(" " + text("or") + " ", words);
    }

    /** Numbers stand as they are, without marks between their digits. */
    private String text(String key, Object... arguments) {
        var written = Arrays.stream(arguments).map(Object::toString).toArray();
        return new MessageFormat(texts.getString(key), texts.getLocale()).format(written);
    }
}
