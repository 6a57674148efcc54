package org.healthsphere.node.demo;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.consent.embedded.LedgerVerifier;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.node.Environment;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** The embedded ledger in a process of its own. */
final class EmbeddedDemoLedger implements DemoLedger {
    static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final Path root;
    private final NetworkAuthority authority;
    private final Environment environment;
    private final int port = FreePort.next();
    private ChildProcess process;

    EmbeddedDemoLedger(Path root, NetworkAuthority authority, Environment environment) {
        this.root = root;
        this.authority = authority;
        this.environment = environment;
        this.process = started();
    }

    private ChildProcess started() {
        return ChildProcess.start(
                        root.resolve("ledger.log"),
                        JVM,
                        List.of(
                                "ledger",
                                "up",
                                "--json",
                                "--port",
                                Integer.toString(port),
                                "--data",
                                root.resolve("network").toString()))
                .orElseThrow();
    }

    @Override
    public ConsentLedger asFounder() {
        var address = new LedgerConnection.Address(DemoHospital.LOCALHOST, port);
        return LedgerHost.asFounder(authority, address, environment.clock());
    }

    /** The network's authority has let it in. */
    @Override
    public void enrol(MemberIdentity member, NodeFolder folder) {}

    @Override
    public List<String> settings(NodeId member) {
        return List.of("ledger.address = " + DemoHospital.LOCALHOST + ":" + port);
    }

    @Override
    public void stop() {
        process.close();
    }

    @Override
    public void startAgain() {
        process = started();
    }

    @Override
    public Path folder() {
        return root.resolve("network").resolve("ledger");
    }

    @Override
    public Outcome<LedgerVerifier.Verified> verify(Path folder) throws IOException {
        return LedgerVerifier.verify(folder, List.of(authority.certificate()));
    }

    @Override
    public String verification() {
        return folder() + " --authority " + DemoFounding.publicFolder(root).resolve("authority.pem");
    }

    @Override
    public void close() {
        process.close();
    }
}
