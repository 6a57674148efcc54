package org.healthsphere.node.store.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.node.store.index.SearchParameter.Path;

/** Compiles SearchParameter resources (FHIR R4, searchparameter): a new parameter is data, not code. */
final class Definitions {
    private static final JsonMapper JSON = new JsonMapper();

    private final Expressions expressions = new Expressions(ElementTable.r4());

    /**
     * The parameters that one resource defines, one for each of its base types. IllegalArgumentException when it says something
     * that is not understood here.
     */
    List<SearchParameter> of(String json) {
        try {
            var definition = JSON.readTree(json);
            if (!definition.path("resourceType").asText().equals("SearchParameter")) {
                throw new IllegalArgumentException("is no SearchParameter resource");
            }
            List<SearchParameter> all = new ArrayList<>();
            for (var base : texts(definition.path("base"))) {
                all.add(parameter(base, definition));
            }
            return all;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("is no JSON", e);
        }
    }

    private SearchParameter parameter(String base, JsonNode definition) {
        var name = definition.path("code").asText();
        var kind = Kind.valueOf(definition.path("type").asText().toUpperCase(Locale.ROOT));
        var expression = definition.path("expression").asText();
        var targets = new TreeSet<>(texts(definition.path("target")));
        if (kind != Kind.COMPOSITE) {
            return found(
                    new SearchParameter(base, name, kind, expressions.paths(base, base, kind, expression), targets));
        }
        var elements = expressions.elements(base, expression);
        List<SearchParameter> components = new ArrayList<>();
        for (var component : definition.path("component")) {
            components.add(component(base, name + "$" + components.size(), component, elements));
        }
        return found(new SearchParameter(base, name, kind, elements, targets, components));
    }

    private SearchParameter component(String base, String name, JsonNode component, List<Path> elements) {
        var kind = Kind.valueOf(component.path("type").asText().toUpperCase(Locale.ROOT));
        var paths = elements.stream()
                .flatMap(e -> expressions
                        .paths("", e.leaf(), kind, component.path("expression").asText())
                        .stream())
                .distinct()
                .toList();
        return found(new SearchParameter(base, name, kind, paths, Set.of()));
    }

    private static SearchParameter found(SearchParameter parameter) {
        if (parameter.paths().isEmpty()) {
            throw new IllegalArgumentException("the expression of " + parameter.key() + " leads to nothing");
        }
        return parameter;
    }

    private static List<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).asText())
                .toList();
    }
}
