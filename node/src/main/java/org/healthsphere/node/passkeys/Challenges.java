package org.healthsphere.node.passkeys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;

/**
 * Challenges for whoever comes to sign in: random, sealed with the time until which they are good, and good once.
 *
 * <p>None is remembered before it is used, so that visitors cost no memory.
 */
final class Challenges {
    static final Duration LIFE = Duration.ofMinutes(10);

    private static final int NONCE_BYTES = 24;
    private static final int SAID_BYTES = NONCE_BYTES + Long.BYTES;
    private static final int SEAL_BYTES = 32;
    private static final int MOST_USED = 200_000;
    private static final String MAC = "HmacSHA256";

    private final InstantSource clock;
    private final SecureRandom random;
    private final SecretKeySpec key;
    private final Cache<Bytes, Instant> used =
            Caffeine.newBuilder().maximumSize(MOST_USED).executor(Runnable::run).build();

    Challenges(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
        this.key = new SecretKeySpec(drawn(SEAL_BYTES), MAC);
    }

    Bytes fresh() {
        var said = ByteBuffer.allocate(SAID_BYTES)
                .put(drawn(NONCE_BYTES))
                .putLong(clock.instant().plus(LIFE).toEpochMilli())
                .array();
        return Bytes.of(ByteBuffer.allocate(SAID_BYTES + SEAL_BYTES)
                .put(said)
                .put(seal(said))
                .array());
    }

    /** Whether this is one that was given out here, is still good, and is shown for the first time. */
    boolean take(Bytes challenge) {
        var bytes = challenge.array();
        if (bytes.length != SAID_BYTES + SEAL_BYTES) {
            return false;
        }
        var said = Arrays.copyOf(bytes, SAID_BYTES);
        var seal = Arrays.copyOfRange(bytes, SAID_BYTES, bytes.length);
        var until = Instant.ofEpochMilli(ByteBuffer.wrap(said).getLong(NONCE_BYTES));
        return MessageDigest.isEqual(seal, seal(said))
                && clock.instant().isBefore(until)
                && used.asMap().putIfAbsent(challenge, until) == null;
    }

    private byte[] seal(byte[] said) {
        try {
            var mac = Mac.getInstance(MAC);
            mac.init(key);
            return mac.doFinal(said);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private byte[] drawn(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
