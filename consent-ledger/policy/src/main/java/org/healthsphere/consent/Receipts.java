package org.healthsphere.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.healthsphere.keys.CompactJws;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/**
 * Receipts on paper: JWS in its compact form (RFC 7515), ES256, the payload in canonical JSON.
 *
 * <p>There is one spelling of a receipt. A verifier takes no other, so that every changed bit is found.
 */
public final class Receipts {
    private static final String TYPE = "healthsphere-receipt";
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Receipts() {}

    public static Bytes sign(Receipt receipt, Signer signer) {
        return CompactJws.sign(TYPE, leaf(receipt), signer);
    }

    /** The receipt, if it is one that the holder of this key signed; offline. */
    public static Outcome<Receipt> verify(Bytes jws, VerificationKey key) {
        return CompactJws.verify(jws, TYPE, key) instanceof Outcome.Success<Bytes>(var payload)
                ? ofLeaf(payload)
                : refused();
    }

    /** What a receipt states, in its one spelling. */
    public static Bytes leaf(Receipt receipt) {
        return Bytes.of(CanonicalJson.of(payload(receipt)));
    }

    /** The receipt in these bytes; whoever signed for them vouches for it. */
    public static Outcome<Receipt> ofLeaf(Bytes leaf) {
        try {
            var receipt = receipt(JSON.readTree(leaf.array()));
            return leaf(receipt).equals(leaf) ? Outcome.of(receipt) : refused();
        } catch (JsonProcessingException | IllegalArgumentException | DateTimeException _) {
            return refused();
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    private static <T> Outcome<T> refused() {
        return Outcome.failed(new Fault.Invalid("not a receipt signed with this key"));
    }

    private static ObjectNode payload(Receipt receipt) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("id", receipt.id())
                .put("site", receipt.site().value())
                .put("member", receipt.member().value())
                .put("role", receipt.role().name())
                .put("subject", receipt.subject().hex())
                .put("purpose", receipt.purpose().name())
                .put("height", receipt.height())
                .put("policy", receipt.policy().hex())
                .put("released", receipt.released().hex())
                .put("time", receipt.time().toString())
                .put("correlation", receipt.correlation());
        receipt.consent().ifPresent(consent -> json.put("consent", consent));
        receipt.ground().ifPresent(ground -> json.put("denied", ground.name()));
        return json;
    }

    private static Receipt receipt(JsonNode json) {
        return new Receipt(
                json.path("id").asText(),
                new NodeId(json.path("site").asText()),
                new NodeId(json.path("member").asText()),
                Role.valueOf(json.path("role").asText()),
                new Sha256(json.path("subject").asText()),
                PurposeOfUse.valueOf(json.path("purpose").asText()),
                text(json.path("consent")),
                text(json.path("denied")).map(Decision.Ground::valueOf),
                json.path("height").asLong(),
                new Sha256(json.path("policy").asText()),
                new Sha256(json.path("released").asText()),
                Instant.parse(json.path("time").asText()),
                json.path("correlation").asText());
    }

    private static Optional<String> text(JsonNode node) {
        return node.isTextual() ? Optional.of(node.textValue()) : Optional.empty();
    }
}
