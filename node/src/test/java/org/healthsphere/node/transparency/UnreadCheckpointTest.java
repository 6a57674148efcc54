package org.healthsphere.node.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.Decision;
import org.healthsphere.node.network.TestNetwork;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.node.transparency.Alarms.Alarm;
import org.healthsphere.node.transparency.Alarms.Subject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that cannot read what it signed last does not act as if it had never signed. */
class UnreadCheckpointTest {
    private static final Bytes DAMAGED = Bytes.utf8("damaged");

    @TempDir
    private Path folder;

    private TestNetwork network;
    private final Map<NodeId, LogKeeper> members = new HashMap<>();
    private LogKeeper north;
    private LogKeeper south;

    @BeforeEach
    void two_hospitals_that_have_signed() {
        network = new TestNetwork(folder);
        var n = network.hospital("north");
        var s = network.hospital("south");
        network.publish();
        north = new LogKeeper(network, members, n, new InMemoryResourceStore(network.clock), List.of());
        south = new LogKeeper(network, members, s, new InMemoryResourceStore(network.clock), List.of());
        north.logs.issued(Bytes.utf8("a receipt"));
        rounds();
        assertThat(north.logs.eventsState().cosigned()).isPresent();
        assertThat(north.logs.receiptsState().cosigned()).isPresent();
    }

    private void rounds() {
        for (var member : List.copyOf(members.values())) {
            member.follow();
            member.cosigning.round();
        }
    }

    private LogKeeper damaged(LogKeeper whose, String log) {
        assertThat(whose.store.mark("checkpoint", log)).isPresent();
        whose.store.putMark(new Mark("checkpoint", log, DAMAGED));
        return whose.again(List.of());
    }

    private Alarm alarm(Subject subject, String about, String log) {
        return new Alarm(
                subject,
                new NodeId(about),
                "what members signed last of it (checkpoint/" + log + " in the node's folder 'store') cannot be read;"
                        + " start the release that wrote it, or bring the node back from a backup with 'hie restore'",
                network.clock.instant());
    }

    @Test
    void of_the_ledgers_log_it_denies_signs_nothing_and_keeps_what_it_cannot_read() {
        var again = damaged(north, CheckpointBook.EVENTS);
        var alarm = alarm(Subject.LEDGER, "north", "events");
        assertThat(again.logs.alarms().standing()).as("from the start").containsExactly(alarm);
        rounds();
        network.clock.advance(LogKeeper.BOUND.plusMillis(1));
        rounds();
        assertThat(again.logs.alarms().standing()).containsExactly(alarm);
        assertThat(again.logs.alarms().complaint())
                .hasValueSatisfying(words -> assertThat(words).contains("checkpoint/events", "hie restore", "denied"));
        assertThat(again.decide())
                .isInstanceOfSatisfying(
                        Decision.Denied.class,
                        denied -> assertThat(denied.ground()).isEqualTo(Decision.Ground.LEDGER_STALE));
        assertThat(again.logs.eventsState().cosigned()).isEmpty();
        assertThat(again.store.mark("checkpoint", "events")).contains(DAMAGED);
    }

    @Test
    void of_its_own_receipts_it_shows_nothing_new_and_says_so() {
        var again = damaged(north, CheckpointBook.RECEIPTS);
        rounds();
        assertThat(again.logs.alarms().standing()).containsExactly(alarm(Subject.RECEIPTS, "north", "receipts"));
        assertThat(again.logs.receiptsState().cosigned()).isEmpty();
        assertThat(again.logs.eventsState().cosigned()).as("the other log").isPresent();
        assertThat(again.store.mark("checkpoint", "receipts")).contains(DAMAGED);
    }

    @Test
    void of_another_members_receipts_it_signs_nothing_more_and_says_so() {
        var again = damaged(south, "receipts/north");
        north.logs.issued(Bytes.utf8("another receipt"));
        rounds();
        assertThat(again.logs.alarms().standing()).containsExactly(alarm(Subject.RECEIPTS, "north", "receipts/north"));
        assertThat(north.logs
                        .receiptsState()
                        .cosigned()
                        .orElseThrow()
                        .checkpoint()
                        .size())
                .isEqualTo(1);
        assertThat(again.store.mark("checkpoint", "receipts/north")).contains(DAMAGED);
    }
}
