package org.healthsphere.consent.fabric;

import static org.healthsphere.consent.ConsentLedgerContract.EAST;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;
import static org.healthsphere.consent.GovernanceContract.WEST;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * The Fabric network of a test JVM: one at a time, on free ports, in a temporary folder, founded when it is first asked for and
 * ended with the JVM or by the next one.
 */
final class TestFabric {
    static final List<NodeId> HOSPITALS = List.of(NORTH, SOUTH, EAST, WEST);
    static final FabricNetwork.Tools TOOLS = new FabricNetwork.Tools(InstantSource.system(), new SecureRandom());

    private static Optional<TestFabric> running = Optional.empty();

    private final Path folder;
    private final FabricNetwork network;
    private final Passphrase passphrase;
    private final AtomicInteger channels = new AtomicInteger();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(TestFabric::end));
    }

    private TestFabric(Path folder, FabricNetwork network, Passphrase passphrase) {
        this.folder = folder;
        this.network = network;
        this.passphrase = passphrase;
    }

    static Outcome<FabricPrograms> programs() {
        return FabricPrograms.find(System.getenv(), checkout());
    }

    private static Path checkout() {
        var here = Path.of("").toAbsolutePath();
        while (here.getParent() != null && !Files.exists(here.resolve("hie"))) {
            here = here.getParent();
        }
        return here;
    }

    static FabricNetwork.Machinery machinery() {
        return new FabricNetwork.Machinery(
                programs().orElseThrow(),
                Path.of(System.getProperty("java.home"), "bin", "java"),
                System.getProperty("java.class.path"));
    }

    static synchronized TestFabric of(Ordering ordering) {
        if (running.isEmpty() || running.get().network.ordering() != ordering) {
            end();
            running = Optional.of(founded(ordering));
        }
        return running.get();
    }

    private static TestFabric founded(Ordering ordering) {
        try {
            var folder = Files.createTempDirectory("fabric");
            var passphrase = Passphrase.generate(TOOLS.random());
            var network =
                    FabricNetwork.found(folder, FabricPlan.local(HOSPITALS, ordering), machinery(), passphrase, TOOLS);
            // What was started is ended even when the rest does not come up.
            running = Optional.of(new TestFabric(folder, network, passphrase));
            network.start();
            return running.get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static synchronized void end() {
        try {
            if (running.isPresent()) {
                running.get().network.stop();
                delete(running.get().folder);
                running = Optional.empty();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    FabricNetwork network() {
        return network;
    }

    Path folder() {
        return folder;
    }

    /** Of its authorities. */
    Passphrase passphrase() {
        return passphrase;
    }

    /** A channel on which nobody has written yet. */
    TestChannel channel() {
        var name = "consent-" + channels.incrementAndGet();
        try {
            network.createChannel(name);
            return new TestChannel(network, name, Duration.ofSeconds(20));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
