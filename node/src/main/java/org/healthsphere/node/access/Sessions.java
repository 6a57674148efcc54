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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.access.Session.Acting;
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
        return open(user, Proven.by(Proven.Way.PASSWORD, clock.instant()));
    }

    /** The same for somebody who proved who he is in this way. */
    public Opened open(User user, Proven proven) {
        // The rest of the node knows a patient by the id of his record, and staff by the id of the account.
        var requester = new Requester(member, user.patient().orElse(user.id()), user.role());
        var caller = new Caller(requester, Caller.purposesOf(user.role()), Set.of(), user.patient());
        return opened(new Session(
                letters(ID_BYTES),
                caller,
                user.name(),
                letters(SECRET_BYTES),
                clock.instant(),
                proven,
                Optional.empty()));
    }

    /** The same session under new secrets, after its holder proved anew who he is; it does not last longer for that. */
    public Opened renew(Session session, Proven proven) {
        open.asMap().values().removeIf(other -> other.id().equals(session.id()));
        return opened(new Session(
                session.id(),
                session.caller(),
                session.name(),
                letters(SECRET_BYTES),
                session.opened(),
                proven,
                session.acting()));
    }

    /** The same person, from now on in the record of this patient and in this name, under new secrets. */
    public Opened about(Session session, Requester requester, String patient, Acting acting) {
        return about(session, requester, patient, Optional.of(acting));
    }

    /** The same person, from now on in his own record again. */
    public Opened back(Session session, Requester himself) {
        return about(session, himself, himself.subject(), Optional.empty());
    }

    private Opened about(Session session, Requester requester, String patient, Optional<Acting> acting) {
        var caller = session.caller();
        var other = new Caller(requester, caller.purposes(), caller.scopes(), Optional.of(patient));
        return opened(new Session(
                letters(ID_BYTES),
                other,
                session.name(),
                letters(SECRET_BYTES),
                session.opened(),
                session.proven(),
                acting));
    }

    private Opened opened(Session session) {
        var secret = letters(SECRET_BYTES);
        open.put(Sha256.of(secret), session);
        return new Opened(secret, session);
    }

    /** Whether it is this user who has signed in there. */
    public boolean isOf(Session session, User user) {
        var requester = new Requester(member, user.patient().orElse(user.id()), user.role());
        return session.caller().requester().equals(requester);
    }

    /** How many places somebody is signed in at. */
    public int count(Requester requester) {
        return (int) of(requester).count();
    }

    /** Signs somebody out wherever he is signed in; how many places there were. */
    public int closeAll(Requester requester) {
        var ids = of(requester).map(Session::id).collect(Collectors.toUnmodifiableSet());
        close(ids);
        return ids.size();
    }

    private Stream<Session> of(Requester requester) {
        var now = clock.instant();
        open.cleanUp();
        return open.asMap().values().stream()
                .filter(session -> session.caller().requester().equals(requester)
                        && now.isBefore(session.opened().plus(LONGEST)));
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

    /** Ends the sessions of these ids. */
    public void close(Set<String> ids) {
        open.asMap().values().removeIf(session -> ids.contains(session.id()));
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
