package org.healthsphere.specs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.Optional;

/**
 * The signature of a patient's key (P-256) over a statement, in one of three forms that every verifier tells apart by themselves:
 *
 * <ul>
 *   <li>64 bytes: ES256 over the statement (RFC 7518, section 3.4);
 *   <li>{@code header..signature}: a JWS with detached content (RFC 7515, appendix F), its header {@code alg} ES256 and, if it
 *       likes, {@code kid} and {@code typ};
 *   <li>a JSON object of {@code authenticatorData}, {@code clientDataJSON} and {@code signature} in base64url: an assertion of a
 *       passkey (WebAuthn level 3, section 7.2), whose challenge is the SHA-256 of the statement.
 * </ul>
 *
 * <p>A key that belongs to a relying party is a passkey and signs assertions only; any other key signs none.
 */
public final class PatientSignature {
    private static final int RAW_BYTES = 64;
    private static final int RELYING_PARTY_BYTES = 32;
    private static final int FLAGS_AT = 32;
    private static final int LEAST_AUTHENTICATOR_DATA = 37;
    /** User present and user verified. */
    private static final int PRESENT_AND_VERIFIED = 0b101;

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private PatientSignature() {}

    /**
     * The statement that is signed.
     *
     * @param relyingParty SHA-256 of the relying party's id, for a passkey
     */
    public record Signed(Bytes statement, Optional<Sha256> relyingParty) {}

    /** Whether the other half of this key signed this statement; what is malformed does not. */
    public static boolean verifies(PublicKey key, Signed signed, Bytes signature) {
        try {
            if (signed.relyingParty().isPresent()) {
                return isAssertion(
                        key, signed.statement(), signed.relyingParty().get(), signature);
            }
            return signature.length() == RAW_BYTES
                    ? isRaw(key, signed.statement().array(), signature.array())
                    : isDetached(key, signed.statement(), signature.utf8());
        } catch (GeneralSecurityException | IllegalArgumentException | JsonProcessingException _) {
            return false;
        }
    }

    private static boolean isRaw(PublicKey key, byte[] message, byte[] signature) throws GeneralSecurityException {
        return verified("SHA256withECDSAinP1363Format", key, signature, message);
    }

    private static boolean verified(String algorithm, PublicKey key, byte[] signature, byte[]... message)
            throws GeneralSecurityException {
        var verifier = Signature.getInstance(algorithm);
        verifier.initVerify(key);
        for (var part : message) {
            verifier.update(part);
        }
        return verifier.verify(signature);
    }

    private static boolean isDetached(PublicKey key, Bytes statement, String jws)
            throws GeneralSecurityException, JsonProcessingException {
        var end = jws.indexOf("..");
        if (end < 1) {
            return false;
        }
        var header = JSON.readTree(Bytes.base64url(jws.substring(0, end)).utf8());
        var input = jws.substring(0, end) + "." + statement.base64url();
        return isHeader(header, key)
                && isRaw(
                        key,
                        input.getBytes(StandardCharsets.US_ASCII),
                        Bytes.base64url(jws.substring(end + 2)).array());
    }

    /** Nothing that would change what the signature means: above all no {@code crit} and no {@code b64}. */
    private static boolean isHeader(JsonNode header, PublicKey key) {
        var known = header.path("alg").asText().equals("ES256");
        for (var names = header.fieldNames(); names.hasNext() && known; ) {
            var name = names.next();
            known = name.equals("alg")
                    || name.equals("typ")
                    || (name.equals("kid")
                            && header.path(name)
                                    .asText()
                                    .equals(Sha256.of(key.getEncoded()).hex()));
        }
        return known;
    }

    private static boolean isAssertion(PublicKey key, Bytes statement, Sha256 relyingParty, Bytes assertion)
            throws GeneralSecurityException, JsonProcessingException {
        var json = JSON.readTree(assertion.utf8());
        var authenticator =
                Bytes.base64url(json.path("authenticatorData").asText()).array();
        var client = Bytes.base64url(json.path("clientDataJSON").asText());
        return json.isObject()
                && json.size() == 3
                && isBy(relyingParty, authenticator)
                && answers(statement, JSON.readTree(client.utf8()))
                && verified(
                        "SHA256withECDSA",
                        key,
                        Bytes.base64url(json.path("signature").asText()).array(),
                        authenticator,
                        Sha256.of(client.array()).bytes());
    }

    private static boolean isBy(Sha256 relyingParty, byte[] authenticator) {
        return authenticator.length >= LEAST_AUTHENTICATOR_DATA
                && Arrays.equals(authenticator, 0, RELYING_PARTY_BYTES, relyingParty.bytes(), 0, RELYING_PARTY_BYTES)
                && (authenticator[FLAGS_AT] & PRESENT_AND_VERIFIED) == PRESENT_AND_VERIFIED;
    }

    private static boolean answers(Bytes statement, JsonNode client) {
        return client.path("type").asText().equals("webauthn.get")
                && client.path("challenge")
                        .asText()
                        .equals(Bytes.of(Sha256.of(statement.array()).bytes()).base64url())
                && !client.path("crossOrigin").asBoolean(false);
    }
}
