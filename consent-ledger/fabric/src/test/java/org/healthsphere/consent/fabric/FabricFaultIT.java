package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.Patients;
import org.healthsphere.consent.embedded.ChannelVerifier;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Requester;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs end without a word while patients of two hospitals grant and revoke: nobody hangs, no grant that was acknowledged is
 * lost or doubled, and nothing is permitted after a revocation and the bound.
 */
@NeedsFabric
@Timeout(400)
class FabricFaultIT {
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    /** A submission is looked up and repeated six times, each time with a deadline. */
    private static final Duration CALL = PATIENCE.multipliedBy(14);

    private static final Duration BOUND = ConsentView.USUAL_BOUND;
    /** What a busy machine may take between two looks. */
    private static final Duration SLACK = Duration.ofSeconds(3);

    private static final Duration PROGRESS = Duration.ofMinutes(2);
    private static final int PATIENTS_OF_EACH = 2;
    private static final Pattern LEADER = Pattern.compile("Raft leader changed: \\d+ -> (\\d+) channel=(\\S+)");

    private final List<LoadedPatient> patients = new ArrayList<>();
    private volatile boolean goesOn = true;

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

    private interface Fault {
        void strike(FabricNetwork network, TestChannel channel) throws IOException;
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"RAFT_3", "BFT_4"})
    void the_leader_of_the_orderers_ends(Ordering ordering) throws Exception {
        under(ordering, (network, channel) -> {
            var leader = leader(network, "orderer1", channel.name());
            network.kill(leader);
            everybodyGoesOn();
            var witness = leader.equals("orderer1") ? "orderer2" : "orderer1";
            assertThat(ordering == Ordering.BFT_4
                            || !leader(network, witness, channel.name()).equals(leader))
                    .as("somebody else leads")
                    .isTrue();
            network.start(leader);
            itCatchesUp(leader, TestFabric.of(ordering).folder(), channel.name());
        });
    }

    /** It has all the blocks that the others had when it came back. */
    private static void itCatchesUp(String orderer, Path folder, String channel) throws IOException {
        var sites = Sites.read(folder);
        var admin = OrdererAdmin.of(Layout.ordering(folder), sites.host());
        var back = sites.orderers().stream()
                .filter(site -> site.name().equals(orderer))
                .findFirst()
                .orElseThrow();
        var other = sites.orderers().stream()
                .filter(site -> !site.equals(back))
                .findFirst()
                .orElseThrow();
        var height = admin.standing(other, channel).orElseThrow().height();
        assertThat(Waiting.until(
                        () -> admin.standing(back, channel)
                                .filter(standing -> standing.height() >= height)
                                .isPresent(),
                        PROGRESS))
                .as("%s catches up", orderer)
                .isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"RAFT_3"})
    void a_hospitals_peer_ends_and_starts_again(Ordering ordering) throws Exception {
        under(ordering, (network, channel) -> {
            network.kill("peer.south");
            assertThat(channel.client(SOUTH).eventsFrom(0)).isInstanceOf(Outcome.Failure.class);
            network.start("peer.south");
        });
    }

    @ParameterizedTest
    @EnumSource(
            value = Ordering.class,
            names = {"BFT_4"})
    void every_certificate_is_renewed(Ordering ordering) throws Exception {
        // A network of its own: its other channels would be renewed too.
        TestFabric.end();
        under(ordering, (network, channel) -> {
            var fabric = TestFabric.of(ordering);
            var before = inUse(fabric.folder());
            List<String> said = new ArrayList<>();
            var renewed =
                    network.renew(Instant.MAX, fabric.passphrase(), said::add).orElseThrow();
            assertThat(renewed)
                    .contains("ordering", "orderer1", "orderer3")
                    .contains("north", "south", "east", "west")
                    .hasSize(1 + ordering.orderers() + 4);
            assertThat(said).contains("orderer2: runs with them, and is up to date");
            var after = inUse(fabric.folder());
            assertThat(after.keySet()).isEqualTo(before.keySet());
            assertThat(after)
                    .allSatisfy((file, serial) -> assertThat(serial).as(file).isNotEqualTo(before.get(file)));
            assertThat(network.renew(InstantSource.system().instant(), fabric.passphrase(), said::add))
                    .isEqualTo(Outcome.of(List.of()));
            try (var again = new TestChannel(network, channel.name(), PATIENCE)) {
                for (var member : List.of(NORTH, SOUTH, EAST)) {
                    var registration = new PatientApp(member).registration();
                    assertThat(Waiting.until(
                                    () -> again.client(member).submit(registration) instanceof Outcome.Success,
                                    PROGRESS))
                            .as("with its new identity, %s", member)
                            .isTrue();
                }
            }
        });
        var file = Files.createTempFile("blocks", "");
        var network = TestFabric.of(ordering).network();
        var height = network.export(EAST, network.channels().getFirst(), file);
        assertThat(ChannelVerifier.verify(file, network.authorities())
                        .orElseThrow()
                        .blocks())
                .isEqualTo(height);
        Files.delete(file);
    }

    /** The serial number of each certificate that a program uses, by its file. */
    private static Map<String, BigInteger> inUse(Path folder) throws IOException {
        Map<String, BigInteger> all = new HashMap<>();
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(one -> one.endsWith("signcerts/cert.pem") || one.endsWith("tls/cert.pem"))
                    .toList()) {
                all.put(
                        folder.relativize(file).toString(),
                        Credential.readCertificate(file).getSerialNumber());
            }
        }
        return all;
    }

    /** With Raft it is in the logs of each orderer that is a witness of it; of Byzantine orderers, the first leads as long as nobody complained. */
    private static String leader(FabricNetwork network, String witness, String channel) throws IOException {
        var leader = "1";
        var found = LEADER.matcher(Files.readString(network.log(witness)));
        while (found.find()) {
            leader = found.group(2).equals(channel) ? found.group(1) : leader;
        }
        return "orderer" + leader;
    }

    private void under(Ordering ordering, Fault fault) throws Exception {
        var network = TestFabric.of(ordering).network();
        try (var channel = new TestChannel(
                        network, TestFabric.of(ordering).channel().name(), PATIENCE);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var member : List.of(NORTH, SOUTH, EAST)) {
                var _ = channel.settled(NORTH)
                        .submit(ConsentLedgerContract.admission(member))
                        .orElseThrow();
            }
            var work = begin(channel, threads);
            try {
                everybodyGoesOn();
                fault.strike(network, channel);
                everybodyGoesOn();
            } finally {
                goesOn = false;
                network.start();
            }
            for (var one : work) {
                assertThat(one.get(PROGRESS.toSeconds(), TimeUnit.SECONDS)).isGreaterThan(1);
            }
            nothingIsLost(channel);
        }
    }

    private List<Future<Integer>> begin(TestChannel channel, ExecutorService threads) {
        List<Future<Integer>> work = new ArrayList<>();
        for (var own : List.of(NORTH, SOUTH)) {
            var other = own.equals(NORTH) ? SOUTH : NORTH;
            var view = followed(channel, own, threads);
            for (var i = 0; i < PATIENTS_OF_EACH; i++) {
                var patient = new LoadedPatient(
                        new PatientApp(own),
                        new LoadedPatient.Ways(channel.client(own), channel.client(other), other, view),
                        new LoadedPatient.Limits(CALL, BOUND.plus(SLACK)),
                        () -> goesOn);
                patients.add(patient);
                work.add(threads.submit(patient));
            }
        }
        return work;
    }

    private ConsentView followed(TestChannel channel, NodeId member, ExecutorService threads) {
        var view = new ConsentView(
                new ConsentView.Settings(member, NetworkPolicy.standard(), BOUND),
                grant -> Outcome.of(grant.terms()),
                new ByHandle(),
                InstantSource.system());
        var _ = threads.submit(() -> follow(view, channel, member));
        return view;
    }

    /** For as long as the test looks at it: the last patients still watch it after the others have ended. */
    private void follow(ConsentView view, TestChannel channel, NodeId member) {
        while (goesOn || patients.stream().anyMatch(LoadedPatient::isBusy)) {
            if (!(view.follow(channel.client(member), Duration.ofMillis(200)) instanceof Outcome.Success<Long>)) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
        }
    }

    /** Each patient ends the round in which she is, and one more. */
    private void everybodyGoesOn() throws IOException {
        var before = patients.stream().map(LoadedPatient::rounds).toList();
        assertThat(Waiting.until(
                        () -> {
                            var now =
                                    patients.stream().map(LoadedPatient::rounds).toList();
                            for (var i = 0; i < now.size(); i++) {
                                if (now.get(i) < before.get(i) + 2
                                        && patients.get(i).isBusy()) {
                                    return false;
                                }
                            }
                            return true;
                        },
                        PROGRESS))
                .as("everybody goes on")
                .isTrue();
    }

    private void nothingIsLost(TestChannel channel) {
        var acknowledged =
                patients.stream().flatMap(patient -> patient.granted().stream()).toList();
        assertThat(acknowledged).isNotEmpty();
        for (var member : List.of(NORTH, SOUTH, EAST)) {
            var events = channel.client(member).eventsFrom(0).orElseThrow();
            var grants = events.stream()
                    .map(event -> event.directive() instanceof Directive.Grant grant ? grant.id() : "")
                    .filter(id -> !id.isEmpty())
                    .toList();
            assertThat(grants).doesNotHaveDuplicates().containsAll(acknowledged);
        }
    }
}
