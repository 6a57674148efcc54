package org.healthsphere.node.handover;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.NodeId;

/** What was sent: who, to whom, in what words, and no document. It is erased with the patient. */
final class Outbox {
    private static final String SPACE = "handover-out";

    private final ResourceStore store;

    Outbox(ResourceStore store) {
        this.store = store;
    }

    void put(Sent sent) {
        var order = sent.order();
        var json = Json.object()
                .put("patient", order.patient())
                .put("to", order.to().value())
                .put("kind", order.kind().name())
                .put("words", order.words())
                .put("urgent", order.urgent())
                .put("by", sent.by())
                .put("at", sent.at().toString())
                .put("until", sent.until().toString())
                .put("attempts", sent.attempts())
                .put("next", sent.next().toString())
                .put("state", sent.state().name());
        store.putMark(new Mark(SPACE, sent.id(), Json.bytes(json)).about(order.patient()));
    }

    void remove(Sent sent) {
        store.removeMark(SPACE, sent.id());
    }

    Optional<Sent> find(String id) {
        return store.mark(SPACE, id).map(value -> read(id, Json.tree(value)));
    }

    /** Newest first. */
    List<Sent> all() {
        try (var marks = store.marks(SPACE)) {
            return marks.map(mark -> read(mark.key(), Json.tree(mark.value())))
                    .sorted(Comparator.comparing(Sent::at).reversed().thenComparing(Sent::id))
                    .toList();
        }
    }

    private static Sent read(String id, JsonNode json) {
        var order = new HandoverOrder(
                json.path("patient").asText(),
                new NodeId(json.path("to").asText()),
                HandoverKind.valueOf(json.path("kind").asText()),
                json.path("words").asText(),
                json.path("urgent").asBoolean());
        return new Sent(
                id,
                order,
                json.path("by").asText(),
                Instant.parse(json.path("at").asText()),
                Instant.parse(json.path("until").asText()),
                json.path("attempts").asInt(),
                Instant.parse(json.path("next").asText()),
                Sent.State.valueOf(json.path("state").asText()));
    }
}
