package org.healthsphere.node.store.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.node.store.index.SearchParameter.Path;

/**
 * Compiles the FHIRPath expression of a search parameter to the paths that an extractor follows: unions of element names with types
 * ({@code as}, {@code ofType}), restricted references ({@code where(resolve() is X)}), elements with a value ({@code where(a =
 * 'b')}, {@code extension('url')}) and existence. Anything else is refused.
 */
final class Expressions {
    private static final Pattern WRAPPED = Pattern.compile("\\(([^()|]+) as (\\w+)\\)(.*)");
    private static final Pattern STEP = Pattern.compile("\\.?(?:"
            + "where\\(resolve\\(\\) is (?<only>\\w+)\\)"
            + "|where\\((?<member>\\w+)\\s*=\\s*'(?<value>[^']*)'\\)"
            + "|(?:as|ofType)\\((?<as>\\w+)\\)"
            + "|extension\\('(?<url>[^']*)'\\)"
            + "|(?<exists>exists\\(\\))"
            + "|(?<name>\\w+))");
    private static final Pattern DECEASED = Pattern.compile("(\\S+)\\.exists\\(\\) and \\1 != false");

    /** What a kind of parameter can look at; of other types it sees nothing. */
    private static final Map<Kind, Set<String>> LEAVES = Map.of(
            Kind.TOKEN,
            Set.of("code", "CodeableConcept", "Coding", "Identifier", "ContactPoint", "boolean", "string", "id", "uri"),
            Kind.STRING,
            Set.of("string", "markdown", "HumanName", "Address", "CodeableConcept"),
            Kind.DATE,
            Set.of("date", "dateTime", "instant", "Period", "Timing"),
            Kind.REFERENCE,
            Set.of("Reference", "canonical", "uri"),
            Kind.QUANTITY,
            Set.of("Quantity", "Age", "Duration", "Count", "Money", "Distance", "SimpleQuantity", "MoneyQuantity"),
            Kind.NUMBER,
            Set.of("decimal", "integer", "positiveInt", "unsignedInt"),
            Kind.URI,
            Set.of("uri", "url", "canonical", "oid", "uuid"),
            Kind.SPECIAL,
            Set.of("Location.LocationPositionComponent"));

    private final ElementTable table;

    Expressions(ElementTable table) {
        this.table = table;
    }

    /** A place on the way: the names so far, what has it, and what it is. */
    private record Place(List<String> steps, String owner, String type, String only, boolean exists) {
        Place then(String step, String next) {
            return new Place(Stream.concat(steps.stream(), Stream.of(step)).toList(), type, next, "", false);
        }
    }

    /**
     * The paths from an element of this type that the parts of an expression lead to, as far as they begin there.
     *
     * @param root how an expression names its beginning; empty: it begins without a name
     */
    List<Path> paths(String root, String type, Kind kind, String expression) {
        List<Path> paths = new ArrayList<>();
        var deceased = DECEASED.matcher(expression.strip());
        var whole = deceased.matches() ? deceased.group(1) + ".exists()" : expression;
        for (var part : whole.split("\\|", -1)) {
            places(root, type, part.strip()).stream()
                    .flatMap(place -> path(kind, place).stream())
                    .distinct()
                    .filter(p -> !paths.contains(p))
                    .forEach(paths::add);
        }
        return paths;
    }

    /** The elements that the expression of a composite leads to. */
    List<Path> elements(String type, String expression) {
        return Stream.of(expression.split("\\|", -1))
                .flatMap(part -> places(type, type, part.strip()).stream())
                .map(place -> new Path(place.steps(), place.type(), ""))
                .toList();
    }

    private static Optional<Path> path(Kind kind, Place place) {
        if (kind == Kind.TOKEN
                && place.owner().equals("Coding")
                && place.steps().getLast().equals("code")) {
            // The code alone would have lost its system.
            return Optional.of(new Path(place.steps().subList(0, place.steps().size() - 1), "Coding", ""));
        }
        if (place.exists()) {
            return Optional.of(new Path(place.steps(), "exists", ""));
        }
        return LEAVES.getOrDefault(kind, Set.of()).contains(place.type())
                ? Optional.of(new Path(place.steps(), place.type(), place.only()))
                : Optional.empty();
    }

    private List<Place> places(String root, String type, String expression) {
        var wrapped = WRAPPED.matcher(expression);
        var text = wrapped.matches()
                ? wrapped.group(1).strip() + ".as(" + wrapped.group(2) + ")" + wrapped.group(3)
                : expression;
        if (!root.isEmpty()) {
            if (!text.equals(root) && !text.startsWith(root + ".")) {
                return List.of();
            }
            text = text.substring(root.length());
        }
        var places = List.of(new Place(List.of(), "", type, "", false));
        var step = STEP.matcher(text);
        for (var at = 0; at < text.length(); at = step.end()) {
            if (!step.find(at) || step.start() != at) {
                throw new IllegalArgumentException("the expression is not understood here: " + expression);
            }
            var matched = step;
            places = places.stream().flatMap(p -> next(p, matched)).toList();
        }
        return places;
    }

    private Stream<Place> next(Place place, Matcher step) {
        if (step.group("name") != null) {
            return children(place, step.group("name"));
        } else if (step.group("url") != null) {
            return children(place, "extension").map(p -> conditional(p, "url", step.group("url")));
        } else if (step.group("member") != null) {
            return Stream.of(
                    place.type().equals("ContactPoint") && step.group("member").equals("system")
                            ? new Place(place.steps(), place.owner(), place.type(), step.group("value"), false)
                            : conditional(place, step.group("member"), step.group("value")));
        } else if (step.group("as") != null) {
            return Stream.of(place).filter(p -> isOf(p.type(), step.group("as")));
        } else if (step.group("only") != null) {
            return Stream.of(new Place(place.steps(), place.owner(), place.type(), step.group("only"), false));
        }
        return Stream.of(new Place(place.steps(), place.owner(), place.type(), "", true));
    }

    /** {@code DateTime} is written for {@code dateTime} here and there. */
    private static boolean isOf(String type, String asked) {
        return type.equalsIgnoreCase(asked) || (asked.equals("Quantity") && type.equals("SimpleQuantity"));
    }

    private static Place conditional(Place place, String member, String value) {
        var steps = new ArrayList<>(place.steps());
        steps.add(steps.removeLast() + "?" + member + "=" + value);
        return new Place(steps, place.owner(), place.type(), "", false);
    }

    private Stream<Place> children(Place place, String name) {
        return table.type(place.type()).stream()
                .map(Shape::elements)
                .flatMap(elements -> elements.values().stream())
                .filter(e -> (e.name().equals(name) && e.choice().isEmpty())
                        || e.choice().equals(name + "[x]"))
                .map(e -> place.then(e.name(), e.type()));
    }
}
