package org.healthsphere.node.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.embedded.LedgerVerifier;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.keys.Pem;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.Environment;
import org.healthsphere.node.demo.feeds.Hospital;
import org.healthsphere.node.network.FabricHost;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** A Fabric network of four SmartBFT orderers, and a peer for each hospital. */
final class FabricDemoLedger implements DemoLedger {
    private static final String MODE = "fabric-bft";

    private final Path root;
    private final FabricHost host;
    private ChildProcess process;

    FabricDemoLedger(Path root, FabricNetwork.Machinery machinery, Environment environment) {
        this.root = root;
        this.process = started();
        try {
            this.host = FabricHost.open(root.resolve("network").resolve("fabric"), machinery, environment.clock());
        } catch (IOException e) {
            process.close();
            throw new UncheckedIOException(e);
        }
    }

    private ChildProcess started() {
        var hospitals = Stream.of(Hospital.values())
                .map(hospital -> DemoHospital.idOf(hospital).value())
                .collect(Collectors.joining(","));
        return ChildProcess.start(
                        root.resolve("ledger.log"),
                        EmbeddedDemoLedger.JVM,
                        List.of(
                                "ledger",
                                "up",
                                "--json",
                                "--mode",
                                MODE,
                                "--hospitals",
                                hospitals,
                                "--port",
                                "0",
                                "--data",
                                root.resolve("network").toString()))
                .orElseThrow();
    }

    @Override
    public ConsentLedger asFounder() {
        return host.asFounder();
    }

    @Override
    public void enrol(MemberIdentity member, NodeFolder folder) {
        try {
            var _ = host.enrol(member, folder).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public List<String> settings(NodeId member) {
        var address = host.address(member);
        return List.of("ledger.address = " + address.host() + ":" + address.port(), "ledger.mode = " + MODE);
    }

    /** What the first hospital's peer has is kept for whoever verifies it, since nobody can be asked afterwards. */
    @Override
    public void stop() {
        try {
            var _ = host.export(host.hospitals().getFirst(), folder().resolve("blocks"));
            var all = host.authorities().stream().map(Pem::of).collect(Collectors.joining());
            Files.writeString(authorities(), all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        close();
    }

    private Path authorities() {
        return DemoFounding.publicFolder(root).resolve("ledger-authorities.pem");
    }

    @Override
    public void startAgain() {
        process = started();
    }

    @Override
    public Path folder() {
        return root.resolve("network").resolve("channel");
    }

    @Override
    public Outcome<LedgerVerifier.Verified> verify(Path folder) throws IOException {
        return FabricHost.verify(folder.resolve("blocks"), host.authorities());
    }

    @Override
    public String verification() {
        return folder().resolve("blocks") + " --authority " + authorities();
    }

    /** Also when the process that runs it was ended too soon, nothing of it runs on. */
    @Override
    public void close() {
        process.close();
        try {
            host.stop();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
