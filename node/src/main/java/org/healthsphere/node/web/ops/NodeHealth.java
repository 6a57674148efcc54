package org.healthsphere.node.web.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.LedgerMode;

/**
 * How the node is.
 *
 * @param indexLag changes of the store that the search index does not have yet
 * @param unread members whose cards in the register cannot be read
 * @param revocations how the list of revoked certificates stands
 * @param certificateEnds when the node's certificate runs out
 */
public record NodeHealth(
        Ledger ledger,
        Log log,
        List<String> unread,
        Revocations revocations,
        long indexLag,
        Disk disk,
        Instant certificateEnds,
        Instant up) {
    public NodeHealth {
        unread = List.copyOf(unread);
    }

    /**
     * How the node stands to the ledger.
     *
     * @param viewAge how old the consent view is; beyond the bound the gate denies
     */
    public record Ledger(LedgerMode mode, long height, Duration viewAge, Duration bound) {}

    /**
     * How the log of the ledger's events stands.
     *
     * @param cosigned the age of the newest checkpoint that members signed together
     * @param alarms contradictions between logs that stand, in words
     */
    public record Log(long entries, List<String> signers, Optional<Duration> cosigned, List<String> alarms) {
        public Log {
            signers = List.copyOf(signers);
            alarms = List.copyOf(alarms);
        }
    }

    /**
     * The network authority's list of revoked certificates.
     *
     * @param ends from then on no member is let in; empty where no list is known, and nobody is let in now
     * @param overdue whether a newer one should have come by now
     */
    public record Revocations(Optional<Instant> ends, boolean overdue) {}

    /** The disk of the data folder. */
    public record Disk(long usedBytes, long totalBytes) {
        public int percentUsed() {
            return totalBytes == 0 ? 100 : (int) (usedBytes * 100 / totalBytes);
        }
    }
}
