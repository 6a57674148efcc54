package org.healthsphere.consent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What a patient said in full: a FHIR Consent, and the salt that keeps its digest on the ledger from being guessed.
 *
 * <p>On its way to the custodian it is sealed; in a log it is nowhere.
 */
public record Terms(Bytes consent, Bytes salt) {
    private static final int SALT_BYTES = 32;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(
                    DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                    DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
                    DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    public Terms {
        if (salt.length() != SALT_BYTES) {
            throw new IllegalArgumentException("a salt has 32 bytes");
        }
    }

    /** Terms with a fresh salt. */
    public static Terms of(ObjectNode consent, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Terms(Bytes.of(CanonicalJson.of(consent)), Bytes.of(salt));
    }

    /** What is sealed: {@code {"consent":{…},"salt":"base64url"}} in canonical JSON. */
    public Bytes encoded() {
        var json = JSON.createObjectNode().put("salt", salt.base64url());
        json.set("consent", tree().orElseThrow());
        return Bytes.of(CanonicalJson.of(json));
    }

    public static Outcome<Terms> decode(Bytes encoded) {
        return parse(encoded).then(json -> {
            try {
                return Outcome.of(new Terms(
                        Bytes.of(CanonicalJson.of(json.path("consent"))),
                        Bytes.base64url(json.path("salt").asText())));
            } catch (IllegalArgumentException _) {
                return Outcome.failed(new Fault.Invalid("the salt is not one"));
            }
        });
    }

    /** What stands on the ledger: HMAC-SHA-256 of the canonical Consent under the salt. */
    public Sha256 digest() {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(salt.array(), "HmacSHA256"));
            return new Sha256(HexFormat.of().formatHex(mac.doFinal(CanonicalJson.of(tree().orElseThrow()))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The Consent as a tree. */
    public Outcome<ObjectNode> tree() {
        return parse(consent);
    }

    private static Outcome<ObjectNode> parse(Bytes bytes) {
        try {
            JsonNode json = JSON.readTree(bytes.array());
            return json instanceof ObjectNode object
                    ? Outcome.of(object)
                    : Outcome.failed(new Fault.Invalid("not a JSON object"));
        } catch (JsonProcessingException _) {
            return Outcome.failed(new Fault.Invalid("not a JSON document"));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory does not fail", e);
        }
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "Terms[REDACTED]";
    }
}
