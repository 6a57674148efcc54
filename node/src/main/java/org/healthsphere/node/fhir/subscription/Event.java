package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.healthsphere.node.fhir.subscription.Topic.Trigger;
import org.healthsphere.node.store.ResourceId;

/** Something that a subscriber may be told: which version of a resource came about, and how. */
record Event(long number, ResourceId id, long version, Instant time, Trigger kind) {
    Event numbered(long other) {
        return new Event(other, id, version, time, kind);
    }

    ArrayNode json() {
        return JsonNodeFactory.instance
                .arrayNode()
                .add(number)
                .add(id.type())
                .add(id.id())
                .add(version)
                .add(time.toString())
                .add(kind.name());
    }

    static Event of(JsonNode json) {
        return new Event(
                json.path(0).asLong(),
                new ResourceId(json.path(1).asText(), json.path(2).asText()),
                json.path(3).asLong(),
                Instant.parse(json.path(4).asText()),
                Trigger.valueOf(json.path(5).asText()));
    }
}
