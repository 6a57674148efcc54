package org.healthsphere.federation.research.aggregation;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What is made of a key that is used once: a mask, or one sealed message. With one use, the counter may begin at zero. */
final class MaskStream {
    private static final int BLOCK_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private MaskStream() {}

    /** AES-256 in counter mode. */
    static long[] words(Bytes key, int length) {
        var words = new long[length];
        try {
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key.array(), "AES"),
                    new IvParameterSpec(new byte[BLOCK_BYTES]));
            ByteBuffer.wrap(cipher.doFinal(new byte[Math.multiplyExact(length, Long.BYTES)]))
                    .asLongBuffer()
                    .get(words);
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
        return words;
    }

    static Bytes seal(Bytes key, Bytes message) {
        try {
            return Bytes.of(gcm(Cipher.ENCRYPT_MODE, key).doFinal(message.array()));
        } catch (GeneralSecurityException e) {
            throw missing(e);
        }
    }

    static Outcome<Bytes> open(Bytes key, Bytes sealed) {
        try {
            return Outcome.of(Bytes.of(gcm(Cipher.DECRYPT_MODE, key).doFinal(sealed.array())));
        } catch (GeneralSecurityException _) {
            return Outcome.failed(new Fault.Conflict("a share that was not sealed for this member"));
        }
    }

    private static Cipher gcm(int mode, Bytes key) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key.array(), "AES"), new GCMParameterSpec(TAG_BITS, new byte[NONCE_BYTES]));
        return cipher;
    }

    /** The part of a row of keys that has this number. */
    static Bytes part(Bytes row, int number, int size) {
        return Bytes.of(Arrays.copyOfRange(row.array(), number * size, (number + 1) * size));
    }

    private static IllegalStateException missing(GeneralSecurityException e) {
        return new IllegalStateException("every Java platform has AES", e);
    }
}
