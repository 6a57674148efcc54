package org.healthsphere.node.http.fhir;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.release.Access;
import org.healthsphere.specs.Bytes;

/** A {@link Call} as it is kept until somebody comes back for its answer: everything but who asks, who shows that again. */
final class LaterCall {
    private LaterCall() {}

    static ObjectNode of(Call call, Interaction interaction) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("method", interaction.method().name())
                .put("route", interaction.path())
                .put("base", call.base())
                .put("query", call.query())
                .put("prefer", call.headers().prefer())
                .put("language", call.headers().acceptLanguage())
                .put("form", call.content().form().toString())
                .put(
                        "body",
                        Base64.getEncoder().encodeToString(call.content().body().array()));
        var path = call.path();
        json.putArray("path")
                .add(path.type())
                .add(path.id())
                .add(path.version())
                .add(path.inside());
        return json;
    }

    static boolean isOf(JsonNode json, Interaction interaction) {
        return json.path("method").asText().equals(interaction.method().name())
                && json.path("route").asText().equals(interaction.path());
    }

    static Call read(JsonNode json, Access access) {
        var path = json.path("path");
        var unconditional = new Call.Conditional("", "", "", "");
        return new Call(
                access,
                json.path("base").asText(),
                new Call.Path(
                        path.path(0).asText(),
                        path.path(1).asText(),
                        path.path(2).asText(),
                        path.path(3).asText()),
                json.path("query").asText(),
                new Call.Headers(
                        unconditional,
                        json.path("prefer").asText(),
                        "",
                        json.path("language").asText(),
                        "",
                        ""),
                new Call.Content(
                        Bytes.of(Base64.getDecoder().decode(json.path("body").asText())),
                        Parameters.parse(json.path("form").asText())));
    }
}
