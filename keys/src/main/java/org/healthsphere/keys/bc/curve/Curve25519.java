package org.healthsphere.keys.bc.curve;

import java.util.Optional;
import org.bouncycastle.math.ec.rfc7748.X25519;

/** X25519 (RFC 7748), in the same time for every key. */
public final class Curve25519 {
    /** Of a secret, of a public key, and of what two agree on. */
    public static final int BYTES = X25519.SCALAR_SIZE;

    private Curve25519() {}

    /** The public key of a secret. */
    public static byte[] publicKey(byte[] secret) {
        var key = new byte[BYTES];
        X25519.generatePublicKey(secret, 0, key, 0);
        return key;
    }

    /** What the holder of a secret and that of a public key have in common; empty when that key is a point of small order, who has nothing. */
    public static Optional<byte[]> agree(byte[] secret, byte[] publicKey) {
        var common = new byte[BYTES];
        return X25519.calculateAgreement(secret, 0, publicKey, 0, common, 0) ? Optional.of(common) : Optional.empty();
    }
}
