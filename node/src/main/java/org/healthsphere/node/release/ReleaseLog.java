package org.healthsphere.node.release;

import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

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
     */
    record Entry(
            Access access, Action action, List<String> what, Optional<String> patient, int released, Grounds grounds) {
        public Entry {
            what = List.copyOf(what);
        }
    }

    /**
     * On what it rests, for audit and receipt.
     *
     * @param consent the directive that decided, if one
     * @param denied why nothing leaves, if that was decided
     * @param height of the ledger that was known at least
     * @param released SHA-256 of the names and versions of what leaves
     */
    record Grounds(Optional<String> consent, Optional<Ground> denied, long height, Sha256 released) {}

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
