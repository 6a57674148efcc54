package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.embedded.LedgerVerifier;
import org.healthsphere.node.network.FabricHost;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.Publication;
import org.healthsphere.node.network.Registrar;
import org.healthsphere.specs.NodeId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie ledger}: runs a ledger, and checks one offline. */
@Command(name = "ledger", mixinStandardHelpOptions = true, description = "Runs or verifies a consent ledger.")
final class LedgerCommand {
    /** So often it is looked whether there is something new to publish. */
    static final Duration PUBLICATION = Duration.ofSeconds(2);

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "up",
            mixinStandardHelpOptions = true,
            description =
                    "Runs a network's authority and ledger until it is stopped: in this process, or a Fabric network.")
    int up(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network.")
                    Path data,
            @Option(
                            names = "--port",
                            defaultValue = "7051",
                            paramLabel = "N",
                            description = "Port, of a Fabric network the first of all; 0 takes free ones.")
                    int port,
            @Option(
                            names = "--mode",
                            defaultValue = "embedded",
                            paramLabel = "MODE",
                            description = "embedded, fabric-raft (three orderers) or fabric-bft (four).")
                    String mode,
            @Option(
                            names = "--hospitals",
                            defaultValue = "",
                            paramLabel = "NAME,...",
                            description = "Of a new Fabric network: each gets a peer; the first founds the ledger.")
                    String hospitals,
            @Mixin EmbeddedOptions own,
            @Option(names = "--json", description = "Print one line of JSON when ready.") boolean json)
            throws IOException, InterruptedException {
        var ordering = FabricLedger.MODES.get(mode);
        if (ordering != null) {
            var wanted = new FabricHost.Wanted(FabricLedger.hospitals(hospitals), ordering, port);
            return fabric(data).up(wanted, json);
        }
        if (!mode.equals("embedded")) {
            throw new CommandLine.ParameterException(command(), "--mode is embedded, fabric-raft or fabric-bft");
        }
        return embedded(data, own.door(port), own.life(), json);
    }

    private FabricLedger fabric(Path data) {
        return new FabricLedger(data, command().getOut(), command().getErr());
    }

    private int embedded(Path data, LedgerHost.Door door, Duration life, boolean json)
            throws IOException, InterruptedException {
        var clock = InstantSource.system();
        var authority = NetworkAuthority.open(data.resolve("authority"), clock, new SecureRandom(), life);
        try (var ending = Ending.onSignal();
                var ledger = LedgerHost.start(authority, data.resolve("ledger"), door, clock);
                var founder = LedgerHost.asFounder(authority, ledger, clock)) {
            var publication = new Publication(authority, founder);
            var registrar = new Registrar(authority, founder);
            var _ = publication.publish().orElseThrow();
            NetworkPlace.noteAddress(data, ledger.port());
            var line = JsonNodeFactory.instance
                    .objectNode()
                    .put("port", ledger.port())
                    .put("height", ledger.height())
                    .put("guarantee", LedgerMode.EMBEDDED.guarantee());
            command()
                    .getOut()
                    .println(
                            json
                                    ? line.toString()
                                    : "ledger on " + door.host().orElse("127.0.0.1") + ":" + ledger.port() + " — "
                                            + LedgerMode.EMBEDDED.guarantee());
            command().getOut().flush();
            ending.await(PUBLICATION, () -> {
                publication.keepUp();
                registrar.keepUp();
            });
        }
        return 0;
    }

    @Command(
            name = "down",
            mixinStandardHelpOptions = true,
            description = "Ends the processes of a Fabric network, whoever started them.")
    int down(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network.")
                    Path data) {
        return fabric(data).down();
    }

    @Command(
            name = "add-hospital",
            mixinStandardHelpOptions = true,
            description = "Lets one more hospital into a Fabric network that runs: with a peer, and as an endorser.")
    int addHospital(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network, which runs.")
                    Path data,
            @Option(names = "--hospital", required = true, paramLabel = "NAME", description = "Who comes.")
                    String hospital,
            @Option(
                            names = "--port",
                            defaultValue = "0",
                            paramLabel = "N",
                            description = "First of its ports; 0 takes free ones.")
                    int port) {
        return fabric(data).addHospital(new NodeId(hospital), port);
    }

    @Command(
            name = "remove-hospital",
            mixinStandardHelpOptions = true,
            description = "Ends a hospital's part in a Fabric network that runs; the others sign it.")
    int removeHospital(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network, which runs.")
                    Path data,
            @Option(names = "--hospital", required = true, paramLabel = "NAME", description = "Who goes.")
                    String hospital) {
        return fabric(data).removeHospital(new NodeId(hospital));
    }

    @Command(
            name = "renew",
            mixinStandardHelpOptions = true,
            description = "Renews the certificates of a Fabric network that runs, one program after the other.")
    int renew(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network, which runs.")
                    Path data,
            @Option(
                            names = "--within",
                            defaultValue = "90",
                            paramLabel = "DAYS",
                            description = "What ends so soon is renewed; 400 and more: everything.")
                    long days) {
        return fabric(data).renew(Duration.ofDays(days));
    }

    @Command(
            name = "revoke-identity",
            mixinStandardHelpOptions = true,
            description =
                    "Takes back the identity of a program or node on a Fabric network: nobody there hears it any more.")
    int revokeIdentity(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network, which runs.")
                    Path data,
            @Option(
                            names = "--of",
                            required = true,
                            paramLabel = "NAME",
                            description = "The hospital whose authority gave it, or 'ordering' for the orderers'.")
                    String organization,
            @Parameters(paramLabel = "CERTIFICATE", description = "Its certificate, in PEM or DER.") Path certificate) {
        return fabric(data).revoke(new NodeId(organization), certificate);
    }

    @Command(
            name = "enrol",
            mixinStandardHelpOptions = true,
            description = "Gives the key of a hospital's node a new certificate for a Fabric network.")
    int enrol(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network.")
                    Path data,
            @Option(names = "--hospital", required = true, paramLabel = "NAME", description = "Whose node it is.")
                    String hospital,
            @Parameters(paramLabel = "NODE", description = "The node's folder.") Path node) {
        return fabric(data).enrol(new NodeId(hospital), node);
    }

    @Command(
            name = "export",
            mixinStandardHelpOptions = true,
            description = "Writes the blocks that a hospital's peer has into a file, to be verified offline.")
    int export(
            @Option(
                            names = "--data",
                            required = true,
                            paramLabel = "DIR",
                            description = "Where the operator keeps the network, which runs.")
                    Path data,
            @Option(names = "--hospital", required = true, paramLabel = "NAME", description = "Whose peer is asked.")
                    String hospital,
            @Parameters(paramLabel = "FILE", description = "Where to write the blocks.") Path file) {
        return fabric(data).export(new NodeId(hospital), file);
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Checks a ledger from its first block, offline.")
    int verify(
            @Parameters(
                            paramLabel = "LEDGER",
                            description = "The folder of an embedded ledger, or a file of 'hie ledger export'.")
                    Path ledger,
            @Option(
                            names = "--authority",
                            required = true,
                            paramLabel = "PEM",
                            description =
                                    "Certificate of the network's authority; of a Fabric network, of all its organizations'.")
                    Path authority)
            throws IOException {
        var authorities = Certificates.readAll(authority);
        return Answers.of(
                Files.isDirectory(ledger)
                        ? LedgerVerifier.verify(ledger, authorities)
                        : FabricHost.verify(ledger, authorities),
                command().getOut(),
                command().getErr(),
                found -> "The ledger holds: %d blocks, %d transactions, head %s."
                        .formatted(found.blocks(), found.transactions(), found.headHash()));
    }

    private CommandLine command() {
        return Optional.ofNullable(spec).orElseThrow().commandLine();
    }
}
