package org.healthsphere.keys.sealing;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/** HKDF with SHA-256 (RFC 5869), as the platform has it. */
final class Hkdf {
    private Hkdf() {}

    /** Extract and expand. */
    static byte[] derive(byte[] salt, byte[] secret, byte[] info, int length) {
        try {
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addSalt(salt)
                            .addIKM(secret)
                            .thenExpand(info, length));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 25 has HKDF-SHA256", e);
        }
    }

    static byte[] label(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
