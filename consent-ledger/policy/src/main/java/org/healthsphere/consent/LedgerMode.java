package org.healthsphere.consent;

/** What kind of ledger it is, with what it guarantees in words that may be shown to anybody. */
public enum LedgerMode {
    IN_MEMORY("gone on exit; for tests and simulation only"),
    EMBEDDED("tamper-evident; one operator orders; trust is not distributed"),
    FABRIC_RAFT("independent peers validate; ordering survives crashes, not malice"),
    FABRIC_BFT("independent peers validate; ordering survives f malicious of 3f+1 orderers");

    private final String guarantee;

    LedgerMode(String guarantee) {
        this.guarantee = guarantee;
    }

    public String guarantee() {
        return guarantee;
    }
}
