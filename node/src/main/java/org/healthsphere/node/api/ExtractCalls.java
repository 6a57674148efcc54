package org.healthsphere.node.api;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.api.Calls.Call;
import org.healthsphere.node.api.Calls.Reply;
import org.healthsphere.node.fhir.flat.ViewDefinition;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.ReleaseGate;
import org.healthsphere.node.release.Released;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/** Records as flat rows, by a ViewDefinition, page by page; only what the gate lets out. */
final class ExtractCalls {
    private static final int PAGE = 500;
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final ReleaseGate gate;

    ExtractCalls(ReleaseGate gate) {
        this.gate = gate;
    }

    /** One page of resources as rows; who wants the next one says where it begins. */
    Outcome<Reply> extract(Call call) {
        return parsed(call.body())
                .then(order -> ViewDefinition.of(order.path("view"))
                        .then(view ->
                                gate.export(access(call), query(view, order)).then(page -> reply(view, page))));
    }

    private static Access access(Call call) {
        return new Access(call.caller().requester(), PurposeOfUse.HOPERAT, call.correlation());
    }

    private static Query query(ViewDefinition view, JsonNode order) {
        var after = Optional.of(order.path("after").asText("")).filter(text -> !text.isEmpty());
        return new Query(view.resource(), List.of(), List.of(), PAGE, after);
    }

    private static Outcome<Reply> reply(ViewDefinition view, Released page) {
        var rows = JsonNodeFactory.instance.arrayNode();
        var done = Outcome.of(rows);
        for (var resource : page.matches()) {
            done = done.then(all -> view.rows(tree(resource)).map(found -> with(all, found)));
        }
        return done.map(all -> {
            var json = JsonNodeFactory.instance.objectNode();
            var columns = json.putArray("columns");
            view.columns()
                    .forEach(column -> columns.addObject()
                            .put("name", column.name())
                            .put("type", column.type())
                            .put("collection", column.collection()));
            json.set("rows", all);
            page.next().ifPresent(next -> json.put("next", next));
            return Reply.json(200, json);
        });
    }

    private static ArrayNode with(ArrayNode all, List<List<JsonNode>> rows) {
        rows.forEach(row -> all.addArray().addAll(row));
        return all;
    }

    private static JsonNode tree(StoredResource resource) {
        return parsed(resource.json()).orElseThrow();
    }

    private static Outcome<JsonNode> parsed(Bytes body) {
        try {
            return JSON.readTree(body.array()) instanceof ObjectNode object
                    ? Outcome.of(object)
                    : Outcome.failed(new Fault.Invalid("the body is a JSON object"));
        } catch (IOException _) {
            return Outcome.failed(new Fault.Invalid("the body is a JSON object"));
        }
    }
}
