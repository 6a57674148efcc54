package org.healthsphere.node.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditHead;
import org.healthsphere.node.audit.AuditVerifier;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that is written anew, whole and in good order, does not lead to where the ledger says that it once ended. */
class AccessAnchorTest {
    private final House house = new House();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        house.close();
    }

    private void write(FileAuditLog log, String what) {
        var own = house.own();
        var _ = log.append(AuditEvent.of(
                                AuditCode.RECORD_READ, own.requester(), own.purpose(), own.correlation())
                        .naming(List.of(what)))
                .orElseThrow();
    }

    private List<AuditHead> onLedger() {
        return house.ledger.eventsFrom(0).orElseThrow().stream()
                .map((LedgerEvent event) -> AccessAnchor.of(event, House.NORTH))
                .flatMap(Optional::stream)
                .toList();
    }

    @Test
    void a_rewritten_log_is_found_by_whoever_has_the_ledger() throws IOException {
        var file = folder.resolve("audit.log");
        try (var log = FileAuditLog.open(file, House.NORTH, house.clock).orElseThrow()) {
            var anchor = new AccessAnchor(House.NORTH, house.ledger, log::head);
            assertThat(anchor.anchor()).isEqualTo(Outcome.of(Optional.empty()));
            write(log, "Observation/1");
            write(log, "Observation/2");
            assertThat(anchor.anchor().orElseThrow()).isPresent();
            assertThat(anchor.anchor()).as("nothing new").isEqualTo(Outcome.of(Optional.empty()));
            write(log, "Observation/3");
        }
        var anchored = onLedger().getFirst();
        assertThat(anchored.sequence()).isEqualTo(2);
        assertThat(AuditVerifier.verify(file, anchored)).isInstanceOf(Outcome.Success.class);
        Files.delete(file);
        try (var log = FileAuditLog.open(file, House.NORTH, house.clock).orElseThrow()) {
            write(log, "Observation/1");
            write(log, "Observation/9");
            write(log, "Observation/3");
        }
        assertThat(AuditVerifier.verify(file)).as("in itself it is whole").isInstanceOf(Outcome.Success.class);
        assertThat(AuditVerifier.verify(file, anchored)).isInstanceOf(Outcome.Failure.class);
    }
}
