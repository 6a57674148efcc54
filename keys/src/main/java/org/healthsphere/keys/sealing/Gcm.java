package org.healthsphere.keys.sealing;

import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/** AES-256-GCM (NIST SP 800-38D) under one key. Whoever calls never gives the same nonce twice for sealing. */
final class Gcm {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    private final SecretKeySpec key;
    private final Cipher cipher;

    Gcm(byte[] key) {
        try {
            this.key = new SecretKeySpec(key, "AES");
            this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Encrypts a part of an array into another; the tag follows the ciphertext. The number of bytes written. */
    int seal(byte[] nonce, Part from, byte[] to, int at) {
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            return cipher.doFinal(from.bytes().array(), from.offset(), from.length(), to, at);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes these", e);
        }
    }

    /** The number of bytes written, or nothing when the tag is not that of these bytes under this key and nonce. */
    Optional<Integer> open(byte[] nonce, Part from, byte[] to, int at) {
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * Byte.SIZE, nonce));
            return Optional.of(cipher.doFinal(from.bytes().array(), from.offset(), from.length(), to, at));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM takes these", e);
        }
    }

    /** Some of the bytes. */
    record Part(Bytes bytes, int offset, int length) {
        static Part of(Bytes bytes) {
            return new Part(bytes, 0, bytes.length());
        }
    }
}
