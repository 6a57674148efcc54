package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.consent.transparency.LogProof;
import org.healthsphere.consent.transparency.ReceiptBatch;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie receipt}: checks the receipt of a decision, or the proof that a log has something, offline. */
@Command(
        name = "receipt",
        mixinStandardHelpOptions = true,
        description = "Verifies decision receipts, and proofs that a log has a receipt or a consent.")
final class ReceiptCommand {
    private static final String PROOF = "{";

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description =
                    "Says what a receipt states, if its member signed it, or what a log has, if members signed for it.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "The receipt, or the proof of a log.") Path file,
            @Option(
                            names = "--certificate",
                            paramLabel = "PEM",
                            description = "For a receipt: certificate of the member that issued it.")
                    @Nullable
                    Path certificate,
            @Option(
                            names = "--certificates",
                            paramLabel = "DIR",
                            description = "For a proof of a log: the members' certificates, <member>.pem.")
                    @Nullable
                    Path certificates,
            @Option(
                            names = "--signatures",
                            paramLabel = "N",
                            defaultValue = "2",
                            description = "For a proof of a log: how many members must have signed (${DEFAULT-VALUE}).")
                    int signatures)
            throws IOException {
        var paper = Bytes.utf8(Files.readString(file).strip());
        return paper.utf8().startsWith(PROOF)
                ? proof(paper, needed(certificates, "a proof of a log needs --certificates"), signatures)
                : receipt(paper, needed(certificate, "a receipt needs --certificate"));
    }

    private Path needed(@Nullable Path path, String otherwise) {
        return Optional.ofNullable(path).orElseThrow(() -> new ParameterException(command(), otherwise));
    }

    private int receipt(Bytes paper, Path certificate) throws IOException {
        var key = VerificationKey.of(Certificates.read(certificate).getPublicKey());
        return Answers.of(
                ReceiptBatch.verify(paper, key),
                command().getOut(),
                command().getErr(),
                receipt -> "The receipt holds. " + receipt.sentence());
    }

    private int proof(Bytes paper, Path certificates, int signatures) {
        return Answers.of(
                LogProof.decode(paper).then(proof -> new ProofCheck(certificates, signatures).sentence(proof)),
                command().getOut(),
                command().getErr(),
                sentence -> sentence);
    }

    private CommandLine command() {
        return Optional.ofNullable(spec).orElseThrow().commandLine();
    }
}
