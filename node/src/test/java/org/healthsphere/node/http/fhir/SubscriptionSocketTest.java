package org.healthsphere.node.http.fhir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.http.fhir.SubscriptionServer.until;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.subscription.Targets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscribers who wait at a websocket. */
class SubscriptionSocketTest {
    private static final String EXTENSION = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private SubscriptionServer server = new SubscriptionServer(Targets.Policy.USUAL, Optional.empty());

    @AfterEach
    void stop() {
        server.close();
    }

    /** What one end of a websocket has heard. */
    private static final class Ear implements WebSocket.Listener {
        final List<String> heard = new CopyOnWriteArrayList<>();
        final AtomicInteger closed = new AtomicInteger();
        final AtomicInteger pinged = new AtomicInteger();
        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            message.append(text);
            if (last) {
                heard.add(message.toString());
                message.setLength(0);
            }
            return WebSocket.Listener.super.onText(socket, text, last);
        }

        @Override
        public CompletionStage<?> onPing(WebSocket socket, ByteBuffer text) {
            pinged.incrementAndGet();
            return WebSocket.Listener.super.onPing(socket, text);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            closed.set(status);
            return WebSocket.Listener.super.onClose(socket, status, reason);
        }
    }

    private static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String created(String topic) {
        var response = server.send("POST", "/Subscription", """
                {"resourceType":"Subscription","status":"requested","reason":"to be told",
                 "criteria":"https://healthsphere.org/fhir/SubscriptionTopic/%s",
                 "channel":{"type":"websocket","payload":"application/fhir+json",
                  "_payload":{"extension":[{"url":"%sbackport-payload-content","valueCode":"id-only"}]}}}""".formatted(topic, EXTENSION));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(tree(response.body()).path("status").asText()).isEqualTo("active");
        return tree(response.body()).path("id").asText();
    }

    private JsonNode token(String path) {
        var response = server.send("GET", "/Subscription" + path + "/$get-ws-binding-token", "");
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return tree(response.body()).path("parameter");
    }

    private static String value(JsonNode parameters, String name) {
        return parameters
                .valueStream()
                .filter(p -> p.path("name").asText().equals(name))
                .flatMap(p -> p.propertyStream().filter(m -> m.getKey().startsWith("value")))
                .map(m -> m.getValue().asText())
                .findFirst()
                .orElse("");
    }

    private WebSocket connected(String url, Ear ear) {
        return server.client
                .newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(30))
                .buildAsync(URI.create(url), ear)
                .orTimeout(30, TimeUnit.SECONDS)
                .join();
    }

    private WebSocket bound(String path, Ear ear, String how) {
        var token = token(path);
        var socket = connected(value(token, "websocket-url"), ear);
        var _ = socket.sendText(how.formatted(value(token, "token")), true).join();
        return socket;
    }

    private static String kind(String notification) {
        return value(tree(notification).at("/entry/0/resource/parameter"), "type");
    }

    private static String focus(String notification) {
        return tree(notification).at("/entry/1/fullUrl").asText().replaceFirst(".*/fhir/", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bind-with-token %s", "bind-with-token: %s"})
    void whoever_binds_is_greeted_and_told(String how) {
        var id = created("Observation-change");
        var ear = new Ear();
        var socket = bound("/" + id, ear, how);
        until("greeted", () -> ear.heard.size() == 1);
        server.pulse("p1", "ann");
        until("told", () -> ear.heard.size() == 2);
        assertThat(ear.heard)
                .extracting(SubscriptionSocketTest::kind)
                .containsExactly("handshake", "event-notification");
        assertThat(focus(ear.heard.getLast())).isEqualTo("Observation/p1");
        socket.abort();
    }

    @Test
    void one_token_binds_to_all_and_says_to_which() {
        var first = created("Observation-change");
        var second = created("Patient-change");
        assertThat(token("")
                        .valueStream()
                        .filter(p -> p.path("name").asText().equals("subscription"))
                        .map(p -> p.path("valueString").asText()))
                .containsExactlyInAnyOrder(first, second);
        var ear = new Ear();
        var socket = bound("", ear, "bind-with-token %s");
        until("greeted by both", () -> ear.heard.size() == 2);
        assertThat(ear.heard).extracting(SubscriptionSocketTest::kind).containsOnly("handshake");
        socket.abort();
    }

    @Test
    void who_was_away_is_told_what_he_missed() {
        var id = created("Observation-change");
        var ear = new Ear();
        var socket = bound("/" + id, ear, "bind-with-token %s");
        until("greeted", () -> ear.heard.size() == 1);
        socket.abort();
        until("away", () -> server.subscriptions.connected() == 0);
        server.pulse("p1", "ann");
        server.pulse("p2", "ann");
        var again = new Ear();
        var next = bound("/" + id, again, "bind-with-token %s");
        until("told", () -> again.heard.stream().anyMatch(n -> n.contains("Observation/p2")));
        assertThat(kind(again.heard.getFirst())).isEqualTo("handshake");
        assertThat(String.join("", again.heard)).contains("Observation/p1");
        next.abort();
    }

    @Test
    void a_token_is_good_once() {
        var id = created("Observation-change");
        var token = token("/" + id);
        var words = "bind-with-token " + value(token, "token");
        var ear = new Ear();
        var socket = connected(value(token, "websocket-url"), ear);
        var _ = socket.sendText(words, true).join();
        until("greeted", () -> ear.heard.size() == 1);
        var thief = new Ear();
        var other = connected(value(token, "websocket-url"), thief);
        var _ = other.sendText(words, true).join();
        until("turned away", () -> thief.closed.get() == 1008);
        assertThat(thief.heard).isEmpty();
        socket.abort();
    }

    @Test
    void a_token_is_good_for_a_minute() {
        var id = created("Observation-change");
        var token = token("/" + id);
        assertThat(value(token, "expiration"))
                .isEqualTo(server.house.clock.instant().plusSeconds(60).toString());
        server.pass(Duration.ofSeconds(60));
        var ear = new Ear();
        var socket = connected(value(token, "websocket-url"), ear);
        var _ = socket.sendText("bind-with-token " + value(token, "token"), true)
                .join();
        until("turned away", () -> ear.closed.get() == 1008);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hello", "bind-with-token", "bind-with-token not-a-token", "bind-with-token {}"})
    void whoever_says_anything_else_is_turned_away(String words) {
        var ear = new Ear();
        var socket = connected(server.base.replace("http", "ws").replace("/fhir", "/subscriptions/socket"), ear);
        var _ = socket.sendText(words, true).join();
        until("turned away", () -> ear.closed.get() == 1008);
    }

    @Test
    void whoever_says_nothing_is_not_waited_for() {
        hurry();
        var ear = new Ear();
        var _ = connected(server.base.replace("http", "ws").replace("/fhir", "/subscriptions/socket"), ear);
        until("turned away", () -> ear.closed.get() == 1008);
        assertThat(ear.pinged.get()).isPositive();
    }

    /** From now on it gives up soon on who says nothing. */
    private void hurry() {
        server.close();
        var pace = new SubscriptionSocket.Pace(Duration.ofSeconds(1), Duration.ofMillis(300));
        server = new SubscriptionServer(Targets.Policy.USUAL, Optional.empty(), pace);
    }

    /** On a machine that stands still for a moment even he answers too late: then he comes again. */
    @Test
    void whoever_answers_pings_stays() {
        hurry();
        var id = created("Observation-change");
        var stayed = Stream.generate(() -> new Ear())
                .limit(20)
                .filter(ear -> {
                    var socket = bound("/" + id, ear, "bind-with-token %s");
                    until("pinged again and again", () -> ear.pinged.get() >= 4 || ear.closed.get() != 0);
                    socket.abort();
                    return ear.pinged.get() >= 4;
                })
                .findFirst();
        assertThat(stayed).isPresent();
    }

    @Test
    void who_is_turned_off_is_hung_up() {
        var id = created("Observation-change");
        var ear = new Ear();
        var _ = bound("/" + id, ear, "bind-with-token %s");
        until("greeted", () -> ear.heard.size() == 1);
        assertThat(server.send("DELETE", "/Subscription/" + id, "").statusCode())
                .isEqualTo(204);
        until("hung up", () -> ear.closed.get() != 0);
    }

    @Test
    void a_token_is_only_for_who_waits_at_a_websocket() {
        var response = server.send("GET", "/Subscription/$get-ws-binding-token", "");
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(server.send("GET", "/Subscription/nobody/$get-ws-binding-token", "")
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void what_is_no_websocket_is_refused() throws Exception {
        var request = HttpRequest.newBuilder(URI.create(server.base.replace("/fhir", "/subscriptions/socket")))
                .build();
        assertThat(server.client.send(request, BodyHandlers.ofString()).statusCode())
                .isEqualTo(400);
    }
}
