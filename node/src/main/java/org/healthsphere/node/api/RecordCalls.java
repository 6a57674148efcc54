package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.healthsphere.federation.exchange.MemberAnswer;
import org.healthsphere.federation.merge.MergedRecord;
import org.healthsphere.node.access.Scope.Interaction;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.care.BreakGlassReasons;
import org.healthsphere.node.care.InternationalPatientSummary;
import org.healthsphere.node.care.NetworkRecords;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.Reach;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** The network's record of a patient of this hospital, for a clinician's program. */
final class RecordCalls {
    private final NetworkRecords records;
    private final InternationalPatientSummary summary;
    private final InstantSource clock;

    RecordCalls(NetworkRecords records, InternationalPatientSummary summary, InstantSource clock) {
        this.records = records;
        this.summary = summary;
        this.clock = clock;
    }

    /** Each member with what came of it, the merged items with their sources, and the receipts. */
    Outcome<Reply> record(Call call) {
        return open(call).map(record -> Reply.json(200, json(record)));
    }

    /** The International Patient Summary of the same record. */
    Outcome<Reply> summary(Call call) {
        return open(call)
                .then(record -> summary.of(
                        record,
                        UUID.nameUUIDFromBytes(Bytes.utf8(call.correlation()).array()),
                        clock.instant()))
                .map(bundle -> new Reply(200, "application/fhir+json", Bytes.utf8(bundle.toString())));
    }

    private Outcome<MergedRecord> open(Call call) {
        var request = call.context().queryParam("reason");
        var reason = request.stream().findFirst();
        var purpose = reason.isPresent() ? PurposeOfUse.ETREAT : PurposeOfUse.TREAT;
        if (!call.caller().may(purpose)) {
            return Outcome.failed(new Fault.Forbidden("the token is not good for the purpose " + purpose));
        }
        if (!new Reach(call.caller().scopes()).bounds(Interaction.READ).areNone()) {
            return Outcome.failed(new Fault.Forbidden("the token's scopes do not cover a whole record"));
        }
        var patient = call.parameter("id");
        if (!ResourceId.isId(patient)) {
            return Outcome.failed(new Fault.NotFound("such patient"));
        }
        var access = new Access(call.caller().requester(), purpose, call.correlation());
        return records.open(access, patient, reason.map(BreakGlassReasons::coding));
    }

    private static ObjectNode json(MergedRecord record) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("complete", record.answers().isComplete());
        var members = json.putArray("members");
        var receipts = json.putArray("receipts");
        record.answers().answers().forEach((member, answer) -> {
            var one = members.addObject()
                    .put("member", member.value())
                    .put("status", status(answer))
                    .put("resources", resources(answer));
            record.answers().time(member).ifPresent(time -> one.put("ms", time.toMillis()));
            receipt(answer).ifPresent(receipt -> receipts.add(receipt.utf8()));
        });
        record.patient().ifPresent(patient -> json.set("patient", patient.resource()));
        items(record, json.putArray("items"));
        return json;
    }

    private static void items(MergedRecord record, ArrayNode items) {
        record.items().forEach(item -> {
            var entry = items.addObject();
            var sources = entry.putArray("sources");
            item.sources().forEach(source -> sources.add(source.toString()));
            entry.put("conflicts", item.conflicts().size());
            entry.set("resource", item.resource());
        });
    }

    static String status(MemberAnswer answer) {
        return switch (answer) {
            case MemberAnswer.Answered _ -> "answered";
            case MemberAnswer.NothingToRelease _ -> "nothing-to-release";
            case MemberAnswer.Late _ -> "late";
            case MemberAnswer.Unreachable _ -> "unreachable";
            case MemberAnswer.Stale _ -> "stale";
            case MemberAnswer.VersionMismatch _ -> "version-mismatch";
            case MemberAnswer.Refused _ -> "refused";
            case MemberAnswer.TooLong _ -> "too-long";
            case MemberAnswer.Invalid _ -> "invalid";
        };
    }

    private static int resources(MemberAnswer answer) {
        return answer instanceof MemberAnswer.Answered answered
                ? answered.records().size()
                : 0;
    }

    private static Optional<Bytes> receipt(MemberAnswer answer) {
        return switch (answer) {
            case MemberAnswer.Answered answered -> Optional.of(answered.receipt());
            case MemberAnswer.NothingToRelease nothing -> Optional.of(nothing.receipt());
            default -> Optional.empty();
        };
    }
}
