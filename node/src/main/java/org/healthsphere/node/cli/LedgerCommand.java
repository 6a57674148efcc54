package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.consent.embedded.LedgerVerifier;
import org.healthsphere.node.network.LedgerHost;
import org.healthsphere.node.network.NetworkAuthority;
import org.healthsphere.node.network.Publication;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie ledger}: runs the embedded ledger, and checks a ledger offline. */
@Command(name = "ledger", mixinStandardHelpOptions = true, description = "Runs or verifies a consent ledger.")
final class LedgerCommand {
    /** So often it is looked whether there is something new to publish. */
    static final Duration PUBLICATION = Duration.ofSeconds(30);

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "up",
            mixinStandardHelpOptions = true,
            description = "Runs a network's authority and embedded ledger until it is stopped.")
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
                            description = "Port; 0 takes a free one.")
                    int port,
            @Option(names = "--mode", defaultValue = "embedded", description = "Only 'embedded' runs here.")
                    String mode,
            @Option(names = "--json", description = "Print one line of JSON when ready.") boolean json)
            throws InterruptedException {
        if (!mode.equals("embedded")) {
            command()
                    .getErr()
                    .println(
                            "no Fabric programs: 'peer' and 'orderer' are not installed, and this build cannot fetch them.\n"
                                    + "Run the embedded ledger (--mode embedded), or set ledger.address to a Fabric gateway that somebody else runs.");
            return 1;
        }
        var clock = InstantSource.system();
        var authority = NetworkAuthority.open(data.resolve("authority"), clock, new SecureRandom());
        try (var ending = Ending.onSignal();
                var ledger = LedgerHost.start(authority, data.resolve("ledger"), port, clock);
                var founder = LedgerHost.asFounder(authority, ledger, clock)) {
            var publication = new Publication(authority, founder);
            var _ = publication.publish().orElseThrow();
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
                                    : "ledger on 127.0.0.1:" + ledger.port() + " — " + LedgerMode.EMBEDDED.guarantee());
            command().getOut().flush();
            ending.await(PUBLICATION, publication::keepUp);
        }
        return 0;
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Checks a ledger's folder from its first block, offline.")
    int verify(
            @Parameters(paramLabel = "FOLDER", description = "The ledger's folder.") Path folder,
            @Option(
                            names = "--authority",
                            required = true,
                            paramLabel = "PEM",
                            description = "Certificate of the network's authority.")
                    Path authority)
            throws IOException {
        return Answers.of(
                LedgerVerifier.verify(folder, List.of(Certificates.read(authority))),
                command().getOut(),
                command().getErr(),
                found -> "The ledger holds: %d blocks, %d transactions, head %s."
                        .formatted(found.blocks(), found.transactions(), found.headHash()));
    }

    private CommandLine command() {
        return Optional.ofNullable(spec).orElseThrow().commandLine();
    }
}
