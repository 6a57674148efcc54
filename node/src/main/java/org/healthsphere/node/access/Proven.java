package org.healthsphere.node.access;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How and when somebody last proved who he is.
 *
 * @param passkey the one that he did it with
 */
public record Proven(Way way, Instant at, Optional<String> passkey) {
    /** For how long it counts for what asks for a fresh proof. */
    public static final Duration FRESH = Duration.ofMinutes(10);

    /** By what. */
    public enum Way {
        PASSWORD,
        PASSKEY,
        /** At the hospital's OpenID provider. */
        PROVIDER
    }

    public static Proven by(Way way, Instant at) {
        return new Proven(way, at, Optional.empty());
    }

    public static Proven by(String passkey, Instant at) {
        return new Proven(Way.PASSKEY, at, Optional.of(passkey));
    }

    /** Whether it is so recent that nobody else is likely to sit there now. */
    public boolean isFresh(Instant now) {
        return now.isBefore(at.plus(FRESH));
    }

    @Override
    public String toString() {
        return "Proven[" + way + ", " + at + "]";
    }
}
