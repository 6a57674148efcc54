package org.healthsphere.consent.fabric;

import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.DifferentialContract;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;

@NeedsFabric
class FabricDifferentialIT {
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
    abstract static class Ledger implements DifferentialContract {
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
    }
}
