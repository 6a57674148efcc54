package org.healthsphere.keys.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.identity.Applicant.Certificates;
import org.healthsphere.keys.sealing.RecipientKey;
import org.healthsphere.keys.sealing.RecipientSecret;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** What is inside a vault, as JSON in the clear: only between the file's encryption and memory. */
final class VaultContent {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private VaultContent() {}

    static byte[] encode(MemberIdentity identity) {
        var keys = identity.keys();
        var json = JSON.createObjectNode().put("member", identity.id().value());
        json.put("authority", Pem.of(identity.certificates().authority()));
        json.put("signingCertificate", Pem.of(identity.certificates().signing()));
        json.put("tlsCertificate", Pem.of(identity.certificates().tls()));
        put(json, keys);
        try {
            return JSON.writeValueAsBytes(json);
        } catch (IOException e) {
            throw new IllegalStateException("a tree is always JSON", e);
        }
    }

    /** The private halves of all keys. */
    static void put(ObjectNode json, NodeKeys keys) {
        var recipient = keys.recipient().exportPrivateKeys();
        put(json, "signingKey", Bytes.of(keys.signing().getPrivate().getEncoded()));
        put(json, "tlsKey", Bytes.of(keys.tls().getPrivate().getEncoded()));
        put(json, "recipient", recipient.recipientKey().bytes());
        put(json, "mlKem", recipient.mlKem());
        put(json, "x25519", recipient.x25519());
        put(json, "atRest", keys.atRest());
    }

    static Outcome<MemberIdentity> decode(Bytes content) {
        try {
            var json = JSON.readTree(content.array());
            return certificates(json).then(certificates -> member(json, certificates));
        } catch (IOException e) {
            return unreadable();
        }
    }

    private static Outcome<MemberIdentity> member(JsonNode json, Certificates certificates) {
        try {
            var id = new NodeId(json.path("member").asText());
            return keys(
                            json,
                            certificates.signing().getPublicKey(),
                            certificates.tls().getPublicKey())
                    .then(keys -> MemberIdentity.of(id, keys, certificates));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return unreadable();
        }
    }

    /** All keys, with the public halves of the two that have certificates. */
    static Outcome<NodeKeys> keys(JsonNode json, PublicKey signing, PublicKey tls) throws GeneralSecurityException {
        var signs = new KeyPair(signing, p256(json, "signingKey"));
        var shows = new KeyPair(tls, p256(json, "tlsKey"));
        return recipient(json).map(recipient -> new NodeKeys(signs, shows, recipient, bytes(json, "atRest")));
    }

    private static Outcome<RecipientSecret> recipient(JsonNode json) {
        return RecipientSecret.of(new RecipientSecret.Exported(
                new RecipientKey(bytes(json, "recipient")), bytes(json, "mlKem"), bytes(json, "x25519")));
    }

    private static Outcome<Certificates> certificates(JsonNode json) {
        return certificate(json, "signingCertificate")
                .then(signing -> certificate(json, "tlsCertificate")
                        .then(tls -> certificate(json, "authority")
                                .map(authority -> new Certificates(signing, tls, authority))));
    }

    private static Outcome<X509Certificate> certificate(JsonNode json, String name) {
        return Pem.certificates(json.path(name).asText()).map(found -> found.getFirst());
    }

    private static PrivateKey p256(JsonNode json, String name) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(bytes(json, name).array()));
    }

    private static Bytes bytes(JsonNode json, String name) {
        return Bytes.base64url(json.path(name).asText());
    }

    private static void put(ObjectNode json, String name, Bytes bytes) {
        json.put(name, bytes.base64url());
    }

    private static <T> Outcome<T> unreadable() {
        return Outcome.failed(new Fault.Invalid("the content of the key vault cannot be understood"));
    }
}
