package org.healthsphere.node.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.library.StewardRecord;

/** Stewards' questions to the record of the terminology; nothing in it is about a patient. */
final class TerminologyCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StewardRecord record;

    TerminologyCalls(StewardRecord record) {
        this.record = record;
    }

    /** Answers {@code {"query": "SELECT …"}} with columns, rows, and what the question was not put to. */
    Outcome<Reply> ask(Call call) {
        return query(call).then(record::ask).map(answer -> {
            var body = JsonNodeFactory.instance.objectNode();
            answer.columns().forEach(body.putArray("columns")::add);
            var rows = body.putArray("rows");
            answer.rows().forEach(row -> row.forEach(rows.addArray()::add));
            answer.leftOut().forEach(body.putArray("leftOut")::add);
            return Reply.json(200, body);
        });
    }

    private static Outcome<String> query(Call call) {
        try {
            var query = JSON.readTree(call.body().utf8()).path("query").asText("");
            if (!query.isBlank()) {
                return Outcome.of(query);
            }
        } catch (JsonProcessingException _) {
            // said below
        }
        return Outcome.failed(new Fault.Invalid(List.of(new Problem("query", "is required, in a JSON object"))));
    }
}
