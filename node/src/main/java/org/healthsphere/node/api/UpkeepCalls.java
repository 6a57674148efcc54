package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.util.List;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.backup.Backups.Kind;
import org.healthsphere.node.backup.Backups.Written;
import org.healthsphere.node.erasure.Erasures.Report;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** What a steward and an operator do about the node's data. */
final class UpkeepCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiRoutes.Upkeep upkeep;

    UpkeepCalls(ApiRoutes.Upkeep upkeep) {
        this.upkeep = upkeep;
    }

    /** Erases a patient for good; whoever calls repeats the patient's id, so that no slip does it. */
    Outcome<Reply> erase(Call call) {
        var patient = call.parameter("id");
        if (!parsed(call.body()).path("confirm").asText("").equals(patient)) {
            return Outcome.failed(new Fault.Invalid(
                    List.of(new Problem("confirm", "must repeat the patient's id: an erasure cannot be undone"))));
        }
        return upkeep.erasures()
                .erase(call.caller().requester(), patient, call.correlation())
                .map(UpkeepCalls::reply);
    }

    private static Reply reply(Report report) {
        return Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("erasure", report.record().number())
                        .put("resources", report.record().resources())
                        .put("masked", report.record().masked())
                        .put("messages", report.messages())
                        .put("accounts", report.accounts()));
    }

    /** Writes a backup; it is complete when it is answered. */
    Outcome<Reply> backUp(Call call) {
        var kind = parsed(call.body()).path("kind").asText("");
        if (!kind.equals("full") && !kind.equals("incremental")) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("kind", "must be full or incremental"))));
        }
        if (upkeep.backupFolder().isEmpty()) {
            return Outcome.failed(new Fault.Conflict("the setting backup.folder names no folder"));
        }
        return upkeep.backups()
                .write(upkeep.backupFolder().get(), kind.equals("full") ? Kind.FULL : Kind.INCREMENTAL)
                .then(written -> noted(call, written));
    }

    private Outcome<Reply> noted(Call call, Written written) {
        var event = AuditEvent.of(
                        AuditCode.BACKUP_WRITTEN, call.caller().requester(), PurposeOfUse.HOPERAT, call.correlation())
                .naming(List.of("backup:" + written.name()));
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("backup", written.name())
                .put("kind", written.full() ? "full" : "incremental")
                .put("change", written.to())
                .put("bytes", written.bytes());
        return upkeep.audit().append(event).map(_ -> Reply.json(201, json));
    }

    private static JsonNode parsed(Bytes body) {
        try {
            return JSON.readTree(body.array());
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }
}
