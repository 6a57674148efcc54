package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import org.healthsphere.keys.bc.curve.Curve25519;
import org.healthsphere.specs.Bytes;

/** DHKEM(X25519, HKDF-SHA256) of HPKE (RFC 9180, section 4.1). */
final class DhKem {
    private static final byte[] NO_SALT = {};
    /** "HPKE-v1", "KEM" and the number of this one. */
    private static final byte[] SUITE = ByteBuffer.allocate(12)
            .put(Hkdf.label("HPKE-v1"))
            .put(Hkdf.label("KEM"))
            .putShort((short) 0x0020)
            .array();

    private static final byte[] EXTRACTED = Hkdf.label("eae_prk");
    private static final byte[] EXPANDED = Hkdf.label("shared_secret");

    private DhKem() {}

    /** A secret, and what tells the recipient how to find it. */
    record Encapsulated(Bytes secret, Bytes encapsulation) {}

    /** Empty when the recipient's key is a point of small order. */
    static Optional<Encapsulated> encapsulate(byte[] recipient, SecureRandom random) {
        var once = new byte[Curve25519.BYTES];
        random.nextBytes(once);
        var encapsulation = Curve25519.publicKey(once);
        return Curve25519.agree(once, recipient)
                .map(common ->
                        new Encapsulated(Bytes.of(secret(common, encapsulation, recipient)), Bytes.of(encapsulation)));
    }

    /**
     * Empty when the encapsulation is a point of small order.
     *
     * @param recipient the public key of the secret one
     */
    static Optional<byte[]> decapsulate(byte[] secretKey, byte[] recipient, byte[] encapsulation) {
        return Curve25519.agree(secretKey, encapsulation).map(common -> secret(common, encapsulation, recipient));
    }

    private static byte[] secret(byte[] common, byte[] encapsulation, byte[] recipient) {
        var extracting = ByteBuffer.allocate(SUITE.length + EXTRACTED.length + common.length)
                .put(SUITE)
                .put(EXTRACTED)
                .put(common)
                .array();
        var expanding = ByteBuffer.allocate(
                        Short.BYTES + SUITE.length + EXPANDED.length + encapsulation.length + recipient.length)
                .putShort((short) Curve25519.BYTES)
                .put(SUITE)
                .put(EXPANDED)
                .put(encapsulation)
                .put(recipient)
                .array();
        return Hkdf.derive(NO_SALT, extracting, expanding, Curve25519.BYTES);
    }
}
