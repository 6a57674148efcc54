package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.LedgerHead;
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
        var observed = new ObservedLedger(network.founder, seen::add, Optional::empty);
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
        try (var observed = new ObservedLedger(new Unreachable(network.founder), seen::add, Optional::empty)) {
            assertThat(observed.eventsFrom(0)).isEqualTo(Outcome.failed(Unreachable.FAULT));
            assertThat(observed.awaitFrom(0, Duration.ZERO)).isEqualTo(Outcome.failed(Unreachable.FAULT));
            assertThat(observed.head()).isEqualTo(Outcome.failed(Unreachable.FAULT));
            assertThat(observed.mode()).isEqualTo(LedgerMode.IN_MEMORY);
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void while_the_ledger_is_in_doubt_no_word_on_its_head_is_newer_than_the_doubt() {
        var network = new TestNetwork(folder);
        var _ = network.hospital("north");
        var doubt = new AtomicReference<Optional<Instant>>(Optional.empty());
        var observed = new ObservedLedger(network.founder, seen::add, doubt::get);
        var since = network.clock.instant();
        assertThat(observed.head()).isEqualTo(network.founder.head());
        doubt.set(Optional.of(since));
        network.clock.advance(Duration.ofSeconds(9));
        var head = network.founder.head().orElseThrow();
        assertThat(observed.head()).isEqualTo(Outcome.of(new LedgerHead(head.height(), head.hash(), since)));
        assertThat(observed.hashAt(0)).isEqualTo(network.founder.hashAt(0)).isPresent();
        doubt.set(Optional.empty());
        assertThat(observed.head()).isEqualTo(network.founder.head());
    }
}
