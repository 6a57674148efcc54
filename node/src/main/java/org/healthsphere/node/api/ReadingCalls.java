package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.ByteArrayInputStream;
import java.util.Locale;
import java.util.Optional;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.device.DataPoints;
import org.healthsphere.node.ingest.device.HealthExport;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** What patients measure themselves: whose it is says the token, and nothing in the readings. */
final class ReadingCalls {
    /** What the hospital calls all that its patients send; without a source of this name it takes none. */
    private static final String SOURCE = "patient-devices";

    private static final String ORIGIN = "readings of the patient";

    private final Ingest ingest;

    ReadingCalls(Ingest ingest) {
        this.ingest = ingest;
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
        var body = new ByteArrayInputStream(call.body().array());
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
