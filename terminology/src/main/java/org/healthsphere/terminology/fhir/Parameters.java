package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/** What an operation was asked with, or what it answered: FHIR's Parameters, or the parameters of a URL. */
public final class Parameters {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What says how the answer is written, not what it is. */
    private static final Set<String> OF_THE_PROTOCOL = Set.of("_format", "_pretty");

    private final List<Parameter> all;

    private Parameters(List<Parameter> all) {
        this.all = List.copyOf(all);
    }

    /** Parameters in JSON. */
    public static Outcome<Parameters> of(byte[] json) {
        try {
            return of(JSON.readTree(json));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("the body is not a JSON document"));
        }
    }

    /** Parameters in JSON, already parsed. */
    public static Outcome<Parameters> of(JsonNode resource) {
        if (!resource.path("resourceType").asText("").equals("Parameters")) {
            return Outcome.failed(new Fault.Invalid("the body is not a Parameters resource"));
        }
        List<Parameter> all = new ArrayList<>();
        resource.path("parameter")
                .forEach(parameter ->
                        all.add(new Parameter(parameter.path("name").asText(""), value(parameter), parameter)));
        return Outcome.of(new Parameters(all));
    }

    /** The parameters of a URL. */
    public static Parameters of(Map<String, List<String>> query) {
        List<Parameter> all = new ArrayList<>();
        query.forEach((name, values) -> values.forEach(
                value -> all.add(new Parameter(name, TextNode.valueOf(value), TextNode.valueOf(value)))));
        return new Parameters(all);
    }

    private static JsonNode value(JsonNode parameter) {
        for (var element : parameter.properties()) {
            if (element.getKey().startsWith("value") || element.getKey().equals("resource")) {
                return element.getValue();
            }
        }
        return TextNode.valueOf("");
    }

    /** These, when each is known and, but for those that may be, none is there twice. */
    public Outcome<Parameters> only(Set<String> known, Set<String> repeatable) {
        List<Problem> problems = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (var parameter : all) {
            var name = parameter.name();
            var isNew = seen.add(name);
            if (!known.contains(name) && !repeatable.contains(name) && !OF_THE_PROTOCOL.contains(name)) {
                problems.add(new Problem(name, "is not a parameter that is supported here"));
            } else if (!isNew && !repeatable.contains(name)) {
                problems.add(new Problem(name, "is there more than once"));
            }
        }
        return problems.isEmpty() ? Outcome.of(this) : Outcome.failed(new Fault.Invalid(problems));
    }

    /** The value of a simple type, as text. */
    public Optional<String> text(String name) {
        return value(name).filter(JsonNode::isValueNode).map(JsonNode::asText).filter(text -> !text.isEmpty());
    }

    public List<String> texts(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> parameter.value().asText(""))
                .toList();
    }

    public boolean isTrue(String name) {
        return text(name).map(Boolean::parseBoolean).orElse(false);
    }

    /** The value of a complex type, or a resource. */
    public Optional<JsonNode> object(String name) {
        return value(name).filter(JsonNode::isObject);
    }

    /** Each parameter with its value, in their order. */
    void forEach(BiConsumer<String, JsonNode> action) {
        all.forEach(parameter -> action.accept(parameter.name(), parameter.value()));
    }

    /** The resources of the name. */
    List<JsonNode> objects(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .filter(JsonNode::isObject)
                .toList();
    }

    /** These, and of the others those whose name none of these has. */
    Parameters over(Parameters others) {
        List<Parameter> both = new ArrayList<>(all);
        others.all.stream()
                .filter(other -> all.stream().noneMatch(own -> own.name().equals(other.name())))
                .forEach(both::add);
        return new Parameters(both);
    }

    /** Without those of the names. */
    Parameters without(Set<String> names) {
        List<Parameter> others = new ArrayList<>(all.size());
        for (var parameter : all) {
            if (!names.contains(parameter.name())) {
                others.add(parameter);
            }
        }
        return new Parameters(others);
    }

    boolean has(String name) {
        return value(name).isPresent();
    }

    /** The parts of each parameter of the name. */
    public List<Parameters> parts(String name) {
        return all.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(parameter -> part(parameter.whole()))
                .toList();
    }

    private static Parameters part(JsonNode parameter) {
        List<Parameter> parts = new ArrayList<>();
        parameter
                .path("part")
                .forEach(part -> parts.add(new Parameter(part.path("name").asText(""), value(part), part)));
        return new Parameters(parts);
    }

    /** A whole number that is not negative; a fault that names it when it is something else. */
    Outcome<Integer> count(String name, int otherwise) {
        try {
            var count = text(name).map(Integer::parseInt).orElse(otherwise);
            return count >= 0 ? Outcome.of(count) : notACount(name);
        } catch (NumberFormatException e) {
            return notACount(name);
        }
    }

    private static Outcome<Integer> notACount(String name) {
        return Outcome.failed(
                new Fault.Invalid(List.of(new Problem(name, "is a whole number, and not a negative one"))));
    }

    private Optional<JsonNode> value(String name) {
        for (var parameter : all) {
            if (parameter.name().equals(name)) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Parameters that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    private record Parameter(String name, JsonNode value, JsonNode whole) {}
}
