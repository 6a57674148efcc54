package org.healthsphere.node.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.asking;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.channel;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.content;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.IgniteResourceStore;
import org.healthsphere.node.store.ignite.IgniteSettings;
import org.healthsphere.node.store.ignite.Keys;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What outlives the process, and what is kept secret while it does. */
class SubscriptionsKeptTest {
    private static final String SECRET = "Bearer kept-where-nobody-looks";

    private final SubscribedHouse subscribed = new SubscribedHouse();
    private final Inbox inbox = subscribed.inbox;

    @Test
    void who_was_told_of_everything_goes_on_where_he_was() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.pulse("p1", "ann");
        subscribed.look();
        subscribed.pulse("p2", "ann");
        subscribed.restart();
        subscribed.pulse("p3", "ann");
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly(
                        "event-notification 1 1:Observation/p1",
                        "event-notification 3 2:Observation/p2 3:Observation/p3");
        assertThat(subscribed.state(id)).isEqualTo("active");
    }

    /** The process dies while a notification is under way: nobody knows whether it was taken. */
    @Test
    void what_was_under_way_comes_again_under_its_number() {
        subscribed.subscribed("Observation-change");
        inbox.meanwhile(() -> {
            throw new IllegalStateException("the power is off");
        });
        subscribed.pulse("p1", "ann");
        subscribed.look();
        inbox.meanwhile(() -> {});
        subscribed.restart();
        subscribed.pulse("p2", "ann");
        subscribed.look();
        assertThat(inbox.heard())
                .containsExactly(
                        "event-notification 1 1:Observation/p1",
                        "event-notification 2 1:Observation/p1 2:Observation/p2");
    }

    /** Events are written before the cursor that counts them. */
    @Test
    void events_that_were_written_and_not_counted_are_found_again_once() {
        var id = subscribed.subscribed("Observation-change");
        var cursor = subscribed.house.store.mark("subscription-cursor", id).orElseThrow();
        subscribed.pulse("p1", "ann");
        assertThat(subscribed.count(id)).isEqualTo("1");
        subscribed.house.store.putMark(new Mark("subscription-cursor", id, cursor));
        subscribed.restart();
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("event-notification 1 1:Observation/p1");
    }

    @Test
    void a_handshake_that_was_never_answered_is_made_again() {
        var id = subscribed.created(asking(), subscription("Observation-change", _ -> {}));
        subscribed.restart();
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("handshake 0");
        assertThat(subscribed.state(id)).isEqualTo("active");
    }

    @Test
    void only_so_many_events_are_kept_and_all_are_counted() {
        var id = subscribed.subscribed("Observation-change");
        for (var i = 0; i < 60; i++) {
            for (var j = 0; j < 20; j++) {
                subscribed.pulse("p" + i + "-" + j, "ann");
            }
            assertThat(subscribed.count(id)).isEqualTo(Integer.toString(20 * (i + 1)));
        }
        try (var pages = subscribed.house.store.marks("subscription-events")) {
            assertThat(pages).hasSizeLessThanOrEqualTo(12);
        }
    }

    @Test
    void what_headers_say_is_sent_and_never_shown() {
        var id = subscribed.created(
                asking(),
                subscription(
                        "Observation-change",
                        s -> channel(s)
                                .putArray("header")
                                .add("Authorization: " + SECRET)
                                .add("X-Ward: 7")));
        subscribed.restart();
        subscribed.look();
        assertThat(inbox.messages.getLast().headers())
                .isEqualTo(List.of(new Header("Authorization", SECRET), new Header("X-Ward", "7")))
                .asString()
                .doesNotContain(SECRET);
        assertThat(subscribed.read(id).at("/channel/header").valueStream())
                .extracting(JsonNode::asText)
                .containsExactly("Authorization: [REDACTED]", "X-Ward: [REDACTED]");
        var kept = Stream.of("subscription", "subscription-cursor", "subscription-events")
                .flatMap(space -> {
                    try (var marks = subscribed.house.store.marks(space)) {
                        return marks.toList().stream();
                    }
                })
                .map(mark -> mark.value().utf8());
        assertThat(kept).noneMatch(text -> text.contains("kept-where-nobody-looks"));
    }

    @Test
    void who_sends_back_what_he_was_shown_keeps_his_secrets() {
        var id = subscribed.subscribed(
                "Observation-change", s -> channel(s).putArray("header").add("Authorization: " + SECRET));
        assertThat(subscribed.changed(id, s -> s.put("reason", "another one"))).isInstanceOf(Outcome.Success.class);
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.messages.getLast().headers()).isEqualTo(List.of(new Header("Authorization", SECRET)));
    }

    @Test
    void what_the_hospital_no_longer_permits_is_in_error_after_a_restart() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.subscriptions = subscribed.opened(
                subscribed.house.store, new Targets.Policy(Targets.Endpoints.PUBLIC, List.of("elsewhere.example")));
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.heard()).isEmpty();
        assertThat(subscribed.state(id)).isEqualTo("error");
        assertThat(subscribed.count(id)).isEqualTo("0");
    }

    @Test
    void what_is_left_of_one_that_was_being_deleted_goes_at_the_next_start() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.pulse("p1", "ann");
        subscribed.look();
        subscribed.house.store.removeMark("subscription", id);
        subscribed.restart();
        try (var marks = subscribed.house.store.marks("subscription-events")) {
            assertThat(marks).isEmpty();
        }
    }

    /** In the store that a node has, opened again. */
    @Test
    void it_is_all_there_in_a_store_that_was_opened_again(@TempDir Path folder) {
        var policy = new Targets.Policy(Targets.Endpoints.PUBLIC, List.of());
        var settings = IgniteSettings.of(folder, "north");
        String id;
        try (var store = IgniteResourceStore.open(settings, Keys.in(folder), subscribed.house.clock)) {
            subscribed.subscriptions = subscribed.opened(store, policy);
            id = subscribed.subscribed("Organization-change", s -> content(s, "empty"));
            written(store, "ward-1");
            subscribed.look();
            inbox.answers.add(new Delivery.Unanswered());
            written(store, "ward-2");
            subscribed.look();
        }
        try (var store = IgniteResourceStore.open(settings, Keys.in(folder), subscribed.house.clock)) {
            subscribed.subscriptions = subscribed.opened(store, policy);
            written(store, "ward-3");
            subscribed.look();
            assertThat(inbox.heard())
                    .containsExactly(
                            "event-notification 1 1:", "event-notification 2 2:", "event-notification 3 2: 3:");
            assertThat(subscribed.state(id)).isEqualTo("active");
        }
    }

    private static void written(IgniteResourceStore store, String id) {
        var json = House.tree("{\"resourceType\":\"Organization\",\"name\":\"Ward\"}");
        var put = new Write.Put(
                new ResourceId("Organization", id),
                OptionalLong.empty(),
                Optional.empty(),
                Bytes.utf8(json.toString()));
        assertThat(store.commit(Commit.of(put))).isInstanceOf(Outcome.Success.class);
    }
}
