package org.healthsphere.node.cluster;

import org.healthsphere.specs.Bytes;

/** What comes of a {@link Request}. */
public sealed interface Reply {
    /** Whether the candidate may lead. */
    record Vote(long term, boolean granted) implements Reply {}

    /**
     * What comes of the head's word.
     *
     * @param taken whether it has all of it now, durably
     * @param last the newest commit that it has and that may follow on what the head has
     * @param applied the newest commit that its readers see
     * @param nextKey the first key that it has yet to be sent
     * @param whole whether it knows what it ever acknowledged; else its word counts for nothing yet
     */
    record Appended(long term, boolean taken, long last, long applied, int nextKey, boolean whole) implements Reply {}

    /**
     * How far a reader must see.
     *
     * @param settled the newest commit of a majority; negative from who is not the head
     */
    record Looked(long settled) implements Reply {}

    /**
     * What comes of what was handed over.
     *
     * @param done whether the head has taken it in
     */
    record Taken(boolean done) implements Reply {}

    /** Bytes of the log of who saw what; none when there are no more. */
    record Said(Bytes noted) implements Reply {}

    /** What a process says of itself. */
    record Introduced(Bytes card) implements Reply {}
}
