package org.healthsphere.node.ingest.mapping;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * When a rule holds: clauses joined by {@code and}.
 *
 * <p>A clause is a path and one of {@code valued}, {@code repeats}, {@code number}, {@code quantity} (a number, with a comparator or without),
 * {@code quantityComma} (the same, with a decimal comma), each also with {@code not}; {@code = X}, {@code != X}; {@code in X,Y}, {@code not in X,Y}.
 * A place without a value equals nothing.
 */
final class Condition {
    static final Condition ALWAYS = new Condition(List.of(), List.of());
    private static final Pattern CLAUSE =
            Pattern.compile("(\\S+) (not )?(?:(valued|repeats|number|quantity|quantityComma)|(=|!=|in) (\\S+))");
    private static final Pattern QUANTITY = Pattern.compile("([<>]=? *)?" + Values.DECIMAL);
    private static final Pattern QUANTITY_COMMA = Pattern.compile("([<>]=? *)?" + Values.DECIMAL_COMMA);

    private final List<Predicate<Field>> clauses;
    private final List<String> paths;

    private Condition(List<Predicate<Field>> clauses, List<String> paths) {
        this.clauses = clauses;
        this.paths = paths;
    }

    /** Empty when the text is none. */
    static Optional<Condition> parse(String text, Predicate<String> path) {
        var clauses = new ArrayList<Predicate<Field>>();
        var paths = new ArrayList<String>();
        for (var clause : text.split(" and ", -1)) {
            var match = CLAUSE.matcher(clause);
            if (!match.matches() || !path.test(match.group(1))) {
                return Optional.empty();
            }
            var at = match.group(1);
            paths.add(at);
            var holds = match.group(3) != null
                    ? state(at, match.group(3))
                    : oneOf(at, Set.copyOf(Arrays.asList(match.group(5).split(","))));
            var negated = match.group(2) != null || "!=".equals(match.group(4));
            clauses.add(negated ? holds.negate() : holds);
        }
        return Optional.of(new Condition(List.copyOf(clauses), List.copyOf(paths)));
    }

    /** The places in the source that it looks at. */
    List<String> paths() {
        return paths;
    }

    boolean holds(Field field) {
        for (var clause : clauses) {
            if (!clause.test(field)) {
                return false;
            }
        }
        return true;
    }

    private static Predicate<Field> state(String path, String state) {
        return switch (state) {
            case "repeats" -> f -> f.at(path).size() > 1;
            case "number" -> f -> Values.DECIMAL.matcher(f.text(path).strip()).matches();
            case "quantity" -> f -> QUANTITY.matcher(f.text(path).strip()).matches();
            case "quantityComma" ->
                f -> QUANTITY_COMMA.matcher(f.text(path).strip()).matches();
            default -> f -> f.valued(path);
        };
    }

    private static Predicate<Field> oneOf(String path, Set<String> values) {
        return f -> values.contains(f.text(path));
    }
}
