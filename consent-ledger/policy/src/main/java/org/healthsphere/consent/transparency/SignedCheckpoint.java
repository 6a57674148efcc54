package org.healthsphere.consent.transparency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.DateTimeException;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * A checkpoint with the signatures of members who each came to the same log by themselves.
 *
 * @param signatures ES256 over {@link Checkpoint#signedBytes}
 */
public record SignedCheckpoint(Checkpoint checkpoint, Map<NodeId, Bytes> signatures) {
    public SignedCheckpoint {
        signatures = Map.copyOf(signatures);
    }

    public static SignedCheckpoint by(NodeId member, Checkpoint checkpoint, Signer signer) {
        var signature = Bytes.of(signer.sign(checkpoint.signedBytes().array()));
        return new SignedCheckpoint(checkpoint, Map.of(member, signature));
    }

    /** With the signature of one more member, who has the same log; {@code Conflict} when it has not. */
    public Outcome<SignedCheckpoint> signedBy(NodeId member, Checkpoint own, Signer signer) {
        return own.agreesWith(checkpoint)
                ? with(by(member, checkpoint, signer))
                : Outcome.failed(new Fault.Conflict("this member has another log"));
    }

    /** Both sides' signatures, if they signed the same. */
    public Outcome<SignedCheckpoint> with(SignedCheckpoint other) {
        if (!checkpoint.equals(other.checkpoint())) {
            return Outcome.failed(new Fault.Conflict("another checkpoint"));
        }
        Map<NodeId, Bytes> all = new HashMap<>(signatures);
        all.putAll(other.signatures());
        return Outcome.of(new SignedCheckpoint(checkpoint, all));
    }

    /** The checkpoint, if at least so many of the holders of these keys signed it; {@code Forbidden} when they did not. */
    public Outcome<Checkpoint> verified(Map<NodeId, VerificationKey> keys, int quorum) {
        var message = checkpoint.signedBytes().array();
        var good = signatures.entrySet().stream()
                .filter(signature -> keys.containsKey(signature.getKey()))
                .filter(signature -> java.util.Objects.requireNonNull(keys.get(signature.getKey()))
                        .verifies(message, signature.getValue().array()))
                .count();
        return good >= quorum
                ? Outcome.of(checkpoint)
                : Outcome.failed(new Fault.Forbidden("signed by %d members, not by %d".formatted(good, quorum)));
    }

    /** The checkpoint's fields and {@code signatures} by member, in canonical JSON. */
    public Bytes encoded() {
        return Bytes.of(CanonicalJson.of(json()));
    }

    /** The checkpoint in these bytes, its signatures unverified. */
    public static Outcome<SignedCheckpoint> decode(Bytes encoded) {
        try {
            return Outcome.of(of(new ObjectMapper().readTree(encoded.utf8())));
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException _) {
            return Outcome.failed(new Fault.Invalid("not a checkpoint"));
        }
    }

    ObjectNode json() {
        var json = checkpoint.json();
        var list = json.putObject("signatures");
        new TreeMap<>(Map.copyOf(byName())).forEach((member, signature) -> list.put(member, signature.base64url()));
        return json;
    }

    private Map<String, Bytes> byName() {
        Map<String, Bytes> named = new HashMap<>();
        signatures.forEach((member, signature) -> named.put(member.value(), signature));
        return named;
    }

    static SignedCheckpoint of(JsonNode json) {
        Map<NodeId, Bytes> signatures = new HashMap<>();
        json.path("signatures")
                .properties()
                .forEach(entry -> signatures.put(
                        new NodeId(entry.getKey()),
                        Bytes.base64url(entry.getValue().asText())));
        return new SignedCheckpoint(Checkpoint.of(json), signatures);
    }
}
