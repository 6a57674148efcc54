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
            members(parser, root, out);
        } catch (IOException e) {
            throw new IllegalStateException("the store holds something that is no JSON", e);
        }
    }

    private Step root(String type) {
        var root = new Step();
        for (var parameter : parameters.apply(type)) {
            for (var path : parameter.paths()) {
                var step = root;
                for (var name : path.steps()) {
                    step = step.next.computeIfAbsent(name, _ -> new Step());
                }
                step.ends.add(new End(parameter, path));
            }
        }
        return root;
    }

    private static void members(JsonParser parser, Step step, Consumer<Found> out) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var next = step.next.get(parser.currentName());
            var token = parser.nextToken();
            if (next == null) {
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
            step.ends.forEach(end -> Leaves.read(end.parameter(), end.path(), value, out));
            step.next.forEach((name, next) -> tree(value.path(name), next, out));
        }
    }

    private record End(SearchParameter parameter, Path path) {}

    private static final class Step {
        final Map<String, Step> next = new HashMap<>();
        final List<End> ends = new ArrayList<>();
    }
}
