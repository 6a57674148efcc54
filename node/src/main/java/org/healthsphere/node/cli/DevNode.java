package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.embedded.EmbeddedLedger;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.PrivateFile;
import org.healthsphere.keys.identity.Applicant;
import org.healthsphere.node.Environment;
import org.healthsphere.node.Node;
import org.healthsphere.node.Running;
import org.healthsphere.node.config.NodeConfig;
import org.healthsphere.node.config.NodeConfig.Address;
import org.healthsphere.node.network.Admission;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.NodeFolder;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.network.Registrar;
import org.healthsphere.specs.NodeId;

/** A network of one in one process: authority, embedded ledger, node. */
record DevNode(NodeConfig config, Running running, Operator operator) implements AutoCloseable {
    private static final NodeId ID = new NodeId("dev");
    private static final String ORGANIZATION = "Development node";
    private static final String LOCALHOST = "127.0.0.1";

    static DevNode start(Path data, int port, Environment environment) throws IOException {
        var authority = NetworkAuthority.open(data.resolve("authority"), environment.clock(), environment.random());
        var operator = Operator.start(authority, data.resolve("ledger"), environment);
        try {
            var config = config(data, port, operator.ledger().port());
            admit(authority, operator, config, environment);
            return new DevNode(config, Node.start(config, environment), operator);
        } catch (RuntimeException e) {
            operator.close();
            throw e;
        }
    }

    /** What the operator of a network runs. */
    private record Operator(EmbeddedLedger ledger, ConsentLedger founder, Publication publication, Registrar registrar)
            implements AutoCloseable {
        static Operator start(NetworkAuthority authority, Path folder, Environment environment) {
            var ledger = LedgerHost.start(authority, folder, 0, environment.clock());
            var founder = LedgerHost.asFounder(authority, ledger, environment.clock());
            var publication = new Publication(authority, founder);
            var _ = publication.publish().orElseThrow();
            return new Operator(ledger, founder, publication, new Registrar(authority, founder));
        }

        @Override
        public void close() {
            founder.close();
            ledger.close();
        }
    }

    /** Keeps the authority's list on the ledger current, and the members' certificates. */
    void keepUp() {
        operator.publication().keepUp();
        operator.registrar().keepUp();
    }

    private static NodeConfig config(Path data, int port, int ledger) {
        return new NodeConfig(
                ID,
                ORGANIZATION,
                data.resolve("node"),
                data.resolve("secret"),
                NodeConfig.Upkeep.NONE,
                new Address(LOCALHOST, port),
                Optional.empty(),
                new Address(LOCALHOST, 0),
                false,
                NodeConfig.Mllp.OFF,
                new NodeConfig.Ledger(new Address(LOCALHOST, ledger), LedgerMode.EMBEDDED, Duration.ofSeconds(5)),
                NodeConfig.Records.within(Duration.ofSeconds(5)),
                new NodeConfig.Research(5_000_000, 10),
                NodeConfig.Fhir.PLAIN,
                NodeConfig.Portal.PLAIN,
                false,
                Optional.empty());
    }

    private static void admit(NetworkAuthority authority, Operator operator, NodeConfig config, Environment environment)
            throws IOException {
        var folder = new NodeFolder(config.data());
        if (folder.vault().exists()) {
            return;
        }
        var passphrase = Passphrase.generate(environment.random());
        PrivateFile.write(config.secrets(), new String(passphrase.reveal()).getBytes(StandardCharsets.US_ASCII));
        var applicant = Applicant.create(ID, ORGANIZATION, List.of(LOCALHOST, "localhost"), environment.random());
        var identity = authority.admit(applicant, folder, passphrase).orElseThrow();
        var _ = Admission.submit(operator.founder(), identity, ORGANIZATION, new Address(LOCALHOST, 0))
                .orElseThrow();
    }

    String ledgerAddress() {
        return LOCALHOST + ":" + operator.ledger().port();
    }

    @Override
    public void close() {
        running.close();
        operator.close();
    }
}
