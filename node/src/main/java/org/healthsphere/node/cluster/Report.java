package org.healthsphere.node.cluster;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How the processes of a node stand, as one of them sees it.
 *
 * @param head who leads, if it is heard
 * @param serving whether this process may answer now: it leads and a majority hears it, or it hears the head
 * @param settled the newest commit of a majority, as far as is known here
 * @param others what is known of them; only the head knows how far they are
 */
public record Report(
        int self, OptionalInt head, boolean serving, long term, long settled, long applied, List<Other> others) {
    public Report {
        others = List.copyOf(others);
    }

    /**
     * Another process.
     *
     * @param present whether it was heard of late
     * @param lost whether it lacks commits that nobody has any more
     * @param behind how many commits it lacks
     */
    public record Other(int member, boolean present, boolean lost, OptionalLong behind) {}

    public boolean leads() {
        return head.isPresent() && head.getAsInt() == self;
    }
}
