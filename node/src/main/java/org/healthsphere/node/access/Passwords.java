package org.healthsphere.node.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.healthsphere.specs.Bytes;

/** Hashes passwords, slowly on purpose, and compares them in a time that does not depend on where they differ. */
public final class Passwords {
    /** OWASP's figure for PBKDF2-HMAC-SHA256. */
    static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;
    private static final int DIGEST_BITS = 256;

    private final SecureRandom random;
    private final int iterations;

    public Passwords(SecureRandom random) {
        this(random, ITERATIONS);
    }

    /** For tests, which cannot wait. */
    Passwords(SecureRandom random, int iterations) {
        this.random = random;
        this.iterations = iterations;
    }

    PasswordHash hash(Password password) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new PasswordHash(iterations, Bytes.of(salt), derive(password, salt, iterations));
    }

    boolean matches(PasswordHash hash, Password password) {
        var derived = derive(password, hash.salt().array(), hash.iterations());
        return MessageDigest.isEqual(hash.digest().array(), derived.array());
    }

    /** As much work as a comparison, so that an unknown name answers no faster than a known one. */
    boolean matchesNobody(Password password) {
        return derive(password, new byte[SALT_BYTES], iterations).isEmpty();
    }

    private static Bytes derive(Password password, byte[] salt, int iterations) {
        var key = new PBEKeySpec(password.clear().toCharArray(), salt, iterations, DIGEST_BITS);
        try {
            return Bytes.of(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(key)
                    .getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2", e);
        } finally {
            key.clearPassword();
        }
    }
}
