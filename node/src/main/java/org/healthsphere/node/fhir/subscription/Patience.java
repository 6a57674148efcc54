package org.healthsphere.node.fhir.subscription;

import java.time.Duration;

/**
 * How long one goes on with a subscriber who takes nothing.
 *
 * @param attempts so many in a row that fail, and his subscription is in error
 * @param first the pause after the first; each further one is twice as long
 * @param longest but not longer than this
 */
public record Patience(int attempts, Duration first, Duration longest) {
    /** Some ten minutes in all. */
    public static final Patience USUAL = new Patience(10, Duration.ofSeconds(1), Duration.ofMinutes(2));

    Duration after(int failures) {
        var doubled = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return doubled.compareTo(longest) > 0 ? longest : doubled;
    }
}
