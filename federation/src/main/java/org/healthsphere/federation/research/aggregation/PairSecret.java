package org.healthsphere.federation.research.aggregation;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/** What two members of a round know and nobody else: the source of a mask that the one adds and the other subtracts. */
public final class PairSecret {
    private static final int KEY_BYTES = 32;
    private static final int BLOCK_BYTES = 16;

    private final byte[] agreed;
    private final byte[] encapsulated;

    PairSecret(byte[] agreed, byte[] encapsulated) {
        this.agreed = agreed;
        this.encapsulated = encapsulated;
    }

    /**
     * The mask: AES-256-CTR under a key that HKDF-SHA256 (RFC 5869) derives from both secrets, the roster and the pair.
     *
     * <p>A key makes one mask only, hence the counter begins at zero.
     */
    long[] mask(Bytes roster, Bytes pair, int length) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(agreed)
                    .addIKM(encapsulated)
                    .addSalt(roster.array())
                    .thenExpand(pair.array(), KEY_BYTES);
            var key = KDF.getInstance("HKDF-SHA256").deriveData(parameters);
            var cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[BLOCK_BYTES]));
            var mask = new long[length];
            words(cipher.doFinal(new byte[Math.multiplyExact(length, Long.BYTES)]))
                    .get(mask);
            return mask;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HKDF-SHA256 and AES", e);
        }
    }

    private static LongBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).asLongBuffer();
    }

    @Override
    public String toString() {
        return "PairSecret[REDACTED]";
    }
}
