package org.healthsphere.node.release;

import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Outcome;

/** Where the gate says what it does, before anybody else learns of it. */
@FunctionalInterface
public interface ReleaseLog {
    /** Takes the entries of one release down; a fault keeps it back. */
    Outcome<List<Entry>> write(List<Entry> entries);

    /** Takes one entry down. */
    default Outcome<Entry> write(Entry entry) {
        return write(List.of(entry)).map(List::getFirst);
    }

    /**
     * One decision of the gate.
     *
     * @param what the resource, the type that was searched, or the types that are released: never content
     * @param patient whose compartment it is about, if one
     * @param released how many resources leave; 0: nothing
     * @param consent the directive that decided, if one
     * @param ground why nothing leaves, for audit only
     */
    record Entry(
            Access access,
            Action action,
            List<String> what,
            Optional<String> patient,
            int released,
            Optional<String> consent,
            Optional<String> ground) {
        public Entry {
            what = List.copyOf(what);
        }
    }

    /** The ways out of a node. */
    enum Action {
        READ,
        HISTORY,
        SEARCH,
        /** Whether the condition of a write is met. */
        MATCH,
        /** In bulk, to a program. */
        EXPORT,
        /** To a subscriber, when it happened. */
        NOTIFY,
        /** To another member. */
        NETWORK,
        /** The patient is shown what a consent would change; nothing leaves. */
        PREVIEW
    }
}
