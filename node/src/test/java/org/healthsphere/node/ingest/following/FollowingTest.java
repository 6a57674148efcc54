package org.healthsphere.node.ingest.following;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.NotedDown;
import org.healthsphere.node.ingest.bulk.BulkFeed;
import org.healthsphere.node.ingest.bundle.StrictParse;
import org.healthsphere.node.ingest.remote.Remote;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Another server over real HTTP, which may be broken, forgetful or gone. */
class FollowingTest {
    private static final String TOPIC = "https://other.example/topic";

    private final WireMockServer server =
            new WireMockServer(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.1"));
    private final NotedDown notes = new NotedDown();

    @TempDir
    Path folder;

    private Kit kit;
    private Following following;

    @BeforeEach
    void start() {
        server.start();
        kit = new Kit(folder, new BulkFeed(new StrictParse()));
        following = following(Optional.of(TOPIC), List.of("Observation?status=final"));
        server.stubFor(any(anyUrl()).atPriority(10).willReturn(aResponse().withStatus(404)));
        server.stubFor(post(urlEqualTo("/fhir/Subscription"))
                .willReturn(aResponse().withStatus(201).withBody("{\"resourceType\":\"Subscription\",\"id\":\"s1\"}")));
        found("Patient");
        found("Observation");
        status("active", 0);
        resource("Patient/p1", "{'resourceType': 'Patient', 'id': 'p1', 'gender': 'female'}");
        LongStream.rangeClosed(1, 3).forEach(this::observation);
    }

    @AfterEach
    void stop() {
        server.stop();
    }

    private Following following(Optional<String> topic, List<String> criteria) {
        var place = new Remote.Place(URI.create(base()), Optional.empty());
        var wanted = new Wanted(place, topic, criteria, List.of("Patient", "Observation"), Duration.ofMinutes(5));
        return new Following(
                "north",
                wanted,
                new Remote(HttpClient.newHttpClient(), place),
                new Intake(kit.ingest, BulkFeed.KIND, "north"),
                notes,
                new Following.Own(() -> "https://node.example/told", Kit.CLOCK, new SecureRandom()));
    }

    private String base() {
        return "http://127.0.0.1:" + server.port() + "/fhir";
    }

    private void resource(String path, String text) {
        server.stubFor(
                get(urlEqualTo("/fhir/" + path)).willReturn(okJson(json(text).toString())));
    }

    private void observation(long number) {
        resource(
                "Observation/o" + number,
                "{'resourceType': 'Observation', 'id': 'o%d', 'status': 'final', 'code': {'text': 'x'}, 'subject': {'reference': 'Patient/p1'}, 'valueInteger': %d}"
                        .formatted(number, number));
    }

    private void found(String type, String... resources) {
        server.stubFor(get(urlPathEqualTo("/fhir/" + type))
                .willReturn(okJson(json("{'resourceType': 'Bundle', 'type': 'searchset', 'entry': [%s]}"
                                .formatted(List.of(resources).stream()
                                        .map(r -> "{'resource': " + r + "}")
                                        .collect(Collectors.joining(","))))
                        .toString())));
    }

    private void status(String status, long newest) {
        server.stubFor(get(urlEqualTo("/fhir/Subscription/s1/$status"))
                .willReturn(okJson("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
                        + told(status, "query-status", newest) + "}]}")));
    }

    private void events(long from, long... numbers) {
        server.stubFor(get(urlPathEqualTo("/fhir/Subscription/s1/$events"))
                .withQueryParam("eventsSinceNumber", equalTo(String.valueOf(from)))
                .willReturn(okJson("{\"resourceType\":\"Bundle\",\"entry\":[{\"resource\":"
                        + told("active", "query-event", 3, numbers) + "}]}")));
    }

    private String told(String status, String type, long newest, long... events) {
        var told = Json.object().put("resourceType", "Parameters");
        var parameters = told.putArray("parameter");
        parameters.addObject().put("name", "status").put("valueCode", status);
        parameters.addObject().put("name", "type").put("valueCode", type);
        parameters
                .addObject()
                .put("name", "events-since-subscription-start")
                .put("valueString", String.valueOf(newest));
        for (var number : events) {
            var event = parameters.addObject().put("name", "notification-event").putArray("part");
            event.addObject().put("name", "event-number").put("valueString", String.valueOf(number));
            event.addObject()
                    .put("name", "focus")
                    .putObject("valueReference")
                    .put("reference", base() + "/Observation/o" + number);
        }
        return told.toString();
    }

    private Bytes notification(String type, long newest) {
        return Bytes.utf8("{\"resourceType\":\"Bundle\",\"type\":\"history\",\"entry\":[{\"resource\":"
                + told("active", type, newest, newest) + "}]}");
    }

    private JsonNode subscription() {
        return Json.parse(Bytes.utf8(server.findAll(postRequestedFor(urlEqualTo("/fhir/Subscription")))
                        .getLast()
                        .getBodyAsString()))
                .orElseThrow();
    }

    private String secret() {
        return subscription().at("/channel/header/0").asText().replaceFirst("^Authorization: ", "");
    }

    private List<Integer> values() {
        return kit.all("Observation").stream()
                .map(o -> o.path("valueInteger").asInt())
                .sorted()
                .toList();
    }

    @Test
    void it_subscribes_once_with_a_secret_and_takes_in_what_is_there() {
        found("Patient", "{'resourceType': 'Patient', 'id': 'p1', 'gender': 'female'}");
        found(
                "Observation",
                "{'resourceType': 'Observation', 'id': 'o9', 'status': 'final', 'code': {'text': 'x'}, 'subject':"
                        + " {'reference': 'Patient/p1'}, 'valueInteger': 9}");

        assertThat(following.look()).isEqualTo(Outcome.of(3L));
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        var made = subscription();
        assertThat(made.path("criteria").asText()).isEqualTo(TOPIC);
        assertThat(made.at("/_criteria/extension/0/valueString").asText()).isEqualTo("Observation?status=final");
        assertThat(made.at("/channel/endpoint").asText()).isEqualTo("https://node.example/told");
        assertThat(made.at("/channel/_payload/extension/0/valueCode").asText()).isEqualTo("id-only");
        assertThat(secret()).matches("Bearer [0-9a-f]{64}");
        assertThat(notes.notes().toString()).doesNotContain(secret().substring(7));
        server.verify(1, postRequestedFor(urlEqualTo("/fhir/Subscription")));
        assertThat(values()).containsExactly(9);
        assertThat(kit.the("Patient").path("gender").asText()).isEqualTo("female");
    }

    @Test
    void what_is_told_is_durable_when_it_is_answered() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        assertThat(following.notified(secret(), notification("handshake", 0))).isEqualTo(Outcome.of(0L));
        events(1, 1);

        assertThat(following.notified(secret(), notification("event-notification", 1)))
                .isEqualTo(Outcome.of(2L));
        assertThat(values()).containsExactly(1);
        assertThat(following.notified(secret(), notification("event-notification", 1)))
                .isEqualTo(Outcome.of(0L));
    }

    @Test
    void a_number_that_is_ahead_and_a_heartbeat_tell_of_what_was_missed() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        events(1, 1, 2);
        events(3, 3);

        assertThat(following.notified(secret(), notification("heartbeat", 2))).isEqualTo(Outcome.of(3L));
        assertThat(following.notified(secret(), notification("event-notification", 3)))
                .isEqualTo(Outcome.of(2L));
        assertThat(values()).containsExactly(1, 2, 3);
    }

    @Test
    void what_nobody_told_is_found_by_looking_after_a_restart_too() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        status("active", 2);
        events(1, 1, 2);

        assertThat(following(Optional.of(TOPIC), List.of()).look()).isEqualTo(Outcome.of(3L));
        assertThat(values()).containsExactly(1, 2);
        server.verify(1, postRequestedFor(urlEqualTo("/fhir/Subscription")));
    }

    @Test
    void events_that_the_server_has_not_kept_are_searched_for() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        events(1, 3);
        found(
                "Observation",
                "{'resourceType': 'Observation', 'id': 'o2', 'status': 'final', 'code': {'text': 'x'}, 'subject':"
                        + " {'reference': 'Patient/p1'}, 'valueInteger': 2}");

        assertThat(following.notified(secret(), notification("event-notification", 3)))
                .isEqualTo(Outcome.of(2L));
        assertThat(values()).containsExactly(2);
        server.verify(getRequestedFor(urlPathEqualTo("/fhir/Observation"))
                .withQueryParam("_lastUpdated", equalTo("ge2026-01-02T02:59:05Z")));
        status("active", 3);
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
    }

    @Test
    void a_subscription_that_is_lost_is_made_anew_with_another_secret() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        var before = secret();
        status("error", 5);

        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        server.verify(1, deleteRequestedFor(urlEqualTo("/fhir/Subscription/s1")));
        server.verify(2, postRequestedFor(urlEqualTo("/fhir/Subscription")));
        assertThat(secret()).isNotEqualTo(before);
        assertThat(following.notified(before, notification("heartbeat", 5)))
                .isEqualTo(Outcome.failed(new Fault.Unauthenticated("the secret of the subscription")));
    }

    @Test
    void who_has_no_secret_is_heard_before_and_after_it_is_made_no_more() {
        var nothing = Outcome.failed(new Fault.Unauthenticated("the secret of the subscription"));
        assertThat(following.notified("Bearer x", notification("heartbeat", 1))).isEqualTo(nothing);
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        assertThat(following.notified("", notification("heartbeat", 1))).isEqualTo(nothing);
        assertThat(following.notified(secret(), Bytes.utf8("<html>")))
                .isEqualTo(Outcome.failed(new Fault.Invalid("a notification is expected")));
        server.verify(0, getRequestedFor(urlPathEqualTo("/fhir/Subscription/s1/$events")));
    }

    @Test
    void what_cannot_be_read_now_is_not_answered_with_success_and_read_later() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        events(1, 1);
        server.stubFor(
                get(urlEqualTo("/fhir/Observation/o1")).willReturn(aResponse().withStatus(503)));
        assertThat(following.notified(secret(), notification("event-notification", 1)))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the server of the source, status 503")));

        observation(1);
        status("active", 1);
        assertThat(following.look()).isEqualTo(Outcome.of(2L));
        assertThat(values()).containsExactly(1);
    }

    @Test
    void what_is_no_more_or_elsewhere_keeps_nothing_back() {
        assertThat(following.look()).isEqualTo(Outcome.of(0L));
        events(1, 1, 2);
        server.stubFor(
                get(urlEqualTo("/fhir/Observation/o1")).willReturn(aResponse().withStatus(410)));

        assertThat(following.notified(secret(), notification("event-notification", 2)))
                .isEqualTo(Outcome.of(2L));
        assertThat(values()).containsExactly(2);
    }

    @Test
    void a_server_with_subscriptions_of_r4_only_is_searched_when_it_rings() {
        var plain = following(Optional.empty(), List.of("Observation?status=final"));
        server.stubFor(get(urlEqualTo("/fhir/Subscription/s1"))
                .willReturn(okJson("{\"resourceType\":\"Subscription\",\"id\":\"s1\",\"status\":\"active\"}")));
        assertThat(plain.look()).isEqualTo(Outcome.of(0L));
        assertThat(subscription().path("criteria").asText()).isEqualTo("Observation?status=final");
        assertThat(subscription().path("channel").has("payload")).isFalse();
        found(
                "Observation",
                "{'resourceType': 'Observation', 'id': 'o2', 'status': 'final', 'code': {'text': 'x'}, 'subject':"
                        + " {'reference': 'Patient/p1'}, 'valueInteger': 2}");

        assertThat(plain.notified(secret(), Bytes.NONE)).isEqualTo(Outcome.of(2L));
        assertThat(values()).containsExactly(2);
    }

    @Test
    void what_authorizes_goes_by_https_only() {
        assertThatThrownBy(() -> new Remote.Place(URI.create("http://other.example/fhir"), Optional.of(folder)))
                .hasMessageContaining("what authorizes goes by https only");
        assertThatThrownBy(() -> new Remote.Place(URI.create("file:///etc"), Optional.empty()))
                .hasMessageContaining("an address is expected");
    }
}
