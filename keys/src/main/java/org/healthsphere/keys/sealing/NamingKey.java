package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/**
 * Gives things names that tell nothing: the first 128 bits of HMAC-SHA-256 (RFC 2104). Who has not the key can neither read such a
 * name nor try guesses on it.
 */
public final class NamingKey {
    /** Never used itself: a copy of it has the key taken in already, which is most of the work for a short name. */
    private final Mac keyed;

    /** Of 32 bytes of chance. */
    public NamingKey(Bytes key) {
        if (key.length() != Gcm.KEY_BYTES) {
            throw new IllegalArgumentException("a naming key has 32 bytes");
        }
        try {
            keyed = Mac.getInstance("HmacSHA256");
            keyed.init(new SecretKeySpec(key.array(), "HmacSHA256"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    public UUID name(String thing) {
        try {
            var mac = (Mac) keyed.clone();
            var digest = ByteBuffer.wrap(mac.doFinal(Bytes.utf8(thing).array()));
            return new UUID(digest.getLong(), digest.getLong());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the HMAC of every Java platform can be copied", e);
        }
    }

    @Override
    public String toString() {
        return "NamingKey[REDACTED]";
    }
}
