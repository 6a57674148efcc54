package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** As much of JSON Schema as the schema of studies uses. */
public final class SmallSchema {
    private final JsonNode root;

    private SmallSchema(JsonNode root) {
        this.root = root;
    }

    public static SmallSchema read(String resource) throws IOException {
        try (InputStream in = Optional.ofNullable(SmallSchema.class.getResourceAsStream(resource))
                .orElseThrow()) {
            return new SmallSchema(new ObjectMapper().readTree(in));
        }
    }

    public boolean admits(JsonNode document) {
        return admits(root, document);
    }

    private boolean admits(JsonNode schema, JsonNode value) {
        if (schema.has("$ref")) {
            return admits(root.at(schema.path("$ref").asText().substring(1)), value);
        }
        if (schema.has("oneOf")) {
            return schema.path("oneOf")
                            .valueStream()
                            .filter(one -> admits(one, value))
                            .count()
                    == 1;
        }
        if (schema.has("const")) {
            return schema.path("const").asText().equals(value.asText());
        }
        if (schema.has("enum")) {
            return schema.path("enum")
                    .valueStream()
                    .anyMatch(one -> one.asText().equals(value.asText()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> isObject(schema, value);
            case "array" -> isArray(schema, value);
            case "integer" -> value.isIntegralNumber() && isWithin(schema, value);
            case "number" -> value.isNumber() && isWithin(schema, value);
            case "string" ->
                value.isTextual()
                        && value.asText().matches(schema.path("pattern").asText("(?s).*"));
            default -> true;
        };
    }

    private boolean isObject(JsonNode schema, JsonNode value) {
        var known = schema.path("properties");
        return value.isObject()
                && schema.path("required").valueStream().allMatch(name -> value.has(name.asText()))
                && value.properties().stream()
                        .allMatch(entry ->
                                known.has(entry.getKey()) && admits(known.path(entry.getKey()), entry.getValue()));
    }

    private boolean isArray(JsonNode schema, JsonNode value) {
        return value.isArray()
                && value.size() >= schema.path("minItems").asInt(0)
                && value.size() <= schema.path("maxItems").asInt(Integer.MAX_VALUE)
                && value.valueStream().allMatch(one -> admits(schema.path("items"), one));
    }

    private static boolean isWithin(JsonNode schema, JsonNode value) {
        return value.asDouble() >= schema.path("minimum").asDouble(Double.NEGATIVE_INFINITY)
                && value.asDouble() <= schema.path("maximum").asDouble(Double.POSITIVE_INFINITY);
    }
}
