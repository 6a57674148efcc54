package org.healthsphere.node.demo;

import java.util.List;

/** What happened in the demo; its JSON is what {@code hie demo --json} prints. Nothing in it is set, everything measured. */
public record DemoReport(
        int members,
        int patients,
        int sharedPatients,
        long resources,
        Messages messages,
        Query query,
        Revocation revocation,
        boolean staleLedgerDenied,
        Research research,
        Verified verified,
        double seconds) {

    /** What the hospitals' own systems sent, over all of them. */
    public record Messages(long received, long stored, long quarantined) {}

    /**
     * The clinician's question.
     *
     * @param merged items of the merged record
     * @param receipts signed receipts that came with it
     */
    public record Query(List<Site> sites, int merged, int receipts) {
        public Query {
            sites = List.copyOf(sites);
        }
    }

    /** One member's part in it. */
    public record Site(String member, String status, int resources, long ms) {}

    /**
     * The end of a consent.
     *
     * @param ledgerMs until it was on the ledger
     * @param deniedMs until the custodian denied, counted from the same moment
     */
    public record Revocation(long ledgerMs, long deniedMs) {}

    /**
     * The researcher's question.
     *
     * @param released the number as it was released, or {@code suppressed}
     * @param budgetSpent epsilon
     */
    public record Research(int sites, String released, double budgetSpent) {}

    /**
     * What was checked offline.
     *
     * @param logProofs proofs that logs have a receipt and a consent, signed for by two members
     */
    public record Verified(int receipts, int logProofs, long ledgerBlocks, long auditEntries, boolean tamperDetected) {}
}
