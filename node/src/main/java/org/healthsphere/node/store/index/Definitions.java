package org.healthsphere.node.store.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.healthsphere.node.fhir.structure.ElementTable;
import org.healthsphere.node.store.index.SearchParameter.Kind;
import org.healthsphere.node.store.index.SearchParameter.Path;

/** Compiles SearchParameter resources (FHIR R4, searchparameter): a new parameter is data, not code. */
final class Definitions {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ElementTable TABLE = ElementTable.r4();
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_-]{0,63}");

    /** A component is of the first of these kinds that looks at what its expression leads to. */
    private static final List<Kind> TOLD =
            List.of(Kind.TOKEN, Kind.QUANTITY, Kind.DATE, Kind.REFERENCE, Kind.STRING, Kind.NUMBER, Kind.URI);

    private final Expressions expressions = new Expressions(TABLE);

    /** The parameters that one resource defines, one for each of its base types; {@link NotHonoured} when it defines none here. */
    List<SearchParameter> of(String json) {
        var definition = tree(json);
        if (!definition.path("resourceType").asText().equals("SearchParameter")) {
            throw new NotHonoured("resourceType", "is SearchParameter");
        }
        var bases = texts(definition.path("base"));
        if (bases.isEmpty()) {
            throw new NotHonoured("base", "is needed: the types of resources that have it");
        }
        return bases.stream().map(base -> parameter(base, definition)).toList();
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new NotHonoured("resourceType", "is read from JSON, and this is none");
        }
    }

    private SearchParameter parameter(String base, JsonNode definition) {
        if (TABLE.resource(base).isEmpty()) {
            throw new NotHonoured("base", base + " is no type of resource in FHIR R4; name each type that has it");
        }
        var name = definition.path("code").asText();
        if (!NAME.matcher(name).matches()) {
            throw new NotHonoured("code", "begins with a letter and has letters, digits, - and _");
        }
        var kind = kind("type", definition);
        var expression = definition.path("expression").asText();
        var targets = new TreeSet<>(texts(definition.path("target")));
        targets.stream().filter(t -> TABLE.resource(t).isEmpty()).findFirst().ifPresent(t -> {
            throw new NotHonoured("target", t + " is no type of resource in FHIR R4");
        });
        if (kind != Kind.COMPOSITE) {
            var paths = compiled("expression", () -> expressions.paths(base, base, kind, expression));
            return found("expression", new SearchParameter(base, name, kind, paths, targets));
        }
        var elements = compiled("expression", () -> expressions.elements(base, expression));
        List<SearchParameter> components = new ArrayList<>();
        for (var component : definition.path("component")) {
            components.add(component(base, name + "$" + components.size(), component, elements));
        }
        if (components.isEmpty()) {
            throw new NotHonoured("component", "is needed: a composite has at least one");
        }
        return found("expression", new SearchParameter(base, name, kind, elements, targets, components));
    }

    private SearchParameter component(String base, String name, JsonNode component, List<Path> elements) {
        var at = "component[" + name.substring(name.indexOf('$') + 1) + "]";
        var kinds = component.has("type") ? List.of(kind(at + ".type", component)) : TOLD;
        var expression = component.path("expression").asText();
        return kinds.stream()
                .map(kind -> new SearchParameter(
                        base, name, kind, paths(at + ".expression", elements, kind, expression), Set.of()))
                .filter(parameter -> !parameter.paths().isEmpty())
                .findFirst()
                .orElseThrow(() -> new NotHonoured(at + ".expression", "leads to no element that is looked at here"));
    }

    private List<Path> paths(String at, List<Path> elements, Kind kind, String expression) {
        return compiled(
                at,
                () -> elements.stream()
                        .flatMap(e -> expressions.paths("", e.leaf(), kind, expression).stream())
                        .distinct()
                        .toList());
    }

    private static Kind kind(String at, JsonNode definition) {
        var code = definition.path("type").asText();
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.code().equals(code))
                .findFirst()
                .orElseThrow(() -> new NotHonoured(
                        at,
                        "is one of "
                                + Arrays.stream(Kind.values()).map(Kind::code).collect(Collectors.joining(", "))));
    }

    private static List<Path> compiled(String at, Supplier<List<Path>> paths) {
        try {
            return paths.get();
        } catch (IllegalArgumentException e) {
            throw new NotHonoured(
                    at,
                    "is a union of paths with as, ofType, extension('url'), exists(), where(resolve() is Type) and"
                            + " where(name = 'value') here");
        }
    }

    private static SearchParameter found(String at, SearchParameter parameter) {
        if (parameter.paths().isEmpty()) {
            throw new NotHonoured(
                    at,
                    "leads from " + parameter.type() + " to no element of a type that a "
                            + parameter.kind().code() + " parameter looks at");
        }
        return parameter;
    }

    private static List<String> texts(JsonNode array) {
        return array.valueStream().map(JsonNode::asText).toList();
    }
}
