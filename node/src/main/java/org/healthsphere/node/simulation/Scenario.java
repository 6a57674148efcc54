package org.healthsphere.node.simulation;

import java.time.Duration;

/**
 * What is simulated.
 *
 * @param members of the network
 * @param patients in it; each is known at some members
 * @param queries that are asked, one after the other
 * @param shares of members that something is wrong with
 * @param deadline of each query
 * @param seed of all chance but that of keys: the same seed, the same faults
 */
public record Scenario(int members, int patients, int queries, Shares shares, Duration deadline, long seed) {
    private static final int LEAST_MEMBERS = 4;
    private static final double MOST_FAULTY = 0.75;

    /**
     * Shares of all members, 0 to 1.
     *
     * @param dead nobody answers there, and nobody says so
     * @param partitioned cut off during the middle third of the queries
     * @param slow forty times as slow as the others
     * @param lossy three messages in ten get lost
     * @param byzantine lies, each in one of five ways
     * @param skewed its clock is five minutes ahead
     */
    public record Shares(double dead, double partitioned, double slow, double lossy, double byzantine, double skewed) {
        public Shares {
            var all = dead + partitioned + slow + lossy + byzantine + skewed;
            var least =
                    Math.min(Math.min(Math.min(dead, partitioned), Math.min(slow, lossy)), Math.min(byzantine, skewed));
            if (!(least >= 0) || !(all <= MOST_FAULTY)) {
                throw new IllegalArgumentException("shares of faulty members are 0 or more, and at most 75 % together");
            }
        }
    }

    public Scenario {
        if (members < LEAST_MEMBERS || patients < 1 || queries < 1 || deadline.toMillis() < 1) {
            throw new IllegalArgumentException("at least four members, a patient, a query and a millisecond");
        }
    }
}
