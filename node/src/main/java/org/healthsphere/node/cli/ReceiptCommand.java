package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.consent.Receipts;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie receipt}: checks the receipt of a decision, offline. */
@Command(name = "receipt", mixinStandardHelpOptions = true, description = "Verifies decision receipts.")
final class ReceiptCommand {
    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Says what a receipt states, if its member signed it.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "The receipt.") Path file,
            @Option(
                            names = "--certificate",
                            required = true,
                            paramLabel = "PEM",
                            description = "Certificate of the member that issued it.")
                    Path certificate)
            throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var key = VerificationKey.of(Certificates.read(certificate).getPublicKey());
        return Answers.of(
                Receipts.verify(Bytes.utf8(Files.readString(file).strip()), key),
                command.getOut(),
                command.getErr(),
                receipt -> "The receipt holds. " + receipt.sentence());
    }
}
