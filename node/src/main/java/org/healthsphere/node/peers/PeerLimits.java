package org.healthsphere.node.peers;

import java.time.Duration;

/**
 * How much one member may cost another.
 *
 * @param largestMessage bytes of a message, either way
 * @param concurrent messages that are answered, or asked of one member, at once
 * @param failures after so many failures to connect in a row a member is left alone
 * @param pause for so long
 * @param hedge when the same message goes to the member once more, over a connection of its own: the first may hang on one that is dead and
 *     does not know it
 */
public record PeerLimits(int largestMessage, int concurrent, int failures, Duration pause, Hedge hedge) {
    public static final PeerLimits DEFAULT = new PeerLimits(64 * 1024 * 1024, 32, 5, Duration.ofSeconds(10));

    /**
     * After how long, by how long the member took lately ({@link AnswerTimes}).
     *
     * @param least also when it is always faster
     * @param unknown as long as little is known of it
     * @param most also when it is always slower, and for what costs it more than other messages
     */
    public record Hedge(Duration least, Duration unknown, Duration most) {
        public static final Hedge USUAL =
                new Hedge(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(3));

        public Hedge {
            if (!least.isPositive() || least.compareTo(unknown) > 0 || unknown.compareTo(most) > 0) {
                throw new IllegalArgumentException("the least comes before the most");
            }
        }
    }

    public PeerLimits(int largestMessage, int concurrent, int failures, Duration pause) {
        this(largestMessage, concurrent, failures, pause, Hedge.USUAL);
    }

    public PeerLimits {
        if (largestMessage < 1 || concurrent < 1 || failures < 1 || pause.isNegative()) {
            throw new IllegalArgumentException("limits of at least one");
        }
    }
}
