package org.healthsphere.node.ingest.mapping;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a value goes in a FHIR resource: {@code gender}, {@code identifier[]} (one more), {@code name[0].text},
 * {@code component[*].code} (every one there is), {@code .} (the members of an object go here themselves).
 */
final class Target {
    private static final Pattern STEP = Pattern.compile("(_?[a-z][A-Za-z0-9]*)(?:\\[(\\d*|\\*)])?");
    private static final int NO_LIST = -1;
    private static final int ONE_MORE = -2;
    private static final int EVERY = -3;

    private final List<Step> steps;

    private record Step(String name, int index) {}

    private Target(List<Step> steps) {
        this.steps = steps;
    }

    /** Empty when the text is none. */
    static Optional<Target> parse(String text) {
        var steps = new ArrayList<Step>();
        for (var part : text.equals(".") ? new String[0] : text.split("\\.", -1)) {
            var match = STEP.matcher(part);
            if (!match.matches()) {
                return Optional.empty();
            }
            steps.add(new Step(match.group(1), index(match.group(2))));
        }
        return Optional.of(new Target(steps));
    }

    private static int index(@Nullable String text) {
        if (text == null) {
            return NO_LIST;
        }
        return switch (text) {
            case "" -> ONE_MORE;
            case "*" -> EVERY;
            default -> Integer.parseInt(text);
        };
    }

    /** The element of the resource in which it is; empty for the resource itself. */
    Optional<String> element() {
        return steps.stream().findFirst().map(Step::name);
    }

    /** The way to it through the resource; empty when that leads through a list, or nowhere. */
    Optional<String> path() {
        return steps.isEmpty() || steps.stream().anyMatch(step -> step.index() != NO_LIST)
                ? Optional.empty()
                : Optional.of(steps.stream().map(Step::name).collect(joining(".")));
    }

    void put(ObjectNode resource, JsonNode value) {
        put(resource, 0, value);
    }

    private void put(ObjectNode at, int depth, JsonNode value) {
        if (depth == steps.size()) {
            at.setAll((ObjectNode) value);
            return;
        }
        var step = steps.get(depth);
        var last = depth + 1 == steps.size() && !value.isObject();
        if (step.index() == NO_LIST) {
            if (last) {
                at.set(step.name(), value);
            } else {
                put(
                        at.get(step.name()) instanceof ObjectNode there ? there : at.putObject(step.name()),
                        depth + 1,
                        value);
            }
            return;
        }
        var list = at.get(step.name()) instanceof ArrayNode there ? there : at.putArray(step.name());
        if (last) {
            element(list, step.index(), value);
        } else {
            elements(list, step.index(), e -> put(e, depth + 1, value.deepCopy()));
        }
    }

    private static void element(ArrayNode list, int index, JsonNode value) {
        if (index == ONE_MORE || index >= list.size()) {
            list.add(value);
        } else if (index >= 0) {
            list.set(index, value);
        }
    }

    private static void elements(ArrayNode list, int index, Consumer<ObjectNode> visitor) {
        if (index == EVERY) {
            list.forEach(e -> visitor.accept((ObjectNode) e));
            return;
        }
        if (index == ONE_MORE || index >= list.size()) {
            visitor.accept(list.addObject());
        } else {
            visitor.accept((ObjectNode) list.get(index));
        }
    }
}
