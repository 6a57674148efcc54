package org.healthsphere.node.fhir.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.structure.Element;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.fhir.structure.ElementTable.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The part of FHIRPath that a patch may use: element names, {@code [index]}, {@code first()}, {@code last()}, {@code where(element =
 * 'value')}, {@code extension('url')} and {@code ofType(Type)}. Anything else is refused.
 */
final class PatchPath {
    private static final Pattern STEP = Pattern.compile("\\.?(?:"
            + "(?<call>where|extension|ofType|as|first|last)\\((?<argument>[^()]*)\\)"
            + "|(?<name>[A-Za-z][A-Za-z0-9]*)"
            + "|\\[(?<index>\\d{1,9})\\])");
    private static final Pattern CONDITION =
            Pattern.compile("\\s*([A-Za-z][A-Za-z0-9.]*)\\s*=\\s*(?:'([^']*)'|(\\S+))\\s*");
    private static final int LONGEST = 1_000;

    private final ElementTable table;

    PatchPath(ElementTable table) {
        this.table = table;
    }

    /** Every place that the path leads to. */
    List<Spot> spots(JsonNode resource, String path) {
        var type = resource.path("resourceType").asText();
        if (path.length() > LONGEST || (!(path + ".").startsWith(type + ".") && !path.startsWith(type + "["))) {
            throw Unfit.resource("path", "begins with the type of the resource");
        }
        var spots = List.of(new Spot(Optional.empty(), type, -1, Optional.empty(), table.resource(type), resource));
        var step = STEP.matcher(path);
        var at = type.length();
        while (at < path.length()) {
            if (!step.find(at) || step.start() != at) {
                throw Unfit.invalid("path", "is not understood from \"" + path.substring(at) + "\" on");
            }
            spots = step(spots, step.group("name"), step.group("index"), step.group("call"), step.group("argument"));
            at = step.end();
        }
        return spots;
    }

    private List<Spot> step(
            List<Spot> from,
            @Nullable String name,
            @Nullable String index,
            @Nullable String call,
            @Nullable String argument) {
        if (name != null) {
            return from.stream().flatMap(spot -> children(spot, name)).toList();
        } else if (index != null) {
            return from.stream().skip(Long.parseLong(index)).limit(1).toList();
        }
        return call(from, String.valueOf(call), String.valueOf(argument));
    }

    private List<Spot> call(List<Spot> from, String call, String argument) {
        return switch (call) {
            case "first" -> from.stream().limit(1).toList();
            case "last" -> from.isEmpty() ? from : List.of(from.getLast());
            case "extension" ->
                from.stream()
                        .flatMap(spot -> children(spot, "extension"))
                        .filter(spot -> ("'" + spot.value().path("url").asText() + "'").equals(argument.strip()))
                        .toList();
            case "where" -> where(from, argument);
            default ->
                from.stream()
                        .filter(spot -> spot.element()
                                .filter(e -> e.type().equals(argument.strip()))
                                .isPresent())
                        .toList();
        };
    }

    private static List<Spot> where(List<Spot> from, String condition) {
        var form = CONDITION.matcher(condition);
        if (!form.matches()) {
            throw Unfit.invalid("path", "has a where() that is not understood: use where(element = 'value')");
        }
        var wanted = form.group(2) == null ? form.group(3) : form.group(2);
        var steps = List.of(form.group(1).split("\\.", -1));
        return from.stream()
                .filter(spot ->
                        values(spot.value(), steps).anyMatch(v -> v.asText().equals(wanted)))
                .toList();
    }

    private static Stream<JsonNode> values(JsonNode from, List<String> steps) {
        if (from.isArray()) {
            return IntStream.range(0, from.size()).mapToObj(from::get).flatMap(n -> values(n, steps));
        }
        return steps.isEmpty()
                ? Stream.of(from).filter(JsonNode::isValueNode)
                : values(from.path(steps.getFirst()), steps.subList(1, steps.size()));
    }

    /** The values of an element by its FHIRPath name: {@code value} leads to {@code valueQuantity}. */
    private Stream<Spot> children(Spot spot, String name) {
        if (!(spot.value() instanceof ObjectNode object) || spot.shape().isEmpty()) {
            return Stream.empty();
        }
        List<Spot> found = new ArrayList<>();
        for (var element : named(spot.shape().get(), name)) {
            var value = object.path(element.name());
            if (value.isArray()) {
                for (var i = 0; i < value.size(); i++) {
                    found.add(spot(object, element, i, value.get(i)));
                }
            } else if (!value.isMissingNode()) {
                found.add(spot(object, element, -1, value));
            }
        }
        return found.stream();
    }

    private Spot spot(ObjectNode owner, Element element, int index, JsonNode value) {
        var shape = element.type().equals("Resource")
                ? table.resource(value.path("resourceType").asText())
                : table.type(element.type());
        return new Spot(Optional.of(owner), element.name(), index, Optional.of(element), shape, value);
    }

    /** The element of this name, or all of a choice of this name; refused when the type has neither. */
    static List<Element> named(Shape shape, String name) {
        var own = shape.element(name).filter(e -> e.choice().isEmpty());
        if (own.isPresent()) {
            return List.of(own.get());
        }
        var choice = shape.elements().values().stream()
                .filter(e -> e.choice().equals(name + "[x]"))
                .toList();
        if (choice.isEmpty()) {
            throw Unfit.resource("path", "names " + name + ", which is no element of " + shape.name());
        }
        return choice;
    }
}
