package org.healthsphere.node.ingest.v2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.mapping.Mappings;

/** Which resources a message makes, by its trigger event. */
final class V2Plans {
    private final Map<String, Plan> byEvent = new HashMap<>();

    /**
     * What one kind of message makes.
     *
     * @param maps names of the maps to follow
     * @param merges whether its MRG segments say that a patient is another one
     */
    record Plan(List<String> maps, boolean merges) {}

    V2Plans(Mappings mappings) {
        for (var json : mappings.settings("messages")) {
            var maps = Json.elements(json.path("maps")).map(JsonNode::asText).toList();
            for (var map : maps) {
                // A name that means no map stops the start.
                var _ = mappings.map(map);
            }
            var plan = new Plan(maps, json.path("merges").asBoolean(false));
            Json.elements(json.path("events")).forEach(e -> byEvent.put(e.asText(), plan));
        }
    }

    Optional<Plan> plan(String event) {
        return Optional.ofNullable(byEvent.get(event));
    }
}
