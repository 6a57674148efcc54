package org.healthsphere.node.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.EXTENSION;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.asking;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.channel;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.content;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.filter;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.pace;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.subscription;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.Asking;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What cannot be honoured is refused, and by the element that asks for it. */
class SubscriptionRefusalsTest {
    private final SubscribedHouse subscribed = new SubscribedHouse();

    private List<String> refused(Asking asking, Bytes json) {
        return subscribed.subscriptions.create(asking, json)
                        instanceof Outcome.Failure<?>(Fault.Unprocessable(var problems))
                ? problems.stream().map(Problem::at).toList()
                : List.of();
    }

    private static Arguments refusal(String element, Consumer<ObjectNode> change) {
        return Arguments.of(element, change);
    }

    private static void custom(ObjectNode subscription, String code) {
        channel(subscription)
                .withObject("/_type")
                .putArray("extension")
                .addObject()
                .put("url", EXTENSION + "backport-channel-type")
                .putObject("valueCoding")
                .put("system", "http://example.org/channels")
                .put("code", code);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(ofCriteria(), ofChannels(), ofPace(), ofHeaders(), ofTheRest())
                .flatMap(all -> all);
    }

    private static Stream<Arguments> ofCriteria() {
        return Stream.of(
                refusal("Subscription.criteria", s -> s.put("criteria", "Observation?code=1")),
                refusal("Subscription.criteria", s -> s.put("criteria", SubscribedHouse.TOPIC + "Dragon-change")),
                refusal("Subscription.criteria", s -> s.put("criteria", SubscribedHouse.TOPIC + "Observation-read")),
                refusal("Subscription.criteria", s -> s.put("criteria", SubscribedHouse.TOPIC + "Subscription-change")),
                refusal(filterAt(0), s -> filter(s, "Patient?gender=female")),
                refusal(filterAt(0), s -> filter(s, "Observation?colour=red")),
                refusal(filterAt(1), s -> filter(s, "Observation?status=final", "Observation?subject.name=Ann")),
                refusal(filterAt(0), s -> filter(s, "Observation?_has:Provenance:target:agent=x")),
                refusal(filterAt(0), s -> filter(s, "Observation?date=yesterday")),
                refusal(filterAt(0), s -> filter(s, "Observation?status:exact=final")),
                refusal(filterAt(0), s -> filter(s, "Observation?")),
                refusal(filterAt(0), s -> filter(s, "Observation?_count=5")),
                refusal(filterAt(0), s -> filter(s, "Observation?code:in=http://example.org/vs")));
    }

    private static Stream<Arguments> ofChannels() {
        var channel = "Subscription.channel";
        return Stream.of(
                refusal(channel + ".type", s -> channel(s).put("type", "email")),
                refusal(channel + ".type", s -> channel(s).put("type", "sms")),
                refusal(channel + ".type", s -> channel(s).put("type", "message")),
                refusal(channel + ".type.extension[0].valueCoding", s -> custom(s, "zulip")),
                refusal(channel + ".endpoint", s -> channel(s).put("endpoint", "http://subscriber.example/notify")),
                refusal(channel + ".endpoint", s -> channel(s).remove("endpoint")),
                refusal(channel + ".payload", s -> channel(s).put("payload", "text/plain")),
                refusal(channel + ".payload", s -> channel(s).put("payload", "application/fhir+json; fhirVersion=5.0")),
                refusal(channel + ".payload.extension[0].valueCode", s -> content(s, "everything")),
                refusal(channel + ".payload.extension", s -> channel(s).remove("_payload")));
    }

    private static Stream<Arguments> ofPace() {
        var channel = "Subscription.channel";
        return Stream.of(
                refusal(
                        channel + ".extension[0].valueUnsignedInt",
                        s -> pace(s, "backport-heartbeat-period", "valueUnsignedInt", 0)),
                refusal(
                        channel + ".extension[0].valueUnsignedInt",
                        s -> pace(s, "backport-timeout", "valueUnsignedInt", 3_600)),
                refusal(
                        channel + ".extension[0].valuePositiveInt",
                        s -> pace(s, "backport-max-count", "valuePositiveInt", 2_000_000)),
                refusal(channel + ".extension[1]", s -> {
                    pace(s, "backport-timeout", "valueUnsignedInt", 5);
                    pace(s, "backport-timeout", "valueUnsignedInt", 6);
                }));
    }

    private static Stream<Arguments> ofHeaders() {
        var channel = "Subscription.channel";
        return Stream.of(
                refusal(
                        channel + ".header[0]",
                        s -> channel(s).putArray("header").add("no header")),
                refusal(
                        channel + ".header[0]",
                        s -> channel(s).putArray("header").add("Host: elsewhere.example")),
                refusal(
                        channel + ".header[1]",
                        s -> channel(s).putArray("header").add("X-A: 1").add("Content-Length: 3")),
                refusal(
                        channel + ".header[0]",
                        s -> channel(s).putArray("header").add("X-A: 1\r\nX-B: 2")),
                refusal(
                        channel + ".header[0]",
                        s -> channel(s).putArray("header").add("Authorization: [REDACTED]")),
                refusal(
                        channel + ".header",
                        s -> channel(s)
                                .put("type", "websocket")
                                .putArray("header")
                                .add("X-A: 1")));
    }

    private static Stream<Arguments> ofTheRest() {
        return Stream.of(
                refusal("Subscription.end", s -> s.put("end", "2026-03-03T10:00:00Z")),
                refusal("Subscription.end", s -> s.put("end", "2027-03-03T10:00:00Z")),
                refusal(
                        "Subscription.modifierExtension",
                        s -> s.putArray("modifierExtension")
                                .addObject()
                                .put("url", "http://example.org/not")
                                .put("valueBoolean", true)));
    }

    private static String filterAt(int position) {
        return "Subscription.criteria.extension[" + position + "].valueString";
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void what_is_not_offered_is_refused_by_its_element(String element, Consumer<ObjectNode> change) {
        assertThat(refused(asking(), subscription("Observation-change", change)))
                .containsExactly(element);
    }

    @Test
    void all_problems_are_told_at_once() {
        var json = subscription("Dragon-change", s -> {
            channel(s).put("type", "email").put("payload", "text/html");
            content(s, "everything");
        });
        assertThat(refused(asking(), json))
                .containsExactly(
                        "Subscription.criteria",
                        "Subscription.channel.type",
                        "Subscription.channel.payload",
                        "Subscription.channel.payload.extension[0].valueCode");
    }

    @Test
    void what_the_token_does_not_reach_is_refused() {
        assertThat(refused(
                        asking("program", "system/Subscription.cruds", "system/Patient.rs"),
                        subscription("Observation-change", _ -> {})))
                .containsExactly("Subscription.criteria");
        assertThat(refused(
                        asking("program", "system/Subscription.cruds", "system/Observation.s"),
                        subscription("Observation-change", s -> content(s, "full-resource"))))
                .containsExactly("Subscription.channel.payload.extension");
        assertThat(refused(
                        asking("program", "system/Subscription.cruds", "system/Observation.s"),
                        subscription("Observation-change", s -> content(s, "empty"))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/fhir+json",
                "application/fhir+xml",
                "application/json",
                "application/xml",
                "application/fhir+json;fhirVersion=4.0",
                "application/fhir+json; fhirVersion=4.0.1; charset=utf-8"
            })
    void these_payloads_are_offered(String mime) {
        assertThat(refused(
                        asking(),
                        subscription("Observation-change", s -> channel(s).put("payload", mime))))
                .isEmpty();
    }

    @Test
    void what_is_no_subscription_is_refused() {
        assertThat(subscribed.subscriptions.create(asking(), Bytes.utf8("{\"resourceType\":\"Patient\"}")))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(refused(asking(), subscription("Observation-change", s -> s.put("colour", "red"))))
                .containsExactly("Subscription.colour");
    }

    @Test
    void there_are_only_so_many() {
        for (var i = 0; i < 4; i++) {
            assertThat(refused(asking("first", "system/*.cruds"), subscription("Observation-change", _ -> {})))
                    .isEmpty();
        }
        assertThat(subscribed.subscriptions.active()).isZero();
        var tooMany = Outcome.failed(new Fault.TooMany("there are as many subscriptions as this server serves"));
        assertThat(subscribed.subscriptions.create(
                        asking("first", "system/*.cruds"), subscription("Observation-change", _ -> {})))
                .isEqualTo(tooMany);
        assertThat(refused(asking("second", "system/*.cruds"), subscription("Observation-change", _ -> {})))
                .isEmpty();
        assertThat(subscribed.subscriptions.create(
                        asking("third", "system/*.cruds"), subscription("Observation-change", _ -> {})))
                .isEqualTo(tooMany);
    }

    @Test
    void nobody_takes_an_id_that_is_taken() {
        var id = subscribed.subscribed("Observation-change");
        var mine = subscription("Observation-change", s -> s.put("id", id));
        assertThat(subscribed.subscriptions.update(asking("other", "system/*.cruds"), id, mine, OptionalLong.empty()))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this id is taken; leave it to the server with POST")));
    }
}
