package org.healthsphere.consent.fabric;

import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.GovernanceContract;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.PatientWordsContract;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

/** What every consent ledger owes, on real Fabric networks: four hospitals, each test on a channel of its own. */
@NeedsFabric
class FabricConsentLedgerIT {
    @Nested
    class WithRaft extends Ledger {
        WithRaft() {
            super(Ordering.RAFT_1);
        }
    }

    @Nested
    class WithBft extends Ledger {
        WithBft() {
            super(Ordering.BFT_4);
        }
    }

    @NeedsFabric
    abstract static class Ledger implements PatientWordsContract, GovernanceContract {
        private final Ordering ordering;
        private TestChannel channel;

        Ledger(Ordering ordering) {
            this.ordering = ordering;
        }

        @BeforeEach
        void open() {
            channel = TestFabric.of(ordering).channel();
        }

        @AfterEach
        void close() {
            channel.close();
        }

        @Override
        public ConsentLedger ledger(NodeId member) {
            return channel.settled(member);
        }

        @Override
        public LedgerMode mode() {
            return ordering.mode();
        }
    }
}
