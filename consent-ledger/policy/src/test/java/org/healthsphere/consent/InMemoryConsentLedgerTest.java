package org.healthsphere.consent;

import java.time.InstantSource;
import org.healthsphere.specs.NodeId;

class InMemoryConsentLedgerTest implements PatientWordsContract, GovernanceContract {
    private final InMemoryConsentLedger network = new InMemoryConsentLedger(InstantSource.system());

    @Override
    public ConsentLedger ledger(NodeId member) {
        return network.seenBy(member);
    }

    @Override
    public LedgerMode mode() {
        return LedgerMode.IN_MEMORY;
    }
}
