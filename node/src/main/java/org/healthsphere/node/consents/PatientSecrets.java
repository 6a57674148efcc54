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
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;

/**
 * What this hospital holds on a patient's behalf: the key that signs his consents here, and the secret that his handle comes of.
 *
 * <p>Both are this relationship's own, so that two hospitals cannot link a patient by what stands on the ledger.
 */
final class PatientSecrets {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECRET_BYTES = 32;
    private static final String HMAC = "HmacSHA256";

    private final KeyPair pair;
    private final Bytes handleSecret;

    private PatientSecrets(KeyPair pair, Bytes handleSecret) {
        this.pair = pair;
        this.handleSecret = handleSecret;
    }

    static PatientSecrets generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var secret = new byte[SECRET_BYTES];
            random.nextBytes(secret);
            return new PatientSecrets(generator.generateKeyPair(), Bytes.of(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    SigningKey signingKey() {
        return new SigningKey(pair);
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
        return Bytes.utf8(JsonNodeFactory.instance
                .objectNode()
                .put("private", Bytes.of(pair.getPrivate().getEncoded()).base64url())
                .put("public", Bytes.of(pair.getPublic().getEncoded()).base64url())
                .put("handle", handleSecret.base64url())
                .toString());
    }

    static PatientSecrets restore(Bytes exported) {
        try {
            var json = JSON.readTree(exported.array());
            var keys = KeyFactory.getInstance("EC");
            var pair = new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(
                            Bytes.base64url(json.path("public").asText()).array())),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(
                            Bytes.base64url(json.path("private").asText()).array())));
            return new PatientSecrets(pair, Bytes.base64url(json.path("handle").asText()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("what was sealed here is read here", e);
        }
    }

    @Override
    public String toString() {
        return "PatientSecrets[REDACTED]";
    }
}
