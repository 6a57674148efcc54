package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * How one key comes of the two secrets that were agreed on.
 *
 * <p>HKDF-SHA256 over ML-KEM's secret followed by X25519's, bound to the recipient, the encapsulations and the context: a
 * secret known to somebody is of use in no other transcript.
 */
final class Agreement {
    private static final byte[] SALT = Hkdf.label("HealthSphere hybrid ML-KEM-768 X25519 v1");

    private Agreement() {}

    static Bytes key(RecipientKey recipient, byte[] encapsulation, byte[] mlKem, byte[] x25519, Bytes context) {
        var secrets = ByteBuffer.allocate(mlKem.length + x25519.length)
                .put(mlKem)
                .put(x25519)
                .array();
        var transcript = ByteBuffer.allocate(3 * 32)
                .put(recipient.thumbprint().bytes())
                .put(Sha256.of(encapsulation).bytes())
                .put(Sha256.of(context.array()).bytes())
                .array();
        return Bytes.of(Hkdf.derive(SALT, secrets, transcript, Gcm.KEY_BYTES));
    }
}
