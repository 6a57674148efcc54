package org.healthsphere.federation.linkage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * A key under which one holder makes tokens alone, to compare what it knows itself.
 *
 * <p>Who holds it can guess names and compare: what members say to each other is made with a key that none of them holds alone.
 */
public final class LinkageSecret {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST = 32;

    private final Bytes key;

    public LinkageSecret(Bytes key) {
        if (key.length() < SHORTEST) {
            throw new IllegalArgumentException("a linkage secret has at least 32 bytes");
        }
        this.key = key;
    }

    /** Says which key it is, and nothing of it. */
    Sha256 id() {
        return Sha256.of(keyed(key.array()).doFinal("org.healthsphere.linkage key".getBytes(StandardCharsets.UTF_8)));
    }

    /** Makes the tokens; not safe for use by several threads. */
    Macs macs() {
        return new Macs(keyed(key.array()));
    }

    private static Mac keyed(byte[] key) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "LinkageSecret[REDACTED]";
    }

    /** The keyed hash. */
    record Macs(Mac mac) {
        String token(String text) {
            return TokenInputs.token(Bytes.of(mac.doFinal(text.getBytes(StandardCharsets.UTF_8))));
        }
    }
}
