package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import org.healthsphere.consent.ConsentLedgerContract;
import org.junit.jupiter.api.Test;

@NeedsFabric
class FabricNetworkIT {
    @Test
    void what_one_hospital_writes_another_reads_at_its_own_peer() {
        try (var channel = TestFabric.of(Ordering.RAFT_1).channel()) {
            var event = channel.settled(NORTH)
                    .submit(ConsentLedgerContract.admission(NORTH))
                    .orElseThrow();
            assertThat(channel.client(SOUTH).eventsFrom(0).orElseThrow()).containsExactly(event);
        }
    }
}
