package org.healthsphere.node.peers;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Leaves a member alone for a while that could not be reached several times in a row, so that nobody waits for it.
 *
 * <p>After the pause one request is let through; its fate decides.
 */
public final class Breaker {
    private final int threshold;
    private final Duration pause;
    private final InstantSource clock;
    private int failures;
    private Optional<Instant> until = Optional.empty();

    public Breaker(PeerLimits limits, InstantSource clock) {
        this.threshold = limits.failures();
        this.pause = limits.pause();
        this.clock = clock;
    }

    /** Whether to try. Who was told so says how it went. */
    public synchronized boolean allows() {
        var now = clock.instant();
        if (until.isEmpty()) {
            return true;
        }
        if (now.isBefore(until.get())) {
            return false;
        }
        // The others wait for what becomes of this one.
        until = Optional.of(now.plus(pause));
        return true;
    }

    public synchronized void connected() {
        failures = 0;
        until = Optional.empty();
    }

    public synchronized void unreachable() {
        failures++;
        if (failures >= threshold) {
            until = Optional.of(clock.instant().plus(pause));
        }
    }
}
