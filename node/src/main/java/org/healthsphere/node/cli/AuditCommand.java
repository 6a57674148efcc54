package org.healthsphere.node.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.node.audit.AuditVerifier;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hie audit}: checks an audit log, offline. */
@Command(name = "audit", mixinStandardHelpOptions = true, description = "Verifies audit logs.")
final class AuditCommand {
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
        var found = anchor == null ? AuditVerifier.verify(file) : AuditVerifier.verify(file, head(anchor));
        return Answers.of(
                found,
                command.getOut(),
                command.getErr(),
                log -> "The audit log holds: %d entries, head %s.".formatted(log.entries(), log.headHash()));
    }

    private static AuditHead head(String anchor) {
        var colon = anchor.indexOf(':');
        return new AuditHead(Long.parseLong(anchor.substring(0, colon)), new Sha256(anchor.substring(colon + 1)));
    }
}
