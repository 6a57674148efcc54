package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;
import static org.healthsphere.consent.GovernanceContract.WEST;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.PatientApp;
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

/** A hospital comes into a network that runs, whose channel holds offline before and after. */
@NeedsFabric
class AddedHospitalIT {
    private static final String CHANNEL = "consent";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration RECOVERY = Duration.ofSeconds(60);

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

    private FabricNetwork founded(Ordering ordering) throws IOException {
        var network = FabricNetwork.found(
                folder.resolve("network"),
                FabricPlan.local(List.of(NORTH, SOUTH, EAST), ordering),
                TestFabric.machinery(),
                passphrase,
                TestFabric.TOOLS);
        network.start();
        network.createChannel(CHANNEL);
        return network;
    }

    private Outcome<FabricNetwork> add(FabricNetwork network, NodeId hospital) throws IOException {
        return network.addHospital(CHANNEL, new FabricNetwork.Joining(hospital, 0, List.of()), passphrase);
    }

    private static void put(TestChannel channel, NodeId member, Directive directive) {
        var _ = channel.settled(member).submit(directive).orElseThrow();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"RAFT_1", "BFT_4"})
    void a_hospital_comes_reads_writes_and_endorses(Ordering ordering) throws Exception {
        var before = founded(ordering);
        var patient = new PatientApp(NORTH);
        var early = patient.grant();
        try (var channel = new TestChannel(before, CHANNEL, PATIENCE)) {
            for (var member : List.of(NORTH, SOUTH, EAST)) {
                put(channel, NORTH, ConsentLedgerContract.admission(member));
            }
            put(channel, NORTH, patient.registration());
            put(channel, NORTH, early);
        }
        if (ordering == Ordering.RAFT_1) {
            breakOff(before);
        }
        var after = add(before, WEST).orElseThrow();
        assertThat(after.hospitals()).containsExactly(NORTH, SOUTH, EAST, WEST);
        assertThat(network().hospitals()).isEqualTo(after.hospitals());
        assertThat(add(after, WEST))
                .isEqualTo(Outcome.failed(new Fault.Conflict("an organization of this name is in the network")));
        try (var channel = new TestChannel(after, CHANNEL, PATIENCE)) {
            put(channel, NORTH, ConsentLedgerContract.admission(WEST));
            var west = channel.client(WEST);
            assertThat(west.eventsFrom(0)).isEqualTo(channel.client(SOUTH).eventsFrom(0));
            put(channel, WEST, patient.revoke(early.id()));
            var newcomer = new PatientApp(WEST);
            put(channel, WEST, newcomer.registration());
            var grant = newcomer.grant();
            put(channel, WEST, grant);
            itsWordIsNeeded(after, channel, newcomer, grant);
        }
        holds(after);
    }

    /** An attempt of which the hospitals have heard already; meanwhile nobody else comes. */
    private void breakOff(FabricNetwork network) throws IOException {
        var home = folder.resolve("network");
        var wider = Sites.read(home).with(WEST, 0);
        Newcomer.prepare(home, wider, List.of(), passphrase, TestFabric.TOOLS).propose(CHANNEL);
        assertThat(add(network, new NodeId("middle")))
                .isEqualTo(Outcome.failed(new Fault.Conflict("another hospital is on its way into the network")));
        assertThat(network().hospitals()).containsExactly(NORTH, SOUTH, EAST);
    }

    /** Of four hospitals three have to endorse: with one of the others away, that is possible with the new one alone. */
    private static void itsWordIsNeeded(
            FabricNetwork network, TestChannel channel, PatientApp newcomer, Directive.Grant grant) throws IOException {
        network.kill("peer.east");
        var another = newcomer.grant();
        assertThat(Waiting.until(
                        () -> channel.client(WEST).submit(another) instanceof Outcome.Success
                                && channel.client(WEST).submit(newcomer.amend(grant, 2, Set.of(PurposeOfUse.TREAT)))
                                        instanceof Outcome.Success,
                        RECOVERY))
                .isTrue();
        network.start("peer.east");
    }

    /** With the certificates of all authorities, and only with these. */
    private void holds(FabricNetwork network) throws IOException {
        var file = folder.resolve("blocks");
        var height = network.export(WEST, CHANNEL, file);
        var authorities = network.authorities();
        assertThat(ChannelVerifier.verify(file, authorities).orElseThrow().blocks())
                .isEqualTo(height);
        assertThat(ChannelVerifier.verify(file, authorities.subList(0, authorities.size() - 1)))
                .isInstanceOf(Outcome.Failure.class);
    }
}
