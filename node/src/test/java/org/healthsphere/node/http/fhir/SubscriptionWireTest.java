package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.http.fhir.SubscriptionServer.until;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of a server about subscriptions, and how it answers. */
class SubscriptionWireTest extends SubscriptionHost {
    @Test
    void subscriptions_are_written_by_themselves() {
        var entry = """
                {"resourceType":"Bundle","type":"%s","entry":[{"resource":%s,
                 "request":{"method":"POST","url":"Subscription"}}]}""";
        assertThat(status(server.send("POST", "/", entry.formatted("transaction", subscription(_ -> {})))))
                .isEqualTo(422);
        assertThat(tree(server.send("POST", "/", entry.formatted("batch", subscription(_ -> {})))
                                .body())
                        .at("/entry/0/response/status")
                        .asText())
                .startsWith("400");
        assertThat(status(server.send("PUT", "/Subscription?status=active", subscription(_ -> {}))))
                .isEqualTo(422);
        assertThat(status(
                        server.send("POST", "/Subscription", subscription(_ -> {}), "If-None-Exist", "status=active")))
                .isEqualTo(422);
        assertThat(server.subscriptions.active()).isZero();
    }

    @Test
    void a_subscription_is_read_searched_changed_and_deleted() {
        var id = subscribed(_ -> {});
        var path = "/Subscription/" + id;
        var read = server.send("GET", path, "");
        var sent = tree(subscription(_ -> {}));
        var served = tree(read.body());
        assertThat(served.path("criteria")).isEqualTo(sent.path("criteria"));
        for (var name : List.of("type", "endpoint", "payload", "_payload")) {
            assertThat(served.path("channel").path(name))
                    .isEqualTo(sent.path("channel").path(name));
        }
        assertThat(read.headers().firstValue("ETag")).contains("W/\"2\"");
        assertThat(status(server.send("GET", path, "", "If-None-Match", "W/\"2\"")))
                .isEqualTo(304);
        var url = "http%3A%2F%2F127.0.0.1%3A" + endpoint.port() + "%2Fnotify%3Fto%3Dme";
        assertThat(tree(server.send("GET", "/Subscription?url=" + url, "").body())
                        .path("total")
                        .asInt())
                .isEqualTo(1);
        assertThat(tree(server.send("GET", "/Subscription?status=off", "").body())
                        .path("total")
                        .asInt())
                .isZero();
        var patched = server.send(
                "PATCH",
                path,
                "[{\"op\":\"replace\",\"path\":\"/status\",\"value\":\"off\"}]",
                "If-Match",
                "W/\"2\"",
                "Content-Type",
                "application/json-patch+json");
        assertThat(status(patched)).as(patched.body()).isEqualTo(200);
        assertThat(tree(patched.body()).path("status").asText()).isEqualTo("off");
        assertThat(status(server.send("PUT", path, subscription(s -> s.put("id", id)), "If-Match", "W/\"1\"")))
                .isEqualTo(412);
        assertThat(status(server.send("DELETE", path, ""))).isEqualTo(204);
        assertThat(status(server.send("GET", path, ""))).isEqualTo(404);
        assertThat(status(server.send("GET", path + "/$status", ""))).isEqualTo(404);
    }

    @Test
    void status_and_events_are_asked_for_with_get_and_post() {
        var id = subscribed(_ -> {});
        server.pulse("p1", "ann");
        server.pulse("p2", "ann");
        until("taken", () -> server.subscriptions.tally().events() == 2);
        var one =
                tree(server.send("GET", "/Subscription/" + id + "/$status", "").body());
        var all = tree(
                server.send("POST", "/Subscription/$status", """
                {"resourceType":"Parameters","parameter":[{"name":"id","valueId":"%s"},{"name":"id","valueId":"nobody"},
                 {"name":"status","valueCode":"active"}]}""".formatted(id)).body());
        assertThat(List.of(one, all)).allSatisfy(bundle -> {
            assertThat(bundle.path("type").asText()).isEqualTo("searchset");
            assertThat(bundle.path("total").asInt()).isEqualTo(1);
            assertThat(bundle.at("/entry/0/resource/parameter").toString())
                    .contains("{\"name\":\"events-since-subscription-start\",\"valueString\":\"2\"}");
        });
        var again = tree(
                server.send("POST", "/Subscription/" + id + "/$events", """
                {"resourceType":"Parameters","parameter":[{"name":"eventsSinceNumber","valueString":"2"}]}""").body());
        assertThat(again.path("type").asText()).isEqualTo("history");
        assertThat(again.at("/entry/1/resource/id").asText()).isEqualTo("p2");
        assertThat(status(server.send("GET", "/Subscription/" + id + "/$events?eventsSinceNumber=x", "")))
                .isEqualTo(400);
    }

    @Test
    void the_capability_statement_says_what_can_be_subscribed_to_and_how() {
        var statement = tree(server.send("GET", "/metadata", "").body());
        assertThat(statement.path("instantiates").valueStream().map(JsonNode::asText))
                .contains(
                        "http://hl7.org/fhir/uv/subscriptions-backport/CapabilityStatement/backport-subscription-server-r4");
        var resource = statement
                .at("/rest/0/resource")
                .valueStream()
                .filter(r -> r.path("type").asText().equals("Subscription"))
                .findFirst()
                .orElseThrow();
        assertThat(resource.path("supportedProfile").path(0).asText()).isEqualTo(EXTENSION + "backport-subscription");
        assertThat(resource.path("interaction")
                        .valueStream()
                        .map(i -> i.path("code").asText()))
                .containsExactlyInAnyOrder("search-type", "read", "update", "patch", "delete", "create");
        assertThat(resource.path("operation")
                        .valueStream()
                        .map(o -> o.path("name").asText() + " "
                                + o.path("definition").asText().replaceFirst(".*/", "")))
                .contains(
                        "status backport-subscription-status",
                        "events backport-subscription-events",
                        "get-ws-binding-token backport-subscription-get-ws-binding-token");
        assertThat(resource.path("searchParam")
                        .valueStream()
                        .map(p -> p.path("name").asText()))
                .contains("url", "status", "criteria");
        assertThat(resource.path("extension")
                        .valueStream()
                        .filter(e -> e.path("url")
                                .asText()
                                .equals(EXTENSION + "capabilitystatement-subscriptiontopic-canonical"))
                        .map(e -> e.path("valueCanonical").asText()))
                .contains(TOPIC + "Observation-change", TOPIC + "Encounter-create")
                .doesNotContain(TOPIC + "Subscription-change")
                .hasSize(server.subscriptions.topics().size());
        assertThat(statement.at("/rest/0/extension/0/valueUri").asText())
                .isEqualTo(server.base.replace("http", "ws").replace("/fhir", "/subscriptions/socket"));
    }
}
