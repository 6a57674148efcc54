package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;
import static org.healthsphere.consent.GovernanceContract.WEST;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.embedded.ChannelVerifier;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An identity is taken back, or a whole hospital goes, while the others go on; the channel holds offline afterwards. */
@NeedsFabric
class WithdrawalIT {
    private static final String CHANNEL = "consent";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(90);

    private final Passphrase passphrase = Passphrase.of("test passphrase");

    @TempDir
    Path folder;

    @BeforeEach
    void alone() {
        TestFabric.end();
    }

    @AfterEach
    void stop() throws IOException {
        network().stop();
    }

    private FabricNetwork network() throws IOException {
        return FabricNetwork.open(folder.resolve("network"), TestFabric.machinery(), TestFabric.TOOLS);
    }

    private FabricNetwork founded(Ordering ordering, List<NodeId> hospitals) throws IOException {
        var network = FabricNetwork.found(
                folder.resolve("network"),
                FabricPlan.local(hospitals, ordering),
                TestFabric.machinery(),
                passphrase,
                TestFabric.TOOLS);
        network.start();
        network.createChannel(CHANNEL);
        try (var channel = new TestChannel(network, CHANNEL, PATIENCE)) {
            for (var member : hospitals) {
                put(channel, NORTH, ConsentLedgerContract.admission(member));
            }
        }
        return network;
    }

    private static void put(TestChannel channel, NodeId member, Directive directive) {
        var _ = channel.settled(member).submit(directive).orElseThrow();
    }

    private static void putInTime(ConsentLedger ledger, Directive directive) throws IOException {
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
    }

    private static void isHeardNoMore(ConsentLedger ledger, PatientApp patient, String consent) throws IOException {
        assertThat(Waiting.until(() -> ledger.eventsFrom(0) instanceof Outcome.Failure, RECOVERY))
                .isTrue();
        assertThat(ledger.check(consent)).isInstanceOf(Outcome.Failure.class);
        assertThat(ledger.head()).isInstanceOf(Outcome.Failure.class);
        assertThat(ledger.submit(patient.grant())).isInstanceOf(Outcome.Failure.class);
        assertThat(ledger.submit(patient.revoke(consent))).isInstanceOf(Outcome.Failure.class);
    }

    private void holds(FabricNetwork network) throws IOException {
        var file = folder.resolve("blocks");
        var height = network.export(SOUTH, CHANNEL, file);
        assertThat(ChannelVerifier.verify(file, network.authorities())
                        .orElseThrow()
                        .blocks())
                .isEqualTo(height);
    }

    private LedgerConnection as(FabricNetwork network, NodeId speaker, NodeId at) throws IOException {
        var own = network.connection(speaker, CHANNEL, PATIENCE);
        var other = network.connection(at, CHANNEL, PATIENCE);
        return new LedgerConnection(own.mode(), other.address(), CHANNEL, other.tls(), own.speaker(), own.patience());
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"RAFT_1"})
    void who_was_taken_back_neither_reads_nor_writes_nor_vouches_until_it_has_new_certificates(Ordering ordering)
            throws Exception {
        var network = founded(ordering, List.of(NORTH, SOUTH, EAST));
        var patient = new PatientApp(SOUTH);
        var granted = patient.grant();
        try (var channel = new TestChannel(network, CHANNEL, PATIENCE)) {
            put(channel, SOUTH, patient.registration());
            put(channel, SOUTH, granted);
            var client = network.connection(SOUTH, CHANNEL, PATIENCE).speaker().certificate();
            refusals(network, client);
            assertThat(network.revoke(SOUTH, client, passphrase)).isEqualTo(Outcome.of(1));
            isHeardNoMore(channel.client(SOUTH), patient, granted.id());
            try (var elsewhere = GatewayConsentLedger.connect(as(network, SOUTH, NORTH), InstantSource.system())) {
                isHeardNoMore(elsewhere, patient, granted.id());
            }
            thePeerOfEastVouchesForNothing(network, channel);
            putInTime(channel.client(NORTH), patient.revoke(granted.id()));
        }
        assertThat(network.renew(Instant.MAX, passphrase, _ -> {}).orElseThrow())
                .containsExactly("north", "south", "east", "ordering", "orderer1");
        try (var channel = new TestChannel(network, CHANNEL, PATIENCE)) {
            putInTime(channel.client(SOUTH), patient.grant());
            network.kill("peer.south");
            assertThat(Waiting.until(() -> channel.client(NORTH).head() instanceof Outcome.Success, RECOVERY))
                    .isTrue();
            network.start("peer.south");
        }
        holds(network);
    }

    /** What nobody takes back here. */
    private void refusals(FabricNetwork network, java.security.cert.X509Certificate client) throws IOException {
        var home = Layout.hospital(folder.resolve("network"), SOUTH);
        assertThat(network.revoke(SOUTH, Administrator.of(home).self().certificate(), passphrase))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.Conflict.class));
        assertThat(network.revoke(NORTH, client, passphrase))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(Fault.NotFound.class));
        assertThat(network.revoke(WEST, client, passphrase))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a hospital of this name in the network")));
    }

    /** With the third hospital away, nobody else is there. */
    private void thePeerOfEastVouchesForNothing(FabricNetwork network, TestChannel channel) throws IOException {
        var peer = Layout.hospital(folder.resolve("network"), EAST)
                .msp(Organization.PEER)
                .self()
                .certificate();
        assertThat(network.revoke(EAST, peer, passphrase)).isEqualTo(Outcome.of(1));
        network.kill("peer.south");
        assertThat(Waiting.until(() -> channel.client(NORTH).head() instanceof Outcome.Failure, RECOVERY))
                .isTrue();
        network.start("peer.south");
        assertThat(Waiting.until(() -> channel.client(NORTH).head() instanceof Outcome.Success, RECOVERY))
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"RAFT_1", "BFT_4"})
    void a_hospital_goes_and_the_others_go_on(Ordering ordering) throws Exception {
        var before = founded(ordering, List.of(NORTH, SOUTH, EAST, WEST));
        var patient = new PatientApp(NORTH);
        var leaver = new PatientApp(WEST);
        var granted = patient.grant();
        var theirs = leaver.grant();
        try (var channel = new TestChannel(before, CHANNEL, PATIENCE)) {
            put(channel, NORTH, patient.registration());
            put(channel, NORTH, granted);
            put(channel, WEST, leaver.registration());
            put(channel, WEST, theirs);
        }
        var after = before.removeHospital(WEST).orElseThrow();
        assertThat(after.hospitals()).containsExactly(NORTH, SOUTH, EAST);
        assertThat(network().hospitals()).isEqualTo(after.hospitals());
        assertThat(before.isRunning("peer.west") || before.isRunning("contract.west"))
                .isFalse();
        afterwards(after);
        itRunsOnAndIsNotHeard(before, leaver, theirs.id());
        try (var channel = new TestChannel(after, CHANNEL, PATIENCE)) {
            var north = channel.client(NORTH);
            putInTime(north, patient.amend(granted, 2, Set.of(PurposeOfUse.TREAT)));
            putInTime(channel.client(SOUTH), leaver.revoke(theirs.id()));
            putInTime(north, patient.grant());
        }
        holds(after);
    }

    private void afterwards(FabricNetwork network) throws IOException {
        assertThat(network.removeHospital(WEST))
                .isEqualTo(Outcome.failed(new Fault.NotFound("a hospital of this name in the network")));
        assertThat(network.addHospital(CHANNEL, new FabricNetwork.Joining(WEST, 0, List.of()), passphrase))
                .isEqualTo(Outcome.failed(new Fault.Conflict("a hospital of this name was in the network once")));
    }

    /** Its peer may be started again, by itself, and asks the others. */
    private void itRunsOnAndIsNotHeard(FabricNetwork before, PatientApp leaver, String consent) throws IOException {
        before.start("peer.west");
        before.start("contract.west");
        try (var own = GatewayConsentLedger.connect(
                        before.connection(WEST, CHANNEL, PATIENCE), InstantSource.system());
                var elsewhere = GatewayConsentLedger.connect(as(before, WEST, NORTH), InstantSource.system())) {
            isHeardNoMore(elsewhere, leaver, consent);
            assertThat(own.submit(leaver.revoke(consent))).isInstanceOf(Outcome.Failure.class);
            assertThat(own.submit(leaver.grant())).isInstanceOf(Outcome.Failure.class);
            assertThat(own.head()).isInstanceOf(Outcome.Failure.class);
        } finally {
            before.stop("contract.west");
            before.stop("peer.west");
        }
    }
}
