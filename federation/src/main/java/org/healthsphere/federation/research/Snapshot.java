package org.healthsphere.federation.research;

/**
 * What a member's answer rests on.
 *
 * @param storeChange the newest change of its records that changed what research could find in them
 * @param consentHeight the height of the ledger since which what its patients allow research has been what it is now
 */
public record Snapshot(long storeChange, long consentHeight) {
    public Snapshot {
        if (storeChange < 0 || consentHeight < 0) {
            throw new IllegalArgumentException("changes and blocks are counted from 0");
        }
    }
}
