package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ObservedLedgerTest {
    @TempDir
    private Path folder;

    private final List<LedgerEvent> seen = new ArrayList<>();

    @Test
    void the_observer_sees_every_event_that_is_read_before_the_reader_does() {
        var network = new TestNetwork(folder);
        var north = network.hospital("north");
        var observed = new ObservedLedger(network.founder, seen::add);
        var first = observed.eventsFrom(0).orElseThrow();
        assertThat(seen).isEqualTo(first).hasSize(1);
        var suspended = observed.submit(new SuspendMember(north.identity.id())).orElseThrow();
        assertThat(seen).as("what is written is not read yet").hasSize(1);
        assertThat(observed.awaitFrom(1, Duration.ofSeconds(5))).isEqualTo(Outcome.of(List.of(suspended)));
        assertThat(seen).containsExactly(first.getFirst(), suspended);
    }

    @Test
    void a_ledger_that_cannot_be_reached_shows_the_observer_nothing() {
        var network = new TestNetwork(folder);
        network.say(TestNetwork.admission(new NodeId("north"), "{}"));
        try (var observed = new ObservedLedger(new Unreachable(network.founder), seen::add)) {
            assertThat(observed.eventsFrom(0)).isEqualTo(Outcome.failed(Unreachable.FAULT));
            assertThat(observed.awaitFrom(0, Duration.ZERO)).isEqualTo(Outcome.failed(Unreachable.FAULT));
            assertThat(observed.head()).isEqualTo(Outcome.failed(Unreachable.FAULT));
            assertThat(observed.mode()).isEqualTo(LedgerMode.IN_MEMORY);
        }
        assertThat(seen).isEmpty();
    }
}
