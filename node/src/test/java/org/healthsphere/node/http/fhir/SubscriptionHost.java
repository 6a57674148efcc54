package org.healthsphere.node.http.fhir;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.http.fhir.SubscriptionServer.until;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.healthsphere.node.demo.FreePort;
import org.healthsphere.node.fhir.subscription.Targets.Endpoints;
import org.healthsphere.node.fhir.subscription.Targets.Policy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A server that tells an endpoint, both over real HTTP. */
abstract class SubscriptionHost {
    static final String EXTENSION = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    static final String TOPIC = "https://healthsphere.org/fhir/SubscriptionTopic/";
    static final ObjectMapper JSON = new ObjectMapper();
    static final Policy PLAIN = new Policy(Endpoints.PLAIN, List.of());

    final WireMockServer endpoint = new WireMockServer(
            WireMockConfiguration.options().port(FreePort.next()).bindAddress("127.0.0.1"));
    SubscriptionServer server = new SubscriptionServer(PLAIN, Optional.empty());

    @BeforeEach
    void start() {
        endpoint.start();
        answers(ok());
    }

    @AfterEach
    void stop() {
        server.close();
        endpoint.stop();
    }

    void answers(ResponseDefinitionBuilder response) {
        endpoint.stubFor(any(anyUrl()).willReturn(response));
    }

    static JsonNode tree(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String subscription(Consumer<ObjectNode> change) {
        var json = (ObjectNode) tree("""
                {"resourceType":"Subscription","status":"requested","reason":"to be told",
                 "criteria":"%sObservation-change",
                 "channel":{"type":"rest-hook","endpoint":"http://127.0.0.1:%d/notify?to=me",
                  "payload":"application/fhir+json","header":["Authorization: Bearer of-the-subscriber","X-Ward: 7"],
                  "_payload":{"extension":[{"url":"%sbackport-payload-content","valueCode":"full-resource"}]}}}""".formatted(TOPIC, endpoint.port(), EXTENSION));
        change.accept(json);
        return json.toString();
    }

    String created(Consumer<ObjectNode> change) {
        var response = server.send("POST", "/Subscription", subscription(change));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(201);
        assertThat(tree(response.body()).path("status").asText()).isEqualTo("requested");
        return tree(response.body()).path("id").asText();
    }

    @CanIgnoreReturnValue
    String subscribed(Consumer<ObjectNode> change) {
        var id = created(change);
        until("active", () -> state(id).equals("active"));
        endpoint.resetRequests();
        return id;
    }

    String state(String id) {
        return tree(server.send("GET", "/Subscription/" + id, "").body())
                .path("status")
                .asText();
    }

    List<LoggedRequest> requests() {
        return endpoint.findAll(postRequestedFor(urlEqualTo("/notify?to=me")));
    }

    /** The events of a notification by their numbers and names. */
    static List<String> events(LoggedRequest request) {
        return tree(request.getBodyAsString())
                .at("/entry/0/resource/parameter")
                .valueStream()
                .filter(p -> p.path("name").asText().equals("notification-event"))
                .map(p -> p.at("/part/0/valueString").asText() + " "
                        + p.at("/part/2/valueReference/reference").asText().replaceFirst(".*/fhir/", ""))
                .toList();
    }

    static void pace(ObjectNode subscription, String name, String value, int number) {
        subscription
                .withObject("/channel")
                .withArray("extension")
                .addObject()
                .put("url", EXTENSION + name)
                .put(value, number);
    }

    static int status(HttpResponse<String> response) {
        return response.statusCode();
    }
}
