package org.healthsphere.federation.research.aggregation;

import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;
import org.healthsphere.specs.Bytes;

/** What two members of a round know and nobody else: the source of a mask that the one adds and the other subtracts. */
public final class PairSecret {
    private static final int KEY_BYTES = 32;

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
        return MaskStream.words(seed(roster, pair), length);
    }

    /** A key for one use, of full entropy; it says nothing about the keys for other uses, nor about the secret. */
    public Bytes seed(Bytes salt, Bytes use) {
        try {
            var parameters = HKDFParameterSpec.ofExtract()
                    .addIKM(agreed)
                    .addIKM(encapsulated)
                    .addSalt(salt.array())
                    .thenExpand(use.array(), KEY_BYTES);
            return Bytes.of(KDF.getInstance("HKDF-SHA256").deriveData(parameters));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HKDF-SHA256", e);
        }
    }

    @Override
    public String toString() {
        return "PairSecret[REDACTED]";
    }
}
