package org.healthsphere.node.store.ignite;

import java.time.Duration;
import org.healthsphere.node.cluster.Consensus;

/** A store that is one of several copies, with what keeps it one. */
public final class CopiedStore implements AutoCloseable {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final IgniteResourceStore store;
    private final SharedJournal journal;

    CopiedStore(IgniteResourceStore store, SharedJournal journal) {
        this.store = store;
        this.journal = journal;
    }

    public IgniteResourceStore store() {
        return store;
    }

    public Consensus consensus() {
        return journal.consensus();
    }

    /** Lets readers see what is settled, for as long as this process takes part; the caller gives the thread. */
    public void follow() {
        journal.follow();
    }

    /** Waits until readers see this commit, but no longer than so; whether they do. */
    public boolean awaitSeen(long change, Duration patience) {
        try {
            return journal.seen().await(change, patience);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits for ever until readers see this commit, or would if {@link IgniteResourceStore#endErasures} had named who derives from
     * the store; false when this process takes part no longer.
     */
    public boolean awaitOpening(long change) {
        while (!journal.isUpTo(change) && !consensus().isClosed()) {
            var _ = awaitSeen(change, A_MOMENT);
        }
        return !consensus().isClosed();
    }

    /** Whether what was agreed on could not be read or written here: only a new start helps. */
    public boolean isBroken() {
        return journal.isBroken() || !store.available();
    }

    @Override
    public void close() {
        consensus().close();
        store.close();
    }
}
