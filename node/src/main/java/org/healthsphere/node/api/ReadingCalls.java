package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.device.DataPoints;
import org.healthsphere.node.ingest.device.HealthExport;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** What patients measure themselves: whose it is says the token, and nothing in the readings. */
final class ReadingCalls {
    /** What the hospital calls all that its patients send; without a source of this name it takes none. */
    private static final String SOURCE = "patient-devices";

    private static final String ORIGIN = "readings of the patient";

    private final Ingest ingest;
    private final AuditLog audit;

    ReadingCalls(Ingest ingest, AuditLog audit) {
        this.ingest = ingest;
        this.audit = audit;
    }

    /** Durable when it is answered. */
    Outcome<Reply> take(Call call) {
        if (!ingest.coverage().containsKey(SOURCE)) {
            return Outcome.failed(new Fault.NotFound("a place for readings of patients in this hospital"));
        }
        var patient = call.caller().patient().orElseThrow();
        var type = Optional.ofNullable(call.context().request().getHeader("Content-Type"))
                .orElse("")
                .toLowerCase(Locale.ROOT);
        var event = AuditEvent.of(
                        AuditCode.RECORD_WRITTEN, call.caller().requester(), PurposeOfUse.PATRQT, call.correlation())
                .about(patient);
        return audit.append(event).then(_ -> taken(type, patient, call.body()));
    }

    private Outcome<Reply> taken(String type, String patient, Bytes readings) {
        var body = new ByteArrayInputStream(readings.array());
        if (type.contains("xml")) {
            return HealthExport.open(body, ORIGIN, patient).then(this::taken);
        }
        return taken(DataPoints.open(body, ORIGIN, Optional.of(patient)));
    }

    private Outcome<Reply> taken(RowSource readings) {
        return new Intake(ingest, SOURCE)
                .take(readings)
                .map(summary -> Reply.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("stored", summary.stored())
                                .put("repeated", summary.repeated())
                                .put("waiting", summary.waiting())));
    }
}
