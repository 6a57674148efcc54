package org.healthsphere.node.fhir.bulk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * An export that somebody has begun: what he asked for, and nothing of what he gets.
 *
 * @param client who alone may see and end it
 * @param begun the transaction time of the manifest
 */
public record Job(String id, Requester client, Order order, Instant begun) {
    static final String SPACE = "bulk-export";
    private static final JsonMapper JSON = new JsonMapper();

    Mark mark() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("member", client.member().value())
                .put("subject", client.subject())
                .put("role", client.role().name())
                .put("base", order.base())
                .put("path", order.extent().path())
                .put("query", order.query())
                .put("posted", order.posted())
                .put("lenient", order.lenient())
                .put("begun", begun.toString());
        return new Mark(SPACE, id, Bytes.utf8(json.toString()));
    }

    static Job of(Mark mark) {
        try {
            var json = JSON.readTree(mark.value().utf8());
            var client = new Requester(
                    new NodeId(json.path("member").asText()),
                    json.path("subject").asText(),
                    Role.valueOf(json.path("role").asText()));
            var order = new Order(
                    json.path("base").asText(),
                    Extent.of(json.path("path").asText()).orElseThrow(),
                    json.path("query").asText(),
                    json.path("posted").asText(),
                    json.path("lenient").asBoolean());
            return new Job(
                    mark.key(), client, order, Instant.parse(json.path("begun").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an export is kept in a form that this release does not write", e);
        }
    }
}
