package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.Receipt;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** Messages and documents of the hospital's own systems, over HTTP. */
final class FeedCalls {
    private final Ingest ingest;

    FeedCalls(Ingest ingest) {
        this.ingest = ingest;
    }

    /** Durable when it is answered: stored, or set aside with a reason. */
    Outcome<Reply> take(Call call) {
        try {
            return answer(ingest.take(call.parameter("kind"), call.parameter("source"), call.body()));
        } catch (IllegalArgumentException _) {
            return Outcome.failed(new Fault.NotFound("such feed or source"));
        }
    }

    Outcome<Reply> report(Call call) {
        var report = ingest.report();
        return Outcome.of(Reply.json(
                200,
                JsonNodeFactory.instance
                        .objectNode()
                        .put("received", report.received())
                        .put("stored", report.stored())
                        .put("quarantined", report.quarantined())));
    }

    private static Outcome<Reply> answer(Receipt receipt) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        return switch (receipt) {
            case Receipt.Stored _ -> Outcome.of(Reply.json(201, json.put("status", "stored")));
            case Receipt.Repeated _ -> Outcome.of(Reply.json(200, json.put("status", "repeated")));
            case Receipt.Partly partly ->
                Outcome.of(Reply.json(
                        201,
                        json.put("status", "partly")
                                .put("waiting", partly.waiting())
                                .put("entry", partly.entry())
                                .put("reason", Faults.text(partly.reason()))));
            case Receipt.Quarantined(var entry, var reason) ->
                Outcome.of(Reply.json(
                        422,
                        json.put("status", "quarantined").put("entry", entry).put("reason", Faults.text(reason))));
            case Receipt.Deferred _ -> Outcome.failed(new Fault.Unavailable("the store; send it again"));
        };
    }
}
