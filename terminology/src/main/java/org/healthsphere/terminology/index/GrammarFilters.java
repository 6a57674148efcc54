package org.healthsphere.terminology.index;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammar.Meaning;

/** FHIR's filters over codes that are made by rules. */
final class GrammarFilters {
    private static final Set<String> THE_CODE = Set.of("concept", "code");

    private GrammarFilters() {}

    /** What a filter asks of a code; one that cannot be followed is refused by name. */
    static Outcome<Predicate<Meaning>> condition(Grammar grammar, Filter filter) {
        var isOfCode = THE_CODE.contains(filter.property());
        var isKnown = grammar.properties().stream().map(Property::code).anyMatch(filter.property()::equals);
        if (!isOfCode && !isKnown) {
            return refused(grammar, filter, "there is no property '" + filter.property() + "'");
        }
        return switch (filter.op()) {
            case "=" -> Outcome.of(having(filter, filter.value()::equals));
            case "in" -> Outcome.of(having(filter, list(filter)::contains));
            case "not-in" -> Outcome.of(having(filter, list(filter)::contains).negate());
            case "exists" -> exists(grammar, filter);
            case "regex" -> regex(grammar, filter);
            default -> refused(grammar, filter, "the operator '" + filter.op() + "' is not supported");
        };
    }

    private static List<String> list(Filter filter) {
        return Arrays.stream(filter.value().split(",", -1)).map(String::strip).toList();
    }

    private static Predicate<Meaning> having(Filter filter, Predicate<String> condition) {
        return THE_CODE.contains(filter.property())
                ? term -> condition.test(term.code())
                : term -> term.values().stream()
                        .filter(value -> value.property().equals(filter.property()))
                        .map(Value::value)
                        .anyMatch(condition);
    }

    private static Outcome<Predicate<Meaning>> exists(Grammar grammar, Filter filter) {
        var has = having(filter, _ -> true);
        return switch (filter.value()) {
            case "true" -> Outcome.of(has);
            case "false" -> Outcome.of(has.negate());
            default -> refused(grammar, filter, "'exists' asks for true or false");
        };
    }

    private static Outcome<Predicate<Meaning>> regex(Grammar grammar, Filter filter) {
        try {
            return Outcome.of(having(filter, Pattern.compile(filter.value())::matches));
        } catch (PatternSyntaxException e) {
            return refused(
                    grammar, filter, "'" + filter.value() + "' is not a regular expression that can be followed");
        }
    }

    private static Outcome<Predicate<Meaning>> refused(Grammar grammar, Filter filter, String what) {
        var at = grammar.id() + " filter " + filter.property() + " " + filter.op();
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(at, what))));
    }
}
