package org.healthsphere.node.web.page;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.node.access.Session;
import org.healthsphere.specs.Bytes;

/**
 * Random names for what may not stand in an address, and for what may be done only once.
 *
 * <p>A handle is good for the session it was given to, and for a limited time.
 */
public final class Handles<T> {
    private static final int BYTES = 16;
    private static final int MOST = 50_000;

    private final Duration life;
    private final SecureRandom random;
    private final InstantSource clock;
    private final Cache<String, Held<T>> held;

    private record Held<T>(String session, T value, Instant until) {}

    public Handles(Duration life, SecureRandom random, InstantSource clock) {
        this(life, MOST, random, clock);
    }

    /** For what is large: of more than so many, some are forgotten. */
    public Handles(Duration life, int most, SecureRandom random, InstantSource clock) {
        this.held = Caffeine.newBuilder().maximumSize(most).executor(Runnable::run).build();
        this.life = life;
        this.random = random;
        this.clock = clock;
    }

    public String give(Session session, T value) {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var handle = Bytes.of(bytes).base64url();
        held.put(handle, new Held<>(session.id(), value, clock.instant().plus(life)));
        return handle;
    }

    public Optional<T> find(Session session, String handle) {
        return Optional.ofNullable(held.getIfPresent(handle)).flatMap(h -> valid(session, h));
    }

    /** Gives up the handle: of several who take it at once, one gets the value. */
    public Optional<T> take(Session session, String handle) {
        return find(session, handle)
                .flatMap(_ -> Optional.ofNullable(held.asMap().remove(handle)).map(Held::value));
    }

    /** Until when a handle given now is good. */
    public Instant until() {
        return clock.instant().plus(life);
    }

    private Optional<T> valid(Session session, Held<T> h) {
        return h.session().equals(session.id()) && clock.instant().isBefore(h.until())
                ? Optional.of(h.value())
                : Optional.empty();
    }
}
