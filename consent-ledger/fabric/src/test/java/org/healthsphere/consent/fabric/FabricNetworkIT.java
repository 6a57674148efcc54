package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is true of a network of processes, beside what every ledger owes. */
@NeedsFabric
class FabricNetworkIT {
    private static final Duration RECOVERY = Duration.ofSeconds(60);

    private TestFabric fabric;
    private FabricNetwork network;
    private TestChannel channel;
    private PatientApp patient;

    @BeforeEach
    void open() {
        fabric = TestFabric.of(Ordering.RAFT_1);
        network = fabric.network();
        channel = fabric.channel();
        for (var member : List.of(NORTH, SOUTH, EAST)) {
            put(NORTH, ConsentLedgerContract.admission(member));
        }
        patient = new PatientApp(NORTH);
        put(NORTH, patient.registration());
    }

    @AfterEach
    void close() throws IOException {
        network.start();
        channel.close();
    }

    @CanIgnoreReturnValue
    private LedgerEvent put(NodeId member, Directive directive) {
        return channel.settled(member).submit(directive).orElseThrow();
    }

    /** Until the ledger is there again, and no longer than a minute. */
    @CanIgnoreReturnValue
    private LedgerEvent putInTime(ConsentLedger ledger, Directive directive) throws IOException {
        var last = new Object() {
            Outcome<LedgerEvent> outcome = Outcome.failed(new Fault.Unavailable("nothing was tried"));
        };
        assertThat(Waiting.until(
                        () -> {
                            last.outcome = ledger.submit(directive);
                            return last.outcome instanceof Outcome.Success;
                        },
                        RECOVERY))
                .as("%s", last.outcome)
                .isTrue();
        return last.outcome.orElseThrow();
    }

    @Test
    void with_one_hospital_away_the_others_grant_and_anybody_revokes() throws IOException {
        var before = patient.grant();
        put(NORTH, before);
        network.kill("peer.east");
        var grant = patient.grant();
        var granted = putInTime(channel.client(NORTH), grant);
        assertThat(granted.directive()).isEqualTo(grant);
        putInTime(channel.client(SOUTH), patient.revoke(before.id()));
        network.start("peer.east");
        assertThat(Waiting.until(
                        () -> channel.client(EAST).eventsFrom(granted.height())
                                        instanceof Outcome.Success<List<LedgerEvent>>(var events)
                                && events.stream().anyMatch(event -> event.directive() instanceof Directive.Revoke),
                        RECOVERY))
                .isTrue();
    }

    @Test
    void a_hospital_all_of_whose_neighbours_are_away_hears_of_no_head_and_reads_what_it_has() throws IOException {
        var north = channel.client(NORTH);
        var head = north.head().orElseThrow();
        for (var other : List.of("peer.south", "peer.east", "peer.west")) {
            network.kill(other);
        }
        assertThat(north.head())
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Unavailable.class));
        assertThat(north.eventsFrom(0).orElseThrow()).hasSize(4);
        network.start();
        assertThat(Waiting.until(() -> north.head() instanceof Outcome.Success<?>, RECOVERY))
                .isTrue();
        assertThat(north.head().orElseThrow().height()).isEqualTo(head.height());
        putInTime(north, patient.grant());
    }

    @Test
    void what_was_acknowledged_is_there_after_every_process_was_killed() throws IOException {
        var grant = patient.grant();
        var event = put(NORTH, grant);
        for (var name : network.processes()) {
            network.kill(name);
            assertThat(network.isRunning(name)).isFalse();
        }
        var again = FabricNetwork.open(fabric.folder(), TestFabric.machinery(), TestFabric.TOOLS);
        again.start();
        var north = channel.client(NORTH);
        var amended = putInTime(north, patient.amend(grant, 2, Set.of(PurposeOfUse.TREAT)));
        assertThat(north.eventsFrom(event.height()).orElseThrow()).containsExactly(event, amended);
    }

    @Test
    void terms_are_at_their_custodians_peer_alone_and_in_no_block_or_log() throws IOException {
        var marked = "terms-that-nobody-else-may-have-" + patient.token(8);
        put(NORTH, patient.grant().withTerms(Bytes.utf8(marked)));
        var data = fabric.folder().resolve("hospitals");
        assertThat(holds(data.resolve("north/peer/data"), marked)).isTrue();
        assertThat(holds(fabric.folder().resolve("ordering"), marked)).isFalse();
        assertThat(holds(fabric.folder().resolve("logs"), marked)).isFalse();
        for (var other : List.of("north", "south", "east", "west")) {
            assertThat(holds(data.resolve(other).resolve("peer/data/ledgersData/chains"), marked))
                    .as("blocks of " + other)
                    .isFalse();
            assertThat(!other.equals("north")
                            && holds(data.resolve(other).resolve("peer/data/ledgersData/pvtdataStore"), marked))
                    .as("private values of " + other)
                    .isFalse();
        }
    }

    private static boolean holds(Path folder, String text) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(text)) {
                    return true;
                }
            }
        }
        return false;
    }
}
