package org.healthsphere.federation.research;

/**
 * On which terms a question is put, beside its epsilon.
 *
 * @param threshold a released number below it is suppressed
 * @param quorum the fewest members that may answer together
 * @param colluders how many members may pool what they know before the noise falls below what is promised
 */
public record Terms(int threshold, int quorum, int colluders) {
    static final int MOST = 1000;

    public Terms {
        if (threshold < 0 || quorum < 1 || colluders < 0 || threshold > MOST || quorum > MOST || colluders > MOST) {
            throw new IllegalArgumentException("threshold and colluders from 0, quorum from 1, to " + MOST);
        }
    }

    /** How many shares of noise add up to the whole, when so many members take part. */
    public int honest(int members) {
        return Math.max(1, members - colluders);
    }
}
