package org.healthsphere.node.cluster;

/** What a candidate or a head knows of one other process. Guarded by the lock of its {@link Consensus}. */
final class Progress {
    static final long NEVER = Long.MIN_VALUE / 2;

    /** A candidate's question has gone out; what was answered. */
    boolean asked;

    boolean granted;

    /** The next commit that it is sent, and the newest that it has for certain. */
    long next = 1;

    long match;
    long applied;
    /** The next key that it is sent. */
    int nextKey = 1;
    /** When it was last sent something, and when that was sent which it last answered. */
    long sentAt = NEVER;

    long heardAt = NEVER;
    /** The same of answers that count: of a process that knows what it had acknowledged. */
    long answered = NEVER;
    /** Since when it is known that it lost that; {@link #NEVER} when it has not. */
    long freshAt = NEVER;
    /** It did not answer: it is asked at the pace of heartbeats only. */
    boolean silent;
    /** It lacks commits that nobody has any more. */
    boolean lost;

    void canvassed() {
        asked = false;
        granted = false;
    }

    void followed(long last) {
        next = last + 1;
        match = 0;
        applied = 0;
        nextKey = 1;
        sentAt = NEVER;
        heardAt = NEVER;
        answered = NEVER;
        freshAt = NEVER;
        silent = false;
        lost = false;
    }
}
