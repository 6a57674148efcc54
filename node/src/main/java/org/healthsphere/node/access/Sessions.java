package org.healthsphere.node.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Sha256;

/**
 * Who is signed in. A session ends after half an hour without a request, and after ten hours in any case.
 *
 * <p>Its secret has 256 random bits, is given out once, and is kept as a digest only. Restarting the node signs everybody out.
 */
public final class Sessions {
    public static final Duration IDLE = Duration.ofMinutes(30);
    public static final Duration LONGEST = Duration.ofHours(10);

    private static final int SECRET_BYTES = 32;
    private static final int ID_BYTES = 16;
    private static final int MOST = 20_000;

    private final NodeId member;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Cache<Sha256, Session> open;

    public Sessions(NodeId member, SecureRandom random, InstantSource clock) {
        this.member = member;
        this.random = random;
        this.clock = clock;
        this.open = Caffeine.newBuilder()
                .maximumSize(MOST)
                .expireAfterAccess(IDLE)
                .ticker(() -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()))
                .executor(Runnable::run)
                .build();
    }

    /** A session with the secret that opens it, for the cookie and nothing else. */
    public record Opened(String secret, Session session) {
        @Override
        public String toString() {
            return "Opened[REDACTED, " + session + "]";
        }
    }

    /** A new session with a new secret, whoever was signed in before. */
    public Opened open(User user) {
        // The rest of the node knows a patient by the id of his record, and staff by the id of the account.
        var requester = new Requester(member, user.patient().orElse(user.id()), user.role());
        var caller = new Caller(requester, Caller.purposesOf(user.role()), Set.of(), user.patient());
        var session = new Session(letters(ID_BYTES), caller, user.name(), letters(SECRET_BYTES), clock.instant());
        var secret = letters(SECRET_BYTES);
        open.put(Sha256.of(secret), session);
        return new Opened(secret, session);
    }

    public Optional<Session> find(String secret) {
        var key = Sha256.of(secret);
        return Optional.ofNullable(open.getIfPresent(key)).filter(session -> {
            var young = clock.instant().isBefore(session.opened().plus(LONGEST));
            if (!young) {
                open.invalidate(key);
            }
            return young;
        });
    }

    /** As {@link #find}, without counting as a sign of life. */
    public Optional<Session> glance(String secret) {
        var key = Sha256.of(secret);
        var known = open.policy().getIfPresentQuietly(key);
        return Optional.ofNullable(known)
                .filter(s -> clock.instant().isBefore(s.opened().plus(LONGEST)));
    }

    /** Whether a session of this id is open, without counting as a sign of life. */
    public boolean isOpen(String id) {
        var now = clock.instant();
        return open.asMap().values().stream()
                .anyMatch(s -> s.id().equals(id) && now.isBefore(s.opened().plus(LONGEST)));
    }

    public void close(String secret) {
        open.invalidate(Sha256.of(secret));
    }

    private String letters(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return Bytes.of(bytes).base64url();
    }
}
