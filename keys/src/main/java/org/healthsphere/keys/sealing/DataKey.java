package org.healthsphere.keys.sealing;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/**
 * Seals records at rest under one key: AES-256-GCM (NIST SP 800-38D) with a nonce of chance for each.
 *
 * <p>Faster than a {@link SecretBox}, which derives a key for each secret, and good for 2^32 records; any thread may use it.
 * Whoever destroys the key destroys all that was sealed with it.
 */
public final class DataKey {
    private final SecretKeySpec key;

    /** Of 32 bytes of chance. */
    public DataKey(Bytes key) {
        if (key.length() != Gcm.KEY_BYTES) {
            throw new IllegalArgumentException("a data key has 32 bytes");
        }
        this.key = new SecretKeySpec(key.array(), "AES");
    }

    public static DataKey generate(SecureRandom random) {
        var bytes = new byte[Gcm.KEY_BYTES];
        random.nextBytes(bytes);
        return new DataKey(Bytes.of(bytes));
    }

    /** The key itself, for nothing but to be sealed in a {@link SecretBox}. */
    public Bytes exportForSealing() {
        return Bytes.of(key.getEncoded());
    }

    /** The nonce, the ciphertext and the tag. The context is authenticated and not stored. */
    public byte[] seal(byte[] plain, byte[] context, SecureRandom random) {
        var nonce = new byte[Gcm.NONCE_BYTES];
        random.nextBytes(nonce);
        var sealed = Arrays.copyOf(nonce, Gcm.NONCE_BYTES + plain.length + Gcm.TAG_BYTES);
        try {
            var _ = cipher(Cipher.ENCRYPT_MODE, nonce, context)
                    .doFinal(plain, 0, plain.length, sealed, Gcm.NONCE_BYTES);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes these", e);
        }
    }

    /** What was sealed; empty when it was not with this key and context, or was altered. */
    public Optional<byte[]> open(byte[] sealed, byte[] context) {
        if (sealed.length < Gcm.NONCE_BYTES + Gcm.TAG_BYTES) {
            return Optional.empty();
        }
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(sealed, Gcm.NONCE_BYTES), context)
                    .doFinal(sealed, Gcm.NONCE_BYTES, sealed.length - Gcm.NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes these", e);
        }
    }

    private Cipher cipher(int mode, byte[] nonce, byte[] context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(Gcm.TAG_BYTES * Byte.SIZE, nonce));
        cipher.updateAAD(context);
        return cipher;
    }

    @Override
    public String toString() {
        return "DataKey[REDACTED]";
    }
}
