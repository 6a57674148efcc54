package org.healthsphere.keys;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;

/** A P-256 key in memory: a patient's key in an app, a node's key once the vault has opened it. */
public final class SigningKey implements Signer {
    private final PrivateKey privateKey;
    private final VerificationKey verificationKey;

    public SigningKey(KeyPair pair) {
        this.privateKey = pair.getPrivate();
        this.verificationKey = VerificationKey.of(pair.getPublic());
    }

    public static SigningKey generate(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return new SigningKey(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    @Override
    public VerificationKey verificationKey() {
        return verificationKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this key cannot sign", e);
        }
    }

    @Override
    public String toString() {
        return "SigningKey[REDACTED, " + verificationKey.thumbprint() + "]";
    }
}
