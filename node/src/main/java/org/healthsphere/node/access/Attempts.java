package org.healthsphere.node.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts tries, and locks who tried too often. A try counts before its password is looked at, so that many at the same time
 * are no way around.
 */
public final class Attempts {
    private static final int REMEMBERED = 100_000;

    private final InstantSource clock;
    private final int allowed;
    private final Duration window;
    private final Cache<String, Tries> tries;

    private record Tries(int count, Instant since) {}

    /** So many tries are allowed in a window; then nothing until the window has passed. */
    public Attempts(int allowed, Duration window, InstantSource clock) {
        this.allowed = allowed;
        this.window = window;
        this.clock = clock;
        this.tries = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .executor(Runnable::run)
                .build();
    }

    /** Counts a try; until when there is none left, if so. */
    public Optional<Instant> count(String who) {
        var now = clock.instant();
        var counted = tries.asMap().merge(who, new Tries(1, now), (before, first) -> next(before, first, now));
        return counted.count() > allowed ? Optional.of(counted.since().plus(window)) : Optional.empty();
    }

    /** Whether there is no try left now. */
    public boolean isSpent(String who) {
        return Optional.ofNullable(tries.getIfPresent(who))
                .filter(counted -> counted.count() > allowed
                        && clock.instant().isBefore(counted.since().plus(window)))
                .isPresent();
    }

    void forget(String who) {
        tries.invalidate(who);
    }

    private Tries next(Tries before, Tries first, Instant now) {
        if (!now.isBefore(before.since().plus(window))) {
            return first;
        }
        // The last allowed try starts the window anew: a lock lasts its full time.
        var since = before.count() == allowed ? now : before.since();
        return new Tries(Math.min(before.count() + 1, allowed + 1), since);
    }
}
