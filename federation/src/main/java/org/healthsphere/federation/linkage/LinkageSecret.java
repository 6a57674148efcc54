package org.healthsphere.federation.linkage;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/**
 * The key of the network under which members make comparable tokens.
 *
 * <p>Who holds it can guess names and compare: it stays in the vault of a member and never leaves a process.
 */
public final class LinkageSecret {
    private static final String HMAC = "HmacSHA256";
    private static final int SHORTEST = 32;

    /** 128 bits: two different people do not meet in one token by accident. */
    private static final int TOKEN_LENGTH = 16;

    private final Bytes key;

    public LinkageSecret(Bytes key) {
        if (key.length() < SHORTEST) {
            throw new IllegalArgumentException("a linkage secret has at least 32 bytes");
        }
        this.key = key;
    }

    /** Makes the tokens of one domain; not safe for use by several threads. */
    Macs macs(LinkageDomain domain) {
        var label = "org.healthsphere.linkage v1 " + domain.name();
        return new Macs(keyed(keyed(key.array()).doFinal(label.getBytes(StandardCharsets.UTF_8))));
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

    /** The keyed hash of one domain. */
    record Macs(Mac mac) {
        String token(String text) {
            var whole = mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, TOKEN_LENGTH));
        }
    }
}
