package org.healthsphere.keys.jose;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.healthsphere.keys.Signer;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.CanonicalJson;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A small JSON document signed with ES256, in compact form (RFC 7515): receipts, access tokens.
 *
 * <p>Stricter than the RFC: the header has {@code alg}, {@code typ} and {@code kid} and nothing else, {@code alg} is ES256,
 * base64url has one spelling, and no member occurs twice. The payload is shown only to who has the key that verifies it.
 */
public final class Jws {
    private static final int LARGEST = 64 * 1024;
    private static final String ALGORITHM = "ES256";
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]{86}");
    private static final Set<String> HEADER = Set.of("alg", "typ", "kid");
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final String type;
    private final Sha256 keyId;
    private final String signed;
    private final ObjectNode payload;
    private final Bytes signature;

    private Jws(ObjectNode header, String signed, ObjectNode payload, Bytes signature) {
        this.type = header.path("typ").textValue();
        this.keyId = new Sha256(header.path("kid").textValue());
        this.signed = signed;
        this.payload = payload;
        this.signature = signature;
    }

    /**
     * Signs a document in its canonical spelling.
     *
     * @param type what it is, such as {@code at+jwt} (RFC 9068): a document of one type does not verify as another
     */
    public static String sign(String type, ObjectNode payload, Signer signer) {
        var header = JSON.createObjectNode()
                .put("alg", ALGORITHM)
                .put("typ", type)
                .put("kid", signer.verificationKey().thumbprint().hex());
        var signed = encoded(header) + "." + encoded(payload);
        return signed + "." + Bytes.of(signer.sign(ascii(signed))).base64url();
    }

    /** Reads the compact form. Nothing is verified yet. */
    public static Outcome<Jws> parse(String compact) {
        if (compact.length() > LARGEST || !FORM.matcher(compact).matches()) {
            return malformed();
        }
        var end = compact.lastIndexOf('.');
        var parts = compact.split("\\.", -1);
        try {
            return JSON.readTree(decoded(parts[0])) instanceof ObjectNode header
                            && header(header)
                            && JSON.readTree(decoded(parts[1])) instanceof ObjectNode payload
                    ? Outcome.of(new Jws(header, compact.substring(0, end), payload, Bytes.of(decoded(parts[2]))))
                    : malformed();
        } catch (IOException | IllegalArgumentException e) {
            return malformed();
        }
    }

    /** Which key it says it is signed with: the thumbprint of its SubjectPublicKeyInfo. */
    public Sha256 keyId() {
        return keyId;
    }

    /** The document, if it is of this type and signed with this key. */
    public Outcome<JsonNode> verify(String expectedType, VerificationKey key) {
        if (!type.equals(expectedType)) {
            return Outcome.failed(new Fault.Unauthenticated("the token is of another type"));
        }
        return keyId.equals(key.thumbprint()) && key.verifies(ascii(signed), signature.array())
                ? Outcome.of(payload.deepCopy())
                : Outcome.failed(new Fault.Unauthenticated("the signature is not of this key"));
    }

    private static boolean header(ObjectNode header) {
        return header.size() == HEADER.size()
                && HEADER.stream().allMatch(name -> header.path(name).isTextual())
                && header.path("alg").textValue().equals(ALGORITHM);
    }

    private static String encoded(ObjectNode json) {
        return Bytes.of(CanonicalJson.of(json)).base64url();
    }

    /** Unused bits that are not zero would be a second spelling of the same bytes. */
    private static byte[] decoded(String part) {
        var bytes = Bytes.base64url(part);
        if (!bytes.base64url().equals(part)) {
            throw new IllegalArgumentException("not base64url in its one spelling");
        }
        return bytes.array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static <T> Outcome<T> malformed() {
        return Outcome.failed(new Fault.Invalid("not a signed token: compact JWS, ES256, at most 64 KiB"));
    }
}
