package org.healthsphere.node.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;

/** The audit log is never put back: where there is one it goes on, and says that a backup was restored. */
record KeptAudit(Path data, Path stage) {
    private static final String FOLDER = "audit";
    private static final String LOG = "audit.log";

    boolean isThere() {
        return Files.exists(data.resolve(FOLDER).resolve(LOG));
    }

    static boolean holds(Frame.OfFile piece) {
        return piece.path().equals(FOLDER + "/" + LOG);
    }

    /** A log that was altered is not continued, and the restore does not go on. */
    Outcome<?> goOn(Manifest restored, InstantSource clock) throws IOException {
        var log = stage.resolve(FOLDER).resolve(LOG);
        Files.createDirectories(stage.resolve(FOLDER));
        if (isThere()) {
            Files.copy(data.resolve(FOLDER).resolve(LOG), log, StandardCopyOption.COPY_ATTRIBUTES);
        }
        return switch (FileAuditLog.open(log, restored.node(), clock)) {
            case Outcome.Failure<FileAuditLog>(var fault) -> Outcome.failed(fault);
            case Outcome.Success<FileAuditLog>(var opened) -> {
                try (opened) {
                    yield opened.append(event(restored.node(), restored.name()));
                }
            }
        };
    }

    private static AuditEvent event(NodeId node, String backup) {
        var operator = new Requester(node, "operator", Role.OPERATOR);
        return AuditEvent.of(AuditCode.BACKUP_RESTORED, operator, PurposeOfUse.HOPERAT, "restore")
                .naming(List.of("backup:" + backup));
    }
}
