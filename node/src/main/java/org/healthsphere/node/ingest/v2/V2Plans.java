package org.healthsphere.node.ingest.v2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.mapping.Mappings;

/** Which resources a message makes, by its trigger event. */
final class V2Plans {
    private final Map<String, Plan> byEvent = new HashMap<>();

    /**
     * What one kind of message makes.
     *
     * @param maps names of the maps to follow
     * @param about what else it says of patients
     */
    record Plan(List<String> maps, About about) {}

    /** What messages about the numbers of patients say. */
    enum About {
        /** What the maps make of them. */
        NOTHING,
        /** Its MRG segments: that a patient is another one. */
        MERGES,
        /** Its MRG segments: that a visit or an account is another one's, or has another number. */
        MOVES,
        /** That two patients are to be looked at side by side. */
        LINKS,
        /** That they are so no more. */
        UNLINKS
    }

    V2Plans(Mappings mappings) {
        for (var json : mappings.settings("messages")) {
            var maps = Json.elements(json.path("maps")).map(JsonNode::asText).toList();
            for (var map : maps) {
                // A name that means no map stops the start.
                var _ = mappings.map(map);
            }
            var plan = new Plan(maps, about(json));
            Json.elements(json.path("events")).forEach(e -> byEvent.put(e.asText(), plan));
        }
    }

    private static About about(JsonNode json) {
        return Stream.of(About.values())
                .filter(about ->
                        json.path(about.name().toLowerCase(Locale.ROOT)).asBoolean())
                .findFirst()
                .orElse(About.NOTHING);
    }

    Optional<Plan> plan(String event) {
        return Optional.ofNullable(byEvent.get(event));
    }
}
