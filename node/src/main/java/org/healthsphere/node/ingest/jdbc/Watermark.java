package org.healthsphere.node.ingest.jdbc;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/**
 * How far a table was read: watermark and key of the last row.
 *
 * @param values the watermark first
 */
record Watermark(List<String> values) {
    Watermark {
        values = List.copyOf(values);
    }

    String value() {
        return values.getFirst();
    }

    Bytes json() {
        var json = Json.object();
        var array = json.putArray("after");
        values.forEach(array::add);
        return Json.bytes(json);
    }

    /** Empty when another table or key was read by that name. */
    static Optional<Watermark> of(Bytes json, int width) {
        var values = Json.elements(Json.tree(json).path("after"))
                .map(JsonNode::asText)
                .toList();
        return values.size() == width ? Optional.of(new Watermark(values)) : Optional.empty();
    }
}
