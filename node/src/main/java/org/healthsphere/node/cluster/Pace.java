package org.healthsphere.node.cluster;

import java.time.Duration;

/**
 * How long the processes of a node wait for each other.
 *
 * @param heartbeat how often the head is heard at least
 * @param lease how long after a majority has last heard it the head may answer
 * @param patience how long nobody stands against a head that was heard; longer than the lease, since clocks differ in their pace
 */
public record Pace(Duration heartbeat, Duration lease, Duration patience) {
    public static final Pace USUAL =
            new Pace(Duration.ofMillis(200), Duration.ofMillis(1_200), Duration.ofMillis(1_600));

    public Pace {
        if (heartbeat.multipliedBy(2).compareTo(lease) > 0
                || lease.multipliedBy(6).compareTo(patience.multipliedBy(5)) > 0) {
            throw new IllegalArgumentException("a lease has two heartbeats, and ends well before the patience");
        }
    }
}
