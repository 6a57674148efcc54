package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
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
        private static final Duration ARRIVAL = Duration.ofSeconds(20);

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

        /** It takes as many together as come, and makes a block of them; each waits for its block. */
        @Override
        public int atOnce() {
            return 24;
        }

        @Override
        public ConsentLedger ledger(NodeId member) {
            return channel.client(member);
        }

        @Override
        public void settle(long height) throws IOException {
            for (var member : TestFabric.HOSPITALS) {
                assertThat(Waiting.until(
                                () -> height < 0
                                        || !channel.client(member)
                                                .eventsFrom(height)
                                                .orElseThrow()
                                                .isEmpty(),
                                ARRIVAL))
                        .isTrue();
            }
        }
    }
}
