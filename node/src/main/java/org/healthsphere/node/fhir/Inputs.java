package org.healthsphere.node.fhir;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * What goes into an operation: values, from the URL and from a Parameters resource, and resources. A body that is no Parameters is
 * itself the one resource that goes in (FHIR R4, 3.2.0.1).
 *
 * @param resources by the name of the input, as they were sent
 */
public record Inputs(Parameters parameters, Map<String, Bytes> resources) {
    private static final int DEEPEST = 66;
    private static final int LONGEST_NUMBER = 64;

    /** In FHIR 1.50 and 1.5 differ: decimals are kept as they are written. */
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(DEEPEST)
                            .maxNumberLength(LONGEST_NUMBER)
                            .build())
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public Inputs {
        resources = Map.copyOf(resources);
    }

    /** {@link Fault.Invalid} when the body is no JSON, or has an input that no operation here takes. */
    public static Outcome<Inputs> of(Parameters ofUrl, Bytes body) {
        if (body.isEmpty()) {
            return Outcome.of(new Inputs(ofUrl, Map.of()));
        }
        try {
            var json = JSON.readTree(body.array());
            return json.path("resourceType").asText().equals("Parameters")
                    ? read(ofUrl, json)
                    : Outcome.of(new Inputs(ofUrl, Map.of("resource", body)));
        } catch (IOException e) {
            return Outcome.failed(
                    new Fault.Invalid("is not well-formed JSON, or deeper or longer than this server reads"));
        }
    }

    private static Outcome<Inputs> read(Parameters ofUrl, JsonNode json) throws IOException {
        var values = new ArrayList<>(ofUrl.all());
        var resources = new HashMap<String, Bytes>();
        var problems = new ArrayList<Problem>();
        var position = 0;
        for (var parameter : json.path("parameter")) {
            var at = "Parameters.parameter[" + position++ + "]";
            var name = parameter.path("name").asText();
            if (name.isEmpty()) {
                problems.add(new Problem(at + ".name", "is required"));
            } else if (parameter.path("resource").isObject()) {
                resources.put(name, Bytes.of(JSON.writeValueAsBytes(parameter.path("resource"))));
            } else {
                value(parameter)
                        .ifPresentOrElse(
                                value -> values.add(new Parameter(name, value)),
                                () -> problems.add(
                                        new Problem(at, "has a value of a type that is not taken here, or none")));
            }
        }
        return problems.isEmpty()
                ? Outcome.of(new Inputs(new Parameters(values), resources))
                : Outcome.failed(new Fault.Invalid(List.copyOf(problems)));
    }

    /** As it would stand in a URL. */
    private static Optional<String> value(JsonNode parameter) {
        return parameter
                .propertyStream()
                .filter(member -> member.getKey().startsWith("value"))
                .findFirst()
                .flatMap(member -> text(member.getKey(), member.getValue()));
    }

    private static Optional<String> text(String name, JsonNode value) {
        if (value.isValueNode()) {
            return Optional.of(value.asText());
        }
        return switch (name) {
            case "valueCoding" -> Optional.of(bar(value, "code"));
            case "valueIdentifier" -> Optional.of(bar(value, "value"));
            case "valueReference" -> Optional.of(value.path("reference").asText());
            case "valueCodeableConcept" ->
                Optional.of(value.path("coding")
                                .valueStream()
                                .map(coding -> bar(coding, "code"))
                                .collect(Collectors.joining(",")))
                        .filter(text -> !text.isEmpty());
            default -> Optional.empty();
        };
    }

    private static String bar(JsonNode node, String member) {
        var system = node.path("system").asText();
        return (system.isEmpty() ? "" : system + "|") + node.path(member).asText();
    }

    /** Never the content: this lands in logs. */
    @Override
    public String toString() {
        return "Inputs" + resources.keySet();
    }
}
