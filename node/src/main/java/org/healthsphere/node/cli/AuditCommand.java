package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.node.audit.AuditVerifier;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie audit}: checks an audit log, offline. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Verifies audit logs.")
final class AuditCommand {
    private static final Pattern ANCHOR = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Follows the chain of an audit log from its first entry.")
    int verify(
            @Parameters(paramLabel = "FILE", description = "The audit log.") Path file,
            @Option(
                            names = "--anchor",
                            paramLabel = "COUNT:HASH",
                            description = "Where the log is known to have ended once.")
                    @Nullable
                    String anchor)
            throws IOException {
        var command = Optional.ofNullable(spec).orElseThrow().commandLine();
        var found = anchor == null ? AuditVerifier.verify(file) : AuditVerifier.verify(file, head(command, anchor));
        return Answers.of(
                found,
                command.getOut(),
                command.getErr(),
                log -> "The audit log holds: %d entries%s, head %s."
                        .formatted(
                                log.entries(),
                                log.gone() == 0
                                        ? ""
                                        : ", of which the first %d are gone, since their time was over"
                                                .formatted(log.gone()),
                                log.headHash()));
    }

    private static AuditHead head(CommandLine command, String anchor) {
        var parts = ANCHOR.matcher(anchor);
        if (!parts.matches()) {
            throw new ParameterException(command, "--anchor is COUNT:HASH, a number and 64 hexadecimal digits");
        }
        return new AuditHead(Long.parseLong(parts.group(1)), new Sha256(parts.group(2)));
    }
}
