package org.healthsphere.node.transparency;

import java.util.Optional;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceStore;
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

    Optional<SignedCheckpoint> of(String log) {
        return store.mark(SPACE, log)
                .flatMap(kept -> SignedCheckpoint.decode(kept) instanceof Outcome.Success<SignedCheckpoint>(var read)
                        ? Optional.of(read)
                        : Optional.empty());
    }
}
