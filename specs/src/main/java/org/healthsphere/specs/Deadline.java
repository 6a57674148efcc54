package org.healthsphere.specs;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The moment after which nobody waits for the answer any more. */
public record Deadline(Instant at) {
    public static Deadline in(Duration time, InstantSource clock) {
        return new Deadline(clock.instant().plus(time));
    }

    /** What is left; zero once it has passed. */
    public Duration left(InstantSource clock) {
        var left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean hasPassed(InstantSource clock) {
        return clock.instant().isAfter(at);
    }
}
