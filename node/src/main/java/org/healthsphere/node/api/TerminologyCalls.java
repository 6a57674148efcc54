package org.healthsphere.node.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.terms.TerminologyLetters;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.library.StewardRecord;

/** Terminology for stewards: questions to its record, and what the other members mean; nothing in it is about a patient. */
final class TerminologyCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StewardRecord record;
    private final TerminologyLetters letters;

    TerminologyCalls(StewardRecord record, TerminologyLetters letters) {
        this.record = record;
        this.letters = letters;
    }

    /** The list of what is answered from, and how each other member's list differs. */
    Outcome<Reply> lock(Call call) {
        var body = JsonNodeFactory.instance.objectNode();
        body.set("lock", tree(letters.lock().utf8()));
        var members = body.putObject("members");
        new TreeMap<>(byName()).forEach((member, difference) -> {
            var one = members.putObject(member);
            difference.here().forEach(one.putArray("onlyHere")::add);
            difference.there().forEach(one.putArray("onlyThere")::add);
        });
        return Outcome.of(Reply.json(200, body));
    }

    private Map<String, TerminologyLetters.Difference> byName() {
        Map<String, TerminologyLetters.Difference> all = new HashMap<>();
        letters.differences().forEach((member, difference) -> all.put(member.value(), difference));
        return all;
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the JSON that was written", e);
        }
    }

    /** Has a compiled file fetched from another member: {@code {"sha256": …}}. */
    Outcome<Reply> fetch(Call call) {
        return text(call, "sha256")
                .then(TerminologyCalls::digest)
                .then(letters::fetch)
                .map(entry -> Reply.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("url", entry.id().url())
                                .put("version", entry.id().version())
                                .put("sha256", entry.file().hex())
                                .put("from", entry.source())));
    }

    private static Outcome<Sha256> digest(String text) {
        try {
            return Outcome.of(new Sha256(text));
        } catch (IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("sha256", "is not a digest"))));
        }
    }

    /** Answers {@code {"query": "SELECT …"}} with columns, rows, and what the question was not put to. */
    Outcome<Reply> ask(Call call) {
        return text(call, "query").then(record::ask).map(answer -> {
            var body = JsonNodeFactory.instance.objectNode();
            answer.columns().forEach(body.putArray("columns")::add);
            var rows = body.putArray("rows");
            answer.rows().forEach(row -> row.forEach(rows.addArray()::add));
            answer.leftOut().forEach(body.putArray("leftOut")::add);
            return Reply.json(200, body);
        });
    }

    private static Outcome<String> text(Call call, String name) {
        try {
            var text = JSON.readTree(call.body().utf8()).path(name).asText("");
            if (!text.isBlank()) {
                return Outcome.of(text);
            }
        } catch (JsonProcessingException _) {
            // said below
        }
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(name, "is required, in a JSON object"))));
    }
}
