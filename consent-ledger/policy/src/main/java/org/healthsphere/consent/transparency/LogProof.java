package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A leaf with all that is needed to check offline that a log has it: a document of less than a kilobyte beside the leaf.
 *
 * <p>There is one spelling of it, and a verifier takes no other, so that every changed bit is found.
 */
public record LogProof(Bytes leaf, InclusionProof inclusion, SignedCheckpoint checkpoint) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    /** The leaf, if it is in the log that so many of these members signed for. */
    public Outcome<Bytes> verified(Map<NodeId, VerificationKey> keys, int quorum) {
        return checkpoint
                .verified(keys, quorum)
                .then(signed -> inclusion.size() == signed.size() && inclusion.holds(leaf, signed.root())
                        ? Outcome.of(leaf)
                        : Outcome.failed(new Fault.Invalid("the log does not have it")));
    }

    /** {@code {"leaf","index","path","checkpoint"}} in canonical JSON. */
    public Bytes encoded() {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("leaf", leaf.base64url())
                .put("index", inclusion.index());
        var path = json.putArray("path");
        inclusion.path().forEach(hash -> path.add(hash.hex()));
        json.set("checkpoint", checkpoint.json());
        return Bytes.of(CanonicalJson.of(json));
    }

    public static Outcome<LogProof> decode(Bytes encoded) {
        try {
            var proof = of(JSON.readTree(encoded.utf8()));
            return proof.encoded().equals(encoded) ? Outcome.of(proof) : refused();
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException _) {
            return refused();
        }
    }

    private static LogProof of(JsonNode json) {
        List<Sha256> path = new ArrayList<>();
        json.path("path").forEach(hash -> path.add(new Sha256(hash.asText())));
        var checkpoint = SignedCheckpoint.of(json.path("checkpoint"));
        return new LogProof(
                Bytes.base64url(json.path("leaf").asText()),
                new InclusionProof(
                        json.path("index").asLong(-1), checkpoint.checkpoint().size(), path),
                checkpoint);
    }

    private static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Invalid("not a proof of a log"));
    }
}
