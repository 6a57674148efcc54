package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.ConsentRequest;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.client.GatewayConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * One hospital's peer runs in a network of its own, and the wires between it and all the others are cut: only its own node still
 * reaches it.
 */
@NeedsFabric
@Timeout(400)
class PartitionIT {
    private static final String CHANNEL = "consent";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RECOVERY = Duration.ofSeconds(90);
    private static final Duration BOUND = ConsentView.USUAL_BOUND;
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private final List<Wire> others = new ArrayList<>();
    private final List<AutoCloseable> closing = new ArrayList<>();
    private final AtomicBoolean goesOn = new AtomicBoolean(true);

    private int ownDoor;
    private FabricNetwork network;

    /** Whose handle is their name. */
    private static final class ByHandle implements Patients {
        @Override
        public Optional<String> withHandle(String handle) {
            return Optional.of(handle);
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of();
        }
    }

    @BeforeEach
    void begin() throws IOException {
        assumeTrue(NetworkNamespace.isPossible(), "this user may make no network namespaces here");
        TestFabric.end();
        var namespace = NetworkNamespace.make("hs" + ProcessHandle.current().pid());
        closing.add(namespace);
        var machinery = TestFabric.machinery();
        var peer = folder.resolve("peer");
        Files.writeString(peer, """
                #!/bin/sh
                case "$PWD" in */hospitals/south/*) exec ip netns exec %s %s "$@" ;; esac
                exec %s "$@"
                """.formatted(
                namespace.name(), machinery.fabric().peer(), machinery.fabric().peer()));
        Files.setPosixFilePermissions(peer, PosixFilePermissions.fromString("rwx------"));
        network = FabricNetwork.found(
                folder.resolve("network"),
                FabricPlan.local(List.of(NORTH, SOUTH, EAST), Ordering.RAFT_1),
                new FabricNetwork.Machinery(
                        new FabricPrograms(peer, machinery.fabric().orderer()),
                        machinery.java(),
                        machinery.contractClassPath()),
                Passphrase.of("test passphrase"),
                TestFabric.TOOLS);
        lay(namespace);
        closing.add(network::stop);
        network.start();
        awaitSouth();
        network.createChannel(CHANNEL);
    }

    /** The wire to it takes connections before it does. */
    private void awaitSouth() throws IOException {
        var site = Sites.read(folder.resolve("network")).hospital(SOUTH).orElseThrow();
        var lifecycle = new Lifecycle(new Proposals(CLOCK, TestFabric.TOOLS.random()));
        assertThat(Waiting.until(
                        () -> {
                            try (var peer = PeerLink.open(
                                    Layout.hospital(folder.resolve("network"), SOUTH),
                                    new Program.Address("127.0.0.1", site.port()))) {
                                return !lifecycle.hasJoined(peer, CHANNEL);
                            } catch (IOException _) {
                                return false;
                            }
                        },
                        RECOVERY))
                .isTrue();
    }

    /** All wires between the peer of SOUTH and the rest; one for its own node, and one to its own contract, are never cut. */
    private void lay(NetworkNamespace namespace) throws IOException {
        var sites = Sites.read(folder.resolve("network"));
        var own = sites.hospital(SOUTH).orElseThrow();
        var files = Files.createDirectories(folder.resolve("wires"));
        List<Integer> reached = new ArrayList<>();
        sites.orderers().forEach(orderer -> reached.add(orderer.port()));
        sites.hospitals().stream().filter(site -> !site.equals(own)).forEach(site -> reached.add(site.port()));
        for (var port : reached) {
            others.add(kept(new Wire(Wire.file(files, port), Wire.port(port))));
        }
        var _ = kept(new Wire(Wire.file(files, own.contract()), Wire.port(own.contract())));
        others.add(kept(new Wire(Wire.port(own.port()), Wire.file(files, own.port()))));
        ownDoor = Sites.of(FabricPlan.local(List.of(SOUTH), Ordering.RAFT_1))
                .hospitals()
                .getFirst()
                .port();
        var _ = kept(new Wire(Wire.port(ownDoor), Wire.file(files, own.port())));
        List<Integer> ports = new ArrayList<>(List.of(own.port()));
        ports.addAll(reached);
        ports.add(own.contract());
        closing.add(namespace.run(Wire.class, files, ports));
    }

    private Wire kept(Wire wire) {
        closing.add(wire);
        return wire;
    }

    @AfterEach
    void end() throws Exception {
        goesOn.set(false);
        for (var one : closing.reversed()) {
            one.close();
        }
    }

    private GatewayConsentLedger south() throws IOException {
        var usual = network.connection(SOUTH, CHANNEL, PATIENCE);
        return GatewayConsentLedger.connect(
                new LedgerConnection(
                        usual.mode(),
                        new LedgerConnection.Address("127.0.0.1", ownDoor),
                        CHANNEL,
                        usual.tls(),
                        usual.speaker(),
                        PATIENCE),
                CLOCK);
    }

    private ConsentView followed(ConsentLedger ledger) {
        var view = new ConsentView(
                new ConsentView.Settings(SOUTH, NetworkPolicy.standard(), BOUND),
                grant -> Outcome.of(grant.terms()),
                new ByHandle(),
                CLOCK);
        var thread = Thread.ofPlatform().daemon().start(() -> {
            while (goesOn.get()) {
                if (!(view.follow(ledger, Duration.ofMillis(200)) instanceof Outcome.Success<Long>)) {
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                }
            }
        });
        closing.add(() -> thread.join(RECOVERY));
        return view;
    }

    private static Decision decision(ConsentView view, PatientApp patient) {
        return view.decide(
                patient.handle(),
                new ConsentRequest(
                        new Requester(NORTH, "someone", Role.CLINICIAN), PurposeOfUse.TREAT, CLOCK.instant()));
    }

    private static boolean isPermitted(ConsentView view, PatientApp patient) {
        return decision(view, patient) instanceof Decision.Permitted;
    }

    private static void putInTime(ConsentLedger ledger, Directive directive) throws IOException {
        assertThat(Waiting.until(() -> ledger.submit(directive) instanceof Outcome.Success, RECOVERY))
                .as("%s", directive)
                .isTrue();
    }

    @Test
    void a_hospital_that_is_cut_off_denies_after_the_bound_and_catches_up_when_it_is_not() throws Exception {
        try (var channel = new TestChannel(network, CHANNEL, PATIENCE);
                var south = south()) {
            for (var member : List.of(NORTH, SOUTH, EAST)) {
                putInTime(channel.client(NORTH), ConsentLedgerContract.admission(member));
            }
            var view = followed(south);
            var leaving = new PatientApp(SOUTH);
            var staying = new PatientApp(SOUTH);
            var consents = new ArrayList<String>();
            for (var patient : List.of(leaving, staying)) {
                putInTime(south, patient.registration());
                var grant = patient.grant();
                putInTime(south, grant);
                consents.add(grant.id());
                assertThat(Waiting.until(() -> isPermitted(view, patient), RECOVERY))
                        .isTrue();
            }
            others.forEach(Wire::cut);
            whileItIsCut(channel, south, leaving.revoke(consents.getFirst()));
            assertThat(Waiting.until(() -> !isPermitted(view, staying), RECOVERY))
                    .isTrue();
            staysSo(view, leaving, staying);
            var elsewhere = new PatientApp(NORTH);
            putInTime(channel.client(NORTH), elsewhere.registration());
            putInTime(channel.client(NORTH), elsewhere.grant());
            others.forEach(Wire::mend);
            assertThat(Waiting.until(() -> isPermitted(view, staying), RECOVERY))
                    .isTrue();
            assertThat(isPermitted(view, leaving)).isFalse();
            nothingIsLost(channel, south);
            putInTime(south, staying.revoke(consents.getLast()));
            assertThat(Waiting.until(() -> !isPermitted(view, staying), RECOVERY))
                    .isTrue();
        }
    }

    /** The others go on; its own peer still answers with what it has, and nobody vouches for that. */
    private static void whileItIsCut(TestChannel channel, ConsentLedger south, Directive.Revoke revocation)
            throws IOException {
        putInTime(channel.client(NORTH), revocation);
        assertThat(south.eventsFrom(0).orElseThrow()).noneMatch(event -> event.directive() instanceof Directive.Revoke);
        assertThat(south.head()).isInstanceOf(Outcome.Failure.class);
    }

    private static void staysSo(ConsentView view, PatientApp... patients) throws IOException {
        assertThat(Waiting.until(
                        () -> {
                            for (var patient : patients) {
                                if (isPermitted(view, patient)) {
                                    return true;
                                }
                            }
                            return false;
                        },
                        BOUND))
                .as("something is permitted while it is cut off")
                .isFalse();
    }

    private static void nothingIsLost(TestChannel channel, ConsentLedger south) throws IOException {
        var there = channel.client(EAST).eventsFrom(0).orElseThrow();
        assertThat(Waiting.until(() -> south.eventsFrom(0).orElseThrow().size() == there.size(), RECOVERY))
                .isTrue();
        assertThat(south.eventsFrom(0).orElseThrow().stream()
                        .map(event -> event.transaction())
                        .toList())
                .isEqualTo(there.stream().map(event -> event.transaction()).toList());
    }
}
