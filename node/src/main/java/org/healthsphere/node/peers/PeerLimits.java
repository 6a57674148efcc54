package org.healthsphere.node.peers;

import java.time.Duration;

/**
 * How much one member may cost another.
 *
 * @param largestMessage bytes of a message, either way
 * @param concurrent messages that are answered, or asked of one member, at once
 * @param failures after so many failures to connect in a row a member is left alone
 * @param pause for so long
 * @param hedge after so long without an answer the same message goes to the member once more, over a connection of its own: the first
 *     may hang on one that is dead and does not know it
 */
public record PeerLimits(int largestMessage, int concurrent, int failures, Duration pause, Duration hedge) {
    private static final Duration HEDGE = Duration.ofSeconds(1);

    public static final PeerLimits DEFAULT = new PeerLimits(64 * 1024 * 1024, 32, 5, Duration.ofSeconds(10));

    public PeerLimits(int largestMessage, int concurrent, int failures, Duration pause) {
        this(largestMessage, concurrent, failures, pause, HEDGE);
    }

    public PeerLimits {
        if (largestMessage < 1 || concurrent < 1 || failures < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("limits of at least one");
        }
    }
}
