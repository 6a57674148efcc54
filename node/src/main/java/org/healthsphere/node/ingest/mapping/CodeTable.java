package org.healthsphere.node.ingest.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * From a sender's code to FHIR's.
 *
 * @param values text for a code, an object for a Coding; under {@code *} what stands for every other code
 */
public record CodeTable(String name, Map<String, JsonNode> values) {
    public CodeTable {
        values = Map.copyOf(values);
    }

    public Optional<JsonNode> get(String code) {
        return Optional.ofNullable(values.get(code))
                .or(() -> Optional.ofNullable(values.get("*")))
                .map(JsonNode::deepCopy);
    }
}
