package org.healthsphere.node.fhir.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/**
 * Something that a client has begun: what he asked for, and nothing of what he gets.
 *
 * @param client who alone may see and end it
 * @param order what he asked for, in the words of those who do it
 */
public record Job(String id, Requester client, ObjectNode order, Instant begun) {
    private static final JsonMapper JSON = new JsonMapper();

    Mark mark(String space) {
        var json = order.deepCopy()
                .put("member", client.member().value())
                .put("subject", client.subject())
                .put("role", client.role().name())
                .put("begun", begun.toString());
        return new Mark(space, id, Bytes.utf8(json.toString()));
    }

    static Job of(Mark mark) {
        try {
            var json = (ObjectNode) JSON.readTree(mark.value().utf8());
            var client = new Requester(
                    new NodeId(json.path("member").asText()),
                    json.path("subject").asText(),
                    Role.valueOf(json.path("role").asText()));
            return new Job(
                    mark.key(), client, json, Instant.parse(json.path("begun").asText()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a job is kept in a form that this release does not write", e);
        }
    }
}
