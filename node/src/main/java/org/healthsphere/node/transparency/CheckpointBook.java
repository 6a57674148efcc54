package org.healthsphere.node.transparency;

import java.util.Optional;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** What was signed last, by log; it survives the process. Who forgot it could be shown another past. */
final class CheckpointBook {
    static final String EVENTS = "events";
    static final String RECEIPTS = "receipts";

    private static final String SPACE = "checkpoint";

    private final ResourceStore store;

    CheckpointBook(ResourceStore store) {
        this.store = store;
    }

    /** The log of another member's receipts. */
    static String receiptsOf(NodeId member) {
        return "receipts/" + member.value();
    }

    void keep(String log, SignedCheckpoint checkpoint) {
        store.putMark(new Mark(SPACE, log, checkpoint.encoded()));
    }

    /** Nothing where nothing was signed yet; a fault, in words for the operator, where it was and cannot be read. */
    Outcome<Optional<SignedCheckpoint>> of(String log) {
        return store.mark(SPACE, log)
                .map(kept -> SignedCheckpoint.decode(kept).map(Optional::of))
                .map(read -> read instanceof Outcome.Failure<?> ? unreadable(log) : read)
                .orElseGet(() -> Outcome.of(Optional.empty()));
    }

    private static Outcome<Optional<SignedCheckpoint>> unreadable(String log) {
        return Outcome.failed(new Fault.Conflict(
                ("what members signed last of it (%s/%s in the node's folder 'store') cannot be read;"
                                + " start the release that wrote it, or bring the node back from a backup with 'hie restore'")
                        .formatted(SPACE, log)));
    }
}
