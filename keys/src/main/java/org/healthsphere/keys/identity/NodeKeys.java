package org.healthsphere.keys.identity;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import org.healthsphere.keys.sealing.RecipientSecret;
import org.healthsphere.specs.Bytes;

/** All private keys of one node. */
record NodeKeys(KeyPair signing, KeyPair tls, RecipientSecret recipient, Bytes atRest) {
    private static final int AT_REST_BYTES = 32;

    static NodeKeys generate(SecureRandom random) {
        var atRest = new byte[AT_REST_BYTES];
        random.nextBytes(atRest);
        return new NodeKeys(p256(random), p256(random), RecipientSecret.generate(random), Bytes.of(atRest));
    }

    static KeyPair p256(SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    @Override
    public String toString() {
        return "NodeKeys[REDACTED]";
    }
}
