package org.healthsphere.node.store.index;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.node.store.index.SearchParameter.Path;
import org.healthsphere.specs.Bytes;

/**
 * Finds the values of all search parameters of a resource in one pass over its bytes: members on no path are skipped as tokens,
 * and only what a parameter looks at becomes a tree.
 */
final class Extractor {
    private static final ObjectReader JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build()
            .readerFor(JsonNode.class);

    private final Function<String, Collection<SearchParameter>> parameters;
    private final Map<String, Step> roots = new ConcurrentHashMap<>();

    /** Looks for the parameters that the function names for a type of resource. */
    Extractor(Function<String, Collection<SearchParameter>> parameters) {
        this.parameters = parameters;
    }

    void extract(String type, Bytes json, Consumer<Found> out) {
        var root = roots.computeIfAbsent(type, this::root);
        try (var parser = JSON.createParser(json.array())) {
            parser.nextToken();
            if (root.ends.isEmpty()) {
                members(parser, root, out);
            } else {
                tree(JSON.readTree(parser), root, out);
            }
        } catch (IOException e) {
            throw new IllegalStateException("the store holds something that is no JSON", e);
        }
    }

    private Step root(String type) {
        return root(parameters.apply(type));
    }

    private static Step root(Collection<SearchParameter> parameters) {
        var root = new Step();
        for (var parameter : parameters) {
            var parts =
                    parameter.components().stream().map(c -> root(List.of(c))).toList();
            for (var path : parameter.paths()) {
                var step = root;
                for (var name : path.steps()) {
                    step = step.to(name);
                }
                step.ends.add(new End(parameter, path, parts));
            }
        }
        return root;
    }

    private static void members(JsonParser parser, Step step, Consumer<Found> out) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var next = step.next.get(name);
            var token = parser.nextToken();
            if (step.hasConditions(name)) {
                member(JSON.readTree(parser), step, name, out);
            } else if (next == null) {
                parser.skipChildren();
            } else if (!next.ends.isEmpty()) {
                tree(JSON.readTree(parser), next, out);
            } else {
                inside(parser, token, next, out);
            }
        }
    }

    private static void inside(JsonParser parser, JsonToken token, Step step, Consumer<Found> out) throws IOException {
        if (token == JsonToken.START_OBJECT) {
            members(parser, step, out);
        } else if (token == JsonToken.START_ARRAY) {
            for (var element = parser.nextToken(); element != JsonToken.END_ARRAY; element = parser.nextToken()) {
                inside(parser, element, step, out);
            }
        }
    }

    private static void tree(JsonNode value, Step step, Consumer<Found> out) {
        if (value.isArray()) {
            value.forEach(element -> tree(element, step, out));
        } else if (!value.isNull() && !value.isMissingNode()) {
            step.ends.forEach(end -> end.read(value, out));
            step.next.forEach((name, next) -> tree(value.path(name), next, out));
            step.conditions.forEach(c -> c.follow(value.path(c.name()), out));
        }
    }

    /** A member that some paths follow whatever it holds, and others only where it holds some value. */
    private static void member(JsonNode value, Step step, String name, Consumer<Found> out) {
        var next = step.next.get(name);
        if (next != null) {
            tree(value, next, out);
        }
        step.conditions.stream().filter(c -> c.name().equals(name)).forEach(c -> c.follow(value, out));
    }

    private record End(SearchParameter parameter, Path path, List<Step> parts) {
        void read(JsonNode value, Consumer<Found> out) {
            if (parts.isEmpty()) {
                Leaves.read(parameter, path, value, out);
                return;
            }
            List<List<Found>> tuples = List.of(List.of());
            for (var part : parts) {
                List<Found> values = new ArrayList<>();
                tree(value, part, values::add);
                tuples = tuples.stream()
                        .flatMap(tuple -> values.stream()
                                .map(v -> Stream.concat(tuple.stream(), Stream.of(v))
                                        .toList()))
                        .toList();
            }
            tuples.forEach(tuple -> out.accept(new Found.Tuple(parameter, tuple)));
        }
    }

    /** Of the values of a member, those that have a member with some text in it. */
    private record Condition(String name, String member, String text, Step next) {
        void follow(JsonNode value, Consumer<Found> out) {
            if (value.isArray()) {
                value.forEach(element -> follow(element, out));
            } else if (value.path(member).asText().equals(text)) {
                tree(value, next, out);
            }
        }
    }

    private static final class Step {
        final Map<String, Step> next = new HashMap<>();
        final List<End> ends = new ArrayList<>();
        final List<Condition> conditions = new ArrayList<>();

        boolean hasConditions(String name) {
            return !conditions.isEmpty()
                    && conditions.stream().anyMatch(c -> c.name().equals(name));
        }

        /** Where a step of a path leads: {@code name}, or {@code name?member=text}. */
        Step to(String step) {
            var question = step.indexOf('?');
            if (question < 0) {
                return next.computeIfAbsent(step, _ -> new Step());
            }
            var equals = step.indexOf('=', question);
            var condition = new Condition(
                    step.substring(0, question),
                    step.substring(question + 1, equals),
                    step.substring(equals + 1),
                    new Step());
            conditions.add(condition);
            return condition.next();
        }
    }
}
