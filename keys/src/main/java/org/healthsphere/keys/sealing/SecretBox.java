package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Arrays;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * Seals small secrets at rest under one key: AES-256-GCM, with a key and nonce of its own for each secret, so that the
 * key serves for any number of them.
 *
 * <p>Sealed: version 1, 24 random bytes, ciphertext, tag. The context is authenticated and not stored: a secret moved to
 * another place does not open there.
 */
public final class SecretBox {
    private static final byte VERSION = 1;
    private static final int SALT_BYTES = 24;
    private static final int HEAD = 1 + SALT_BYTES;
    private static final byte[] LABEL = Hkdf.label("HealthSphere box v1");
    private static final byte[] PURPOSE = Hkdf.label("HealthSphere box purpose v1");

    private final byte[] key;

    /** A box whose key is 32 bytes of chance, or derived from such. */
    public SecretBox(Bytes key) {
        if (key.length() != Gcm.KEY_BYTES) {
            throw new IllegalArgumentException("the key of a box has 32 bytes");
        }
        this.key = key.array().clone();
    }

    public static SecretBox generate(SecureRandom random) {
        return new SecretBox(Bytes.of(chance(random, Gcm.KEY_BYTES)));
    }

    /** A box of its own for one purpose, derived from this one: what is sealed in one does not open in another. */
    public SecretBox forPurpose(String purpose) {
        return new SecretBox(
                Bytes.of(Hkdf.derive(PURPOSE, key, Bytes.utf8(purpose).array(), Gcm.KEY_BYTES)));
    }

    public Bytes seal(Bytes secret, Bytes context, SecureRandom random) {
        var salt = chance(random, SALT_BYTES);
        var sealed = new byte[HEAD + secret.length() + Gcm.TAG_BYTES];
        ByteBuffer.wrap(sealed).put(VERSION).put(salt);
        var once = once(salt, context);
        var written = once.gcm().seal(once.nonce().array(), Part.of(secret), sealed, HEAD);
        return Bytes.of(Arrays.copyOf(sealed, HEAD + written));
    }

    public Outcome<Bytes> open(Bytes sealed, Bytes context) {
        var bytes = sealed.array();
        if (bytes.length < HEAD + Gcm.TAG_BYTES || bytes[0] != VERSION) {
            return Outcome.failed(new Fault.Invalid("not a sealed secret"));
        }
        var once = once(Arrays.copyOfRange(bytes, 1, HEAD), context);
        var secret = new byte[bytes.length - HEAD - Gcm.TAG_BYTES];
        return once.gcm()
                        .open(once.nonce().array(), new Part(sealed, HEAD, bytes.length - HEAD), secret, 0)
                        .isPresent()
                ? Outcome.of(Bytes.of(secret))
                : Outcome.failed(new Fault.Invalid("the secret does not open with this key in this place"));
    }

    private Once once(byte[] salt, Bytes context) {
        var info = ByteBuffer.allocate(LABEL.length + context.length())
                .put(LABEL)
                .put(context.array())
                .array();
        var derived = Hkdf.derive(salt, key, info, Gcm.KEY_BYTES + Gcm.NONCE_BYTES);
        return new Once(
                new Gcm(Arrays.copyOf(derived, Gcm.KEY_BYTES)),
                Bytes.of(Arrays.copyOfRange(derived, Gcm.KEY_BYTES, derived.length)));
    }

    private static byte[] chance(SecureRandom random, int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    @Override
    public String toString() {
        return "SecretBox[REDACTED]";
    }

    private record Once(Gcm gcm, Bytes nonce) {}
}
