package org.healthsphere.consent.fabric;

import org.healthsphere.consent.LedgerMode;

/** Who puts the transactions of a network in order. */
public enum Ordering {
    /** One orderer: its loss stops the network until it is back. */
    RAFT_1(1, LedgerMode.FABRIC_RAFT),
    /** Three orderers, of which one may be lost. */
    RAFT_3(3, LedgerMode.FABRIC_RAFT),
    /** Four orderers, of which one may be lost, or lie. */
    BFT_4(4, LedgerMode.FABRIC_BFT);

    private final int orderers;
    private final LedgerMode mode;

    Ordering(int orderers, LedgerMode mode) {
        this.orderers = orderers;
        this.mode = mode;
    }

    public int orderers() {
        return orderers;
    }

    /** What a ledger of this kind is, and guarantees. */
    public LedgerMode mode() {
        return mode;
    }

    boolean isByzantine() {
        return mode == LedgerMode.FABRIC_BFT;
    }
}
