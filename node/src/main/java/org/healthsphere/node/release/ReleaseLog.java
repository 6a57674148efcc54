package org.healthsphere.node.release;

import java.util.Optional;
import org.healthsphere.specs.Outcome;

/** Where the gate says what it does, before anybody else learns of it. */
@FunctionalInterface
public interface ReleaseLog {
    /** Takes the entry down; a fault keeps the release back. */
    Outcome<Entry> write(Entry entry);

    /**
     * One decision of the gate.
     *
     * @param what resource, or type that was searched: never content
     * @param patient whose compartment it is about, if one
     * @param released how many resources leave; 0: nothing
     * @param consent the directive that decided, if one
     * @param ground why nothing leaves, for audit only
     */
    record Entry(
            Access access,
            Action action,
            String what,
            Optional<String> patient,
            int released,
            Optional<String> consent,
            Optional<String> ground) {}

    /** The ways out of a node. */
    enum Action {
        READ,
        HISTORY,
        SEARCH,
        /** To another member. */
        NETWORK
    }
}
