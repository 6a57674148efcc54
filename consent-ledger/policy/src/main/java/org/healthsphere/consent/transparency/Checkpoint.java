package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Sha256;

/**
 * What a log is at a moment.
 *
 * @param origin names the log: the network, and for a member's own log the member
 * @param size how many leaves it has
 * @param root of its tree
 * @param height of the ledger that it goes up to
 * @param head hash of the ledger's block at that height
 */
public record Checkpoint(String origin, long size, Sha256 root, long height, Sha256 head, Instant time) {
    /** What is signed: canonical JSON (RFC 8785). */
    public Bytes signedBytes() {
        return Bytes.of(CanonicalJson.of(json()));
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("origin", origin)
                .put("size", size)
                .put("root", root.hex())
                .put("height", height)
                .put("head", head.hex())
                .put("time", time.toString());
    }

    /** IllegalArgumentException or DateTimeException when it is none. */
    static Checkpoint of(JsonNode json) {
        return new Checkpoint(
                json.path("origin").asText(),
                json.path("size").asLong(-1),
                new Sha256(json.path("root").asText()),
                json.path("height").asLong(-1),
                new Sha256(json.path("head").asText()),
                Instant.parse(json.path("time").asText()));
    }

    /** Whether they speak of the same log at the same size and height: then time is all that may differ. */
    boolean agreesWith(Checkpoint other) {
        return origin.equals(other.origin)
                && size == other.size
                && root.equals(other.root)
                && height == other.height
                && head.equals(other.head);
    }
}
