package org.healthsphere.node.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.asking;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.channel;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.content;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.filter;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.pace;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.subscription;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.fhir.Parameters.Parameter;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class SubscriptionsTest {
    private final SubscribedHouse subscribed = new SubscribedHouse();
    private final Inbox inbox = subscribed.inbox;

    private void pass(Duration time) {
        subscribed.house.clock.advance(time);
        subscribed.house.follow();
    }

    @Test
    void an_endpoint_is_greeted_before_it_is_told_of_anything() {
        var id = subscribed.created(asking(), subscription("Observation-change", _ -> {}));
        assertThat(subscribed.state(id)).isEqualTo("requested");
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(subscribed.state(id)).isEqualTo("active");
        assertThat(inbox.heard()).containsExactly("handshake 0", "event-notification 1 1:Observation/p1");
        assertThat(inbox.endpoints).containsOnly(URI.create(SubscribedHouse.ENDPOINT));
    }

    @Test
    void an_endpoint_that_does_not_take_the_handshake_is_in_error() {
        inbox.answers.add(new Delivery.Refused(404));
        var id = subscribed.created(asking(), subscription("Observation-change", _ -> {}));
        subscribed.look();
        assertThat(subscribed.read(id).path("error").asText()).isEqualTo("the endpoint answered with status 404");
        assertThat(subscribed.state(id)).isEqualTo("error");
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("handshake 0");
        assertThat(subscribed.subscriptions.inError()).isEqualTo(1);
    }

    @Test
    void each_change_of_the_topic_is_an_event_in_its_order() {
        subscribed.subscribed("Observation-change");
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.pulse("p1", "ann");
        subscribed.house.put("Patient", "ann", "ann", "{'active':true}");
        subscribed.house.delete("Observation", "p2");
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly("event-notification 4 1:Observation/p1 2:Observation/p2 3:Observation/p1"
                        + " 4:Observation/p2");
    }

    @Test
    void a_topic_may_be_of_one_kind_of_change() {
        subscribed.subscribed("Observation-create");
        subscribed.subscribed("Observation-update");
        subscribed.subscribed("Observation-delete");
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p1", "ann");
        subscribed.house.delete("Observation", "p1");
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactlyInAnyOrder(
                        "event-notification 2 1:Observation/p1 2:Observation/p1",
                        "event-notification 1 1:Observation/p1",
                        "event-notification 1 1:Observation/p1");
    }

    @Test
    void only_what_meets_all_filters_is_an_event() {
        subscribed.subscribed(
                "Observation-change", s -> filter(s, "Observation?patient=Patient/ann", "status=final,amended"));
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.house.put(
                "Observation", "p3", "ann", "{'status':'preliminary','subject':{'reference':'Patient/ann'}}");
        subscribed.house.put("Observation", "p4", "ann", "{'status':'amended','subject':{'reference':'Patient/ann'}}");
        subscribed.house.delete("Observation", "p1");
        subscribed.house.delete("Observation", "p2");
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly("event-notification 3 1:Observation/p1 2:Observation/p4 3:Observation/p1");
    }

    @Test
    void no_more_are_told_at_once_than_are_wanted() {
        subscribed.subscribed("Observation-change", s -> pace(s, "backport-max-count", "valuePositiveInt", 2));
        for (var i = 1; i <= 5; i++) {
            subscribed.pulse("p" + i, "ann");
        }
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly(
                        "event-notification 5 1:Observation/p1 2:Observation/p2",
                        "event-notification 5 3:Observation/p3 4:Observation/p4",
                        "event-notification 5 5:Observation/p5");
    }

    @Test
    void a_notification_that_fails_comes_again_later_and_later_under_its_numbers() {
        var id = subscribed.subscribed("Observation-change");
        inbox.answers.addAll(List.of(new Delivery.Refused(500), new Delivery.Unanswered()));
        subscribed.pulse("p1", "ann");
        subscribed.look();
        subscribed.look();
        assertThat(inbox.heard()).as("not at once").hasSize(1);
        pass(Duration.ofSeconds(1));
        subscribed.pulse("p2", "ann");
        subscribed.look();
        pass(Duration.ofSeconds(1));
        subscribed.look();
        assertThat(inbox.heard()).as("and then later").hasSize(2);
        pass(Duration.ofSeconds(1));
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly(
                        "event-notification 1 1:Observation/p1",
                        "event-notification 2 1:Observation/p1 2:Observation/p2",
                        "event-notification 2 1:Observation/p1 2:Observation/p2");
        assertThat(subscribed.state(id)).isEqualTo("active");
        assertThat(subscribed.subscriptions.tally().failures()).isEqualTo(2);
        assertThat(subscribed.subscriptions.tally().events()).isEqualTo(2);
    }

    /** In error, still counting, still answering; asked for again, told what was missed. */
    @Test
    void whoever_takes_nothing_is_in_error_and_misses_nothing() {
        var id = subscribed.subscribed("Observation-change");
        for (var i = 0; i < 3; i++) {
            inbox.answers.add(new Delivery.Refused(503));
        }
        subscribed.pulse("p1", "ann");
        for (var i = 0; i < 5; i++) {
            subscribed.look();
            pass(Duration.ofSeconds(3));
        }
        assertThat(inbox.heard()).hasSize(3);
        assertThat(subscribed.state(id)).isEqualTo("error");
        subscribed.pulse("p2", "ann");
        assertThat(subscribed.count(id)).isEqualTo("2");
        inbox.bodies.clear();
        assertThat(subscribed.changed(id, s -> s.put("status", "requested"))).isInstanceOf(Outcome.Success.class);
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly("handshake 2", "event-notification 2 1:Observation/p1 2:Observation/p2");
        assertThat(subscribed.state(id)).isEqualTo("active");
        assertThat(subscribed.read(id).has("error")).isFalse();
    }

    @Test
    void a_heartbeat_comes_when_nothing_else_has_for_so_long() {
        subscribed.subscribed("Observation-change", s -> pace(s, "backport-heartbeat-period", "valueUnsignedInt", 60));
        var silent = subscribed.subscribed("Observation-delete");
        pass(Duration.ofSeconds(59));
        subscribed.look();
        assertThat(inbox.heard()).isEmpty();
        pass(Duration.ofSeconds(1));
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("heartbeat 0");
        pass(Duration.ofSeconds(30));
        subscribed.pulse("p1", "ann");
        subscribed.look();
        pass(Duration.ofSeconds(30));
        subscribed.look();
        pass(Duration.ofSeconds(30));
        subscribed.look();
        assertThat(inbox.heard())
                .as("none from " + silent)
                .containsExactly("heartbeat 0", "event-notification 1 1:Observation/p1", "heartbeat 1");
    }

    @Test
    void it_is_over_at_its_end() {
        var end = "2026-03-03T11:15:00Z";
        var id = subscribed.subscribed("Observation-change", s -> s.put("end", end));
        assertThat(subscribed.read(id).path("end").asText()).isEqualTo(end);
        pass(Duration.ofHours(1));
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.heard()).isEmpty();
        assertThat(subscribed.state(id)).isEqualTo("off");
    }

    @Test
    void without_an_end_it_is_over_when_the_longest_lived_token_is() {
        var id = subscribed.subscribed("Observation-change");
        assertThat(subscribed.read(id).path("end").asText()).isEqualTo("2026-04-03T10:15:00Z");
    }

    @Test
    void turned_off_it_is_silent_and_turned_on_it_goes_on() {
        var id = subscribed.subscribed("Observation-change");
        assertThat(subscribed.changed(id, s -> s.put("status", "off"))).isInstanceOf(Outcome.Success.class);
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.heard()).isEmpty();
        assertThat(subscribed.changed(id, s -> s.put("status", "requested"))).isInstanceOf(Outcome.Success.class);
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("handshake 0", "event-notification 1 1:Observation/p1");
    }

    @Test
    void an_endpoint_that_works_is_greeted_anew_only_when_it_is_another() {
        var id = subscribed.subscribed("Observation-change");
        assertThat(subscribed.changed(id, s -> filter(s, "Observation?status=final")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(subscribed.state(id)).isEqualTo("active");
        assertThat(subscribed.changed(id, s -> channel(s).put("endpoint", "https://other.example/")))
                .isInstanceOf(Outcome.Success.class);
        assertThat(subscribed.state(id)).isEqualTo("requested");
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("handshake 0");
        assertThat(inbox.endpoints.getLast()).hasHost("other.example");
    }

    @Test
    void what_was_deleted_is_told_no_more() {
        var id = subscribed.subscribed("Observation-change");
        assertThat(subscribed.subscriptions.delete(asking().access(), id, OptionalLong.of(7)))
                .isEqualTo(Outcome.failed(new Fault.VersionMismatch("Subscription/" + id + " is at version 2")));
        assertThat(subscribed.subscriptions.delete(asking().access(), id, OptionalLong.empty()))
                .isInstanceOf(Outcome.Success.class);
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.heard()).isEmpty();
        assertThat(subscribed.subscriptions.read(asking().access(), id))
                .isEqualTo(Outcome.failed(new Fault.NotFound("Subscription/" + id)));
        for (var space : List.of("subscription", "subscription-cursor", "subscription-events")) {
            try (var marks = subscribed.house.store.marks(space)) {
                assertThat(marks).as(space).isEmpty();
            }
        }
    }

    @Test
    void one_that_is_deleted_while_a_notification_is_under_way_stays_deleted() {
        var id = subscribed.subscribed("Observation-change");
        inbox.meanwhile(() -> {
            var _ = subscribed.subscriptions.delete(asking().access(), id, OptionalLong.empty());
        });
        subscribed.pulse("p1", "ann");
        subscribed.look();
        try (var marks = subscribed.house.store.marks("subscription-cursor")) {
            assertThat(marks).isEmpty();
        }
    }

    @Test
    void what_one_subscribes_to_is_nobody_elses_business() {
        var id = subscribed.subscribed("Observation-change");
        var other = asking("other", "system/*.cruds");
        var unknown = Outcome.failed(new Fault.NotFound("Subscription/" + id));
        assertThat(subscribed.subscriptions.read(other.access(), id)).isEqualTo(unknown);
        assertThat(subscribed.subscriptions.status(other, Optional.of(id), none()))
                .isEqualTo(unknown);
        assertThat(subscribed.subscriptions.events(other.access(), id, none())).isEqualTo(unknown);
        assertThat(total(subscribed.subscriptions.search(other, none()))).isZero();
        assertThat(total(subscribed.subscriptions.status(other, Optional.empty(), none())))
                .isZero();
        assertThat(subscribed.subscriptions.delete(other.access(), id, OptionalLong.empty()))
                .isInstanceOf(Outcome.Success.class);
        assertThat(subscribed.state(id)).isEqualTo("active");
    }

    private static Parameters none() {
        return asked();
    }

    private static Parameters asked(String... namesAndValues) {
        var all = new ArrayList<Parameter>();
        for (var i = 0; i < namesAndValues.length; i += 2) {
            all.add(new Parameter(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new Parameters(all);
    }

    private static int total(Outcome<Bytes> bundle) {
        return Subscription.tree(bundle.orElseThrow()).path("total").asInt();
    }

    @Test
    void one_finds_ones_own_by_endpoint_state_and_topic() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.subscribed("Patient-create", s -> channel(s).put("endpoint", "https://other.example/"));
        var found = subscribed.subscriptions.search(asking(), asked("url", SubscribedHouse.ENDPOINT));
        assertThat(Subscription.tree(found.orElseThrow())
                        .at("/entry/0/resource/id")
                        .asText())
                .isEqualTo(id);
        assertThat(total(subscribed.subscriptions.search(asking(), asked("status", "active"))))
                .isEqualTo(2);
        assertThat(total(subscribed.subscriptions.search(asking(), asked("status", "off"))))
                .isZero();
        assertThat(total(subscribed.subscriptions.search(
                        asking(), asked("criteria", SubscribedHouse.TOPIC + "Patient"))))
                .isEqualTo(1);
        assertThat(subscribed.subscriptions.search(asking(), asked("colour", "red")))
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void status_is_told_of_those_that_are_named_or_in_a_state() {
        var first = subscribed.subscribed("Observation-change");
        var second = subscribed.subscribed("Patient-create");
        assertThat(subscribed.changed(second, s -> s.put("status", "off"))).isInstanceOf(Outcome.Success.class);
        assertThat(told(none())).containsExactlyInAnyOrder(first, second);
        assertThat(told(asked("id", first))).containsExactly(first);
        assertThat(told(asked("id", first + "," + second))).containsExactlyInAnyOrder(first, second);
        assertThat(told(asked("id", first, "id", "nobody"))).containsExactly(first);
        assertThat(told(asked("status", "off"))).containsExactly(second);
        assertThat(told(asked("status", "off", "status", "active"))).containsExactlyInAnyOrder(first, second);
        assertThat(total(subscribed.subscriptions.status(
                        asking(), Optional.of(first), asked("id", second, "status", "off"))))
                .as("of one, neither counts")
                .isEqualTo(1);
        assertThat(subscribed.subscriptions.status(asking(), Optional.empty(), asked("status", "asleep")))
                .isInstanceOf(Outcome.Failure.class);
    }

    private List<String> told(Parameters inputs) {
        var bundle = Subscription.tree(subscribed
                .subscriptions
                .status(asking(), Optional.empty(), inputs)
                .orElseThrow());
        assertThat(bundle.path("type").asText()).isEqualTo("searchset");
        return bundle.path("entry")
                .valueStream()
                .map(e -> Inbox.value(e.at("/resource/parameter"), "subscription"))
                .map(reference -> reference.substring(reference.lastIndexOf('/') + 1))
                .toList();
    }

    @Test
    void events_are_told_again_by_their_numbers_both_ends_included() {
        var id = subscribed.subscribed("Observation-change", s -> content(s, "full-resource"));
        for (var i = 1; i <= 4; i++) {
            subscribed.pulse("p" + i, "ann");
        }
        assertThat(again(id, none()))
                .isEqualTo("query-event 4 1:Observation/p1 2:Observation/p2 3:Observation/p3 4:Observation/p4");
        assertThat(again(id, asked("eventsSinceNumber", "2", "eventsUntilNumber", "3")))
                .isEqualTo("query-event 4 2:Observation/p2 3:Observation/p3");
        assertThat(again(id, asked("eventsSinceNumber", "9"))).isEqualTo("query-event 4");
        assertThat(again(id, asked("eventsUntilNumber", "1", "content", "empty")))
                .isEqualTo("query-event 4 1:");
        assertThat(subscribed.subscriptions.events(asking().access(), id, asked("eventsSinceNumber", "one")))
                .isInstanceOf(Outcome.Failure.class);
    }

    private String again(String id, Parameters inputs) {
        var bundle = Subscription.tree(
                subscribed.subscriptions.events(asking().access(), id, inputs).orElseThrow());
        assertThat(bundle.path("type").asText()).isEqualTo("history");
        return Inbox.inShort(bundle);
    }

    @Test
    void who_asked_for_little_is_never_told_more() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.pulse("p1", "ann");
        var bundle = Subscription.tree(subscribed
                .subscriptions
                .events(asking().access(), id, asked("content", "full-resource"))
                .orElseThrow());
        assertThat(bundle.at("/entry/1").has("resource")).isFalse();
    }
}
