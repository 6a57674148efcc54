package org.healthsphere.keys.sealing;

import java.time.Duration;
import java.time.Instant;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * How far the time on an envelope may be from ours.
 *
 * @param age how long it may have been on its way
 * @param skew how far the sender's clock may be ahead
 */
public record Freshness(Duration age, Duration skew) {
    /** For requests that somebody waits for. */
    public static final Freshness PROMPT = new Freshness(Duration.ofMinutes(2), Duration.ofSeconds(30));

    Outcome<Instant> check(Instant issuedAt, Instant now) {
        if (issuedAt.isBefore(now.minus(age))) {
            return Outcome.failed(new Fault.Unauthenticated("the envelope is too old"));
        }
        return issuedAt.isAfter(now.plus(skew))
                ? Outcome.failed(new Fault.Unauthenticated("the envelope is from the future: compare the clocks"))
                : Outcome.of(issuedAt);
    }

    /** When an envelope of that time is too old for certain. */
    Instant end(Instant issuedAt) {
        return issuedAt.plus(age);
    }
}
