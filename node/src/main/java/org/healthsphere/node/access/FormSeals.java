package org.healthsphere.node.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/**
 * Ties a form to the browser that fetched it before anybody has signed in: the browser keeps a nonce, the form carries its
 * seal. Nothing is stored, so that visitors cost no memory.
 */
public final class FormSeals {
    private static final int BYTES = 32;
    private static final String MAC = "HmacSHA256";

    private final SecureRandom random;
    private final SecretKeySpec key;

    public FormSeals(SecureRandom random) {
        this.random = random;
        this.key = new SecretKeySpec(fresh(), MAC);
    }

    public String nonce() {
        return Bytes.of(fresh()).base64url();
    }

    public String seal(String nonce) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return Bytes.of(mac.doFinal(nonce.getBytes(StandardCharsets.UTF_8))).base64url();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    public boolean fits(String nonce, String seal) {
        return same(seal(nonce), seal);
    }

    /** Whether two secrets are equal, in a time that does not depend on where they differ. */
    public static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private byte[] fresh() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return bytes;
    }
}
