package org.healthsphere.node.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.terms.TerminologyEpochs;
import org.healthsphere.node.terms.TerminologyEpochs.Epoch;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.library.TerminologyLock;

/** Epochs of the network's terminology, for stewards: who answers by which lock, and what was answered under one. */
final class EpochCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TerminologyEpochs epochs;

    EpochCalls(TerminologyEpochs epochs) {
        this.epochs = epochs;
    }

    /** All epochs on the ledger: what each member said, and what they agree on. */
    Outcome<Reply> all(Call call) {
        return epochs.all().map(all -> {
            var body = JsonNodeFactory.instance.objectNode();
            var list = body.putArray("epochs");
            all.forEach(epoch -> list.add(json(epoch)));
            return Reply.json(200, body);
        });
    }

    private static ObjectNode json(Epoch epoch) {
        var json = JsonNodeFactory.instance.objectNode().put("epoch", epoch.number());
        epoch.agreed().ifPresent(lock -> json.put("lock", lock.hex()));
        var members = json.putObject("members");
        var byName = new TreeMap<String, TerminologyEpochs.Said>();
        epoch.said().forEach((member, said) -> byName.put(member.value(), said));
        byName.forEach((member, said) ->
                members.putObject(member).put("lock", said.lock().hex()).put("height", said.height()));
        return json;
    }

    /**
     * Says on the ledger by which lock this member answers in an epoch: {@code {"epoch": …}} by what it answers from now, with
     * {@code "lock": <digest>} by one that another member has said, with {@code "files": […]} by this one.
     */
    Outcome<Reply> say(Call call) {
        return body(call).then(body -> number(body)
                .then(epoch -> lock(body).then(lock -> epochs.say(epoch, lock)).map(digest -> {
                    var said = JsonNodeFactory.instance.objectNode();
                    return Reply.json(201, said.put("epoch", epoch).put("lock", digest.hex()));
                })));
    }

    private Outcome<TerminologyLock> lock(JsonNode body) {
        return body.has("lock")
                ? digest(body).then(epochs::lock)
                : body.has("files") ? TerminologyLock.of(body.path("files")) : Outcome.of(epochs.own());
    }

    /** A value set as it was under a lock: {@code {"lock": <digest>, "valueSet": <canonical>}}. */
    Outcome<Reply> replay(Call call) {
        return body(call)
                .then(body -> digest(body)
                        .then(lock -> epochs.expand(lock, body.path("valueSet").asText(""))))
                .map(expansion -> Reply.json(
                        200,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("valueSet", expansion.valueSet())
                                .put("total", expansion.concepts().size())
                                .put("expansionDigest", expansion.digest())));
    }

    private static Outcome<JsonNode> body(Call call) {
        try {
            return Outcome.of(JSON.readTree(call.body().utf8()));
        } catch (JsonProcessingException _) {
            return Outcome.failed(new Fault.Invalid("the body is not a JSON object"));
        }
    }

    private static Outcome<Long> number(JsonNode body) {
        var epoch = body.path("epoch");
        return epoch.isIntegralNumber() && epoch.canConvertToLong() && epoch.longValue() > 0
                ? Outcome.of(epoch.longValue())
                : Outcome.failed(new Fault.Invalid(List.of(new Problem("epoch", "is a number from 1 on"))));
    }

    private static Outcome<Sha256> digest(JsonNode body) {
        try {
            return Outcome.of(new Sha256(body.path("lock").asText("")));
        } catch (IllegalArgumentException _) {
            return Outcome.failed(new Fault.Invalid(List.of(new Problem("lock", "is not a digest"))));
        }
    }
}
