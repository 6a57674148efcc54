package org.healthsphere.node.consents;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/**
 * What this hospital holds on a patient's behalf: the secret that his handle comes of, and until he signs for himself the key that
 * signs his consents here.
 *
 * <p>Both are this relationship's own, so that two hospitals cannot link a patient by what stands on the ledger.
 */
final class PatientSecrets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECRET_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final Optional<KeyPair> pair;
    private final Bytes handleSecret;

    private PatientSecrets(Optional<KeyPair> pair, Bytes handleSecret) {
        this.pair = pair;
        this.handleSecret = handleSecret;
    }

    static PatientSecrets generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return new PatientSecrets(Optional.of(generator.generateKeyPair()), drawn(random));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** For a patient who signs for himself. */
    static PatientSecrets withoutKey(SecureRandom random) {
        return new PatientSecrets(Optional.empty(), drawn(random));
    }

    /** The same, once he does: the key that was held for him is gone. */
    PatientSecrets withoutKey() {
        return new PatientSecrets(Optional.empty(), handleSecret);
    }

    private static Bytes drawn(SecureRandom random) {
        var secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        return Bytes.of(secret);
    }

    /** What signs on the patient's behalf; nothing if he signs for himself. */
    Optional<SigningKey> signingKey() {
        return pair.map(SigningKey::new);
    }

    /** What is sealed in it is gone with these secrets, wherever it lies. */
    SecretBox box() {
        return new SecretBox(handleSecret).forPurpose("terms of consents");
    }

    /** HMAC-SHA-256 over member and epoch; nobody without the secret can tell whose it is. */
    String handle(NodeId member, int epoch) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(handleSecret.array(), HMAC));
            return HexFormat.of()
                    .formatHex(mac.doFinal(Bytes.utf8(member + "\n" + epoch).array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The private key leaves here, to be sealed at once. */
    Bytes exportForSealing() {
        var json = JsonNodeFactory.instance.objectNode().put("handle", handleSecret.base64url());
        pair.ifPresent(keys -> json.put(
                        "private", Bytes.of(keys.getPrivate().getEncoded()).base64url())
                .put("public", Bytes.of(keys.getPublic().getEncoded()).base64url()));
        return Bytes.utf8(json.toString());
    }

    static PatientSecrets restore(Bytes exported) {
        try {
            var json = JSON.readTree(exported.array());
            var handle = Bytes.base64url(json.path("handle").asText());
            if (!json.has("private")) {
                return new PatientSecrets(Optional.empty(), handle);
            }
            var keys = KeyFactory.getInstance("EC");
            var pair = new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(
                            Bytes.base64url(json.path("public").asText()).array())),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(
                            Bytes.base64url(json.path("private").asText()).array())));
            return new PatientSecrets(Optional.of(pair), handle);
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    @Override
    public String toString() {
        return "PatientSecrets[REDACTED]";
    }
}
