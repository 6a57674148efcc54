package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditLog;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Original;
import org.healthsphere.node.ingest.Quarantine;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.node.ingest.Replays.Range;
import org.healthsphere.node.ingest.Replays.Report;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Messages that are kept: which there are, and mapping them again. */
final class ReplayCalls {
    private static final int MOST = 1_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiRoutes.Incoming incoming;
    private final AuditLog audit;

    ReplayCalls(ApiRoutes.Incoming incoming, AuditLog audit) {
        this.incoming = incoming;
        this.audit = audit;
    }

    /** Without what they say. */
    Outcome<Reply> list(Call call) {
        var request = call.context().request();
        return range(name -> Optional.ofNullable(request.getParam(name))).map(range -> {
            var json = JsonNodeFactory.instance.objectNode();
            var messages = json.putArray("messages");
            incoming.replays().list(range, MOST).forEach(original -> messages.add(described(original)));
            return Reply.json(200, json);
        });
    }

    private static ObjectNode described(Original original) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("message", original.part())
                .put("source", original.id().source())
                .put("kind", original.id().kind())
                .put("id", original.id().id())
                .put("at", original.at().toString())
                .put("withdrawn", original.withdrawn());
    }

    /** What waits because it could not be taken in, oldest first, without what it says. */
    Outcome<Reply> waiting(Call call) {
        var request = call.context().request();
        return range(name -> Optional.ofNullable(request.getParam(name))).map(range -> {
            var json = JsonNodeFactory.instance.objectNode();
            var waiting = json.putArray("waiting");
            waiting(range)
                    .limit(MOST)
                    .forEach(entry -> waiting.addObject()
                            .put("entry", entry.id())
                            .put("since", entry.since().toString())
                            .put("source", entry.source())
                            .put("kind", entry.kind())
                            .put("reason", entry.reason()));
            return Reply.json(200, json);
        });
    }

    /** What is answered is durable. */
    Outcome<Reply> replay(Call call) {
        var order = parsed(call.body());
        var ordered = AuditEvent.of(
                AuditCode.MESSAGES_REPLAYED, call.caller().requester(), PurposeOfUse.HOPERAT, call.correlation());
        return audit.append(ordered).then(_ -> ordered(order));
    }

    private Outcome<Reply> ordered(JsonNode order) {
        var message = text(order, "message");
        var replays = incoming.replays();
        return switch (text(order, "action").orElse("")) {
            case "replay" ->
                (message.isPresent()
                                ? replays.replay(message.get())
                                : range(name -> text(order, name)).then(replays::replay))
                        .map(ReplayCalls::reply);
            case "withdraw" -> replays.withdraw(message.orElse("")).map(ReplayCalls::reply);
            case "restore" -> replays.restore(message.orElse("")).map(ReplayCalls::reply);
            case "quarantine" -> range(name -> text(order, name)).map(this::quarantine);
            default ->
                Outcome.failed(new Fault.Invalid(
                        List.of(new Problem("action", "must be replay, withdraw, restore or quarantine"))));
        };
    }

    private Stream<Quarantine.Entry> waiting(Range range) {
        return incoming.ingest().quarantined().stream()
                .filter(entry -> range.holds(entry.source(), entry.kind(), entry.since()));
    }

    private Reply quarantine(Range range) {
        var refused = new TreeMap<String, String>();
        var stored = 0;
        for (var entry : waiting(range).toList()) {
            var receipt = incoming.ingest().replay(entry.id());
            var why = receipt.flatMap(ReplayCalls::refusal);
            why.ifPresent(reason -> refused.put(entry.id(), reason));
            stored += why.isEmpty() ? 1 : 0;
        }
        return reply(new Report(stored, 0, 0, refused, Map.of()));
    }

    private static Optional<String> refusal(Receipt receipt) {
        return switch (receipt) {
            case Receipt.Stored _, Receipt.Repeated _ -> Optional.empty();
            case Receipt.Partly partly -> Optional.of(Faults.text(partly.reason()));
            case Receipt.Quarantined(var _, var reason) -> Optional.of(Faults.text(reason));
            case Receipt.Deferred(var reason) -> Optional.of(Faults.text(reason));
        };
    }

    private static Reply reply(Report report) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("messages", report.messages())
                .put("changed", report.changed())
                .put("withdrawn", report.withdrawn());
        var refused = json.putObject("refused");
        new TreeMap<>(report.refused()).forEach(refused::put);
        var left = json.putObject("left");
        new TreeMap<>(report.left()).forEach((id, why) -> left.put(id.toString(), why));
        return Reply.json(200, json);
    }

    private static Outcome<Range> range(Function<String, Optional<String>> said) {
        try {
            return Outcome.of(new Range(
                    said.apply("source"),
                    said.apply("kind"),
                    said.apply("from").map(Instant::parse).orElse(Instant.MIN),
                    said.apply("until").map(Instant::parse).orElse(Instant.MAX)));
        } catch (DateTimeParseException _) {
            return Outcome.failed(new Fault.Invalid(
                    List.of(new Problem("from, until", "must be instants, as 2026-01-31T00:00:00Z"))));
        }
    }

    private static Optional<String> text(JsonNode order, String name) {
        return Optional.of(order.path(name).asText("")).filter(text -> !text.isEmpty());
    }

    private static JsonNode parsed(Bytes body) {
        try {
            return JSON.readTree(body.array());
        } catch (IOException _) {
            return MissingNode.getInstance();
        }
    }
}
