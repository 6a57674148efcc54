package org.healthsphere.federation.research;

/**
 * What a member's answer rests on.
 *
 * @param storeChange the newest change of its records
 * @param consentHeight the newest block of the ledger that decided whose consent counts
 */
public record Snapshot(long storeChange, long consentHeight) {
    public Snapshot {
        if (storeChange < 0 || consentHeight < 0) {
            throw new IllegalArgumentException("changes and blocks are counted from 0");
        }
    }
}
