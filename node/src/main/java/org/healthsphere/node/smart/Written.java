package org.healthsphere.node.smart;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.smart.Connection.InContext;
import org.healthsphere.node.smart.Connection.Person;
import org.healthsphere.node.smart.Connection.Refresh;
import org.healthsphere.node.smart.Connection.Renewal;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;

/** What is kept of connections, codes and tokens, as the store keeps it. */
final class Written {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Written() {}

    static Bytes of(Connection connection) {
        return bytes(json(connection));
    }

    private static ObjectNode json(Connection connection) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("id", connection.id())
                .put("app", connection.app())
                .put("subject", connection.person().subject())
                .put("role", connection.person().role().name())
                .put("since", connection.since().toString())
                .put("until", connection.until().toString())
                .put("used", connection.used().toString());
        connection.context().patient().ifPresent(patient -> json.put("patient", patient));
        connection.context().encounter().ifPresent(encounter -> json.put("encounter", encounter));
        connection.scopes().forEach(json.putArray("scopes")::add);
        switch (connection.renewal()) {
            case Renewal.Never _ -> json.put("renewal", "never");
            case Renewal.Online(var session, var _) ->
                json.put("renewal", "online").put("session", session);
            case Renewal.Offline _ -> json.put("renewal", "offline");
        }
        connection.refresh().ifPresent(refresh -> {
            refresh.current().ifPresent(current -> json.put("current", current.hex()));
            var spent = json.putArray("spent");
            refresh.spent().forEach(digest -> spent.add(digest.hex()));
        });
        return json;
    }

    static Connection connection(Bytes bytes) {
        return connection(read(bytes));
    }

    private static Connection connection(JsonNode json) {
        var refresh = new Refresh(
                text(json, "current").map(Sha256::new),
                json.path("spent")
                        .valueStream()
                        .map(d -> new Sha256(d.asText()))
                        .toList());
        var renewal = switch (json.path("renewal").asText()) {
            case "online" -> new Renewal.Online(json.path("session").asText(), refresh);
            case "offline" -> new Renewal.Offline(refresh);
            default -> new Renewal.Never();
        };
        return new Connection(
                json.path("id").asText(),
                json.path("app").asText(),
                new Person(
                        json.path("subject").asText(),
                        Role.valueOf(json.path("role").asText())),
                new InContext(text(json, "patient"), text(json, "encounter")),
                texts(json, "scopes"),
                renewal,
                time(json, "since"),
                time(json, "until"),
                time(json, "used"));
    }

    static Bytes of(Issued issued) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("app", issued.app())
                .put("identified", issued.identified())
                .put("at", issued.at().toString())
                .put("until", issued.until().toString());
        issued.connection().ifPresent(connection -> json.put("connection", connection));
        issued.scopes().forEach(json.putArray("scopes")::add);
        return bytes(json);
    }

    static Issued issued(Bytes bytes) {
        var json = read(bytes);
        return new Issued(
                json.path("app").asText(),
                text(json, "connection"),
                texts(json, "scopes"),
                json.path("identified").asBoolean(),
                time(json, "at"),
                time(json, "until"));
    }

    static Bytes of(Code code) {
        var json = JsonNodeFactory.instance
                .objectNode()
                .put("redirect", code.redirect())
                .put("challenge", code.challenge())
                .put("until", code.until().toString())
                .put("spent", code.spent());
        code.nonce().ifPresent(nonce -> json.put("nonce", nonce));
        json.set("draft", json(code.draft()));
        return bytes(json);
    }

    static Code code(Bytes bytes) {
        var json = read(bytes);
        return new Code(
                connection(json.path("draft")),
                json.path("redirect").asText(),
                json.path("challenge").asText(),
                text(json, "nonce"),
                time(json, "until"),
                json.path("spent").asBoolean());
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static List<String> texts(JsonNode json, String name) {
        return json.path(name).valueStream().map(JsonNode::asText).toList();
    }

    private static Instant time(JsonNode json, String name) {
        return Instant.parse(json.path(name).asText());
    }

    private static Bytes bytes(ObjectNode json) {
        return Bytes.utf8(json.toString());
    }

    private static JsonNode read(Bytes bytes) {
        try {
            return JSON.readTree(bytes.utf8());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was written here is read here", e);
        }
    }
}
