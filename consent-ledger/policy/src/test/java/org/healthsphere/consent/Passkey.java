package org.healthsphere.consent;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** A passkey as an authenticator holds it. */
public final class Passkey {
    private static final int PRESENT_AND_VERIFIED = 5;

    private final KeyPair pair;
    private final String relyingParty;

    public Passkey(String relyingParty) {
        this.relyingParty = relyingParty;
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            this.pair = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public VerificationKey key() {
        return VerificationKey.of(pair.getPublic());
    }

    public Sha256 relyingParty() {
        return Sha256.of(relyingParty);
    }

    public Bytes raw(Bytes statement) {
        return sign("SHA256withECDSAinP1363Format", statement.array());
    }

    public Bytes assertion(Bytes statement) {
        var client = "{\"type\":\"webauthn.get\",\"challenge\":\"%s\",\"origin\":\"https://%s\"}"
                .formatted(Bytes.of(Sha256.of(statement.array()).bytes()).base64url(), relyingParty);
        var authenticator = new ByteArrayOutputStream();
        authenticator.writeBytes(relyingParty().bytes());
        authenticator.write(PRESENT_AND_VERIFIED);
        authenticator.writeBytes(new byte[4]);
        var signature = sign(
                "SHA256withECDSA",
                authenticator.toByteArray(),
                Sha256.of(client).bytes());
        return Bytes.utf8("{\"authenticatorData\":\"%s\",\"clientDataJSON\":\"%s\",\"signature\":\"%s\"}"
                .formatted(
                        Bytes.of(authenticator.toByteArray()).base64url(),
                        Bytes.utf8(client).base64url(),
                        signature.base64url()));
    }

    private Bytes sign(String algorithm, byte[]... message) {
        try {
            var signer = Signature.getInstance(algorithm);
            signer.initSign(pair.getPrivate());
            for (var part : message) {
                signer.update(part);
            }
            return Bytes.of(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
