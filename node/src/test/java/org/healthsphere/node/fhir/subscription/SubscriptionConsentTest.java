package org.healthsphere.node.fhir.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.asking;
import static org.healthsphere.node.fhir.subscription.SubscribedHouse.content;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.fhir.Parameters;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;

/** The gate decides when something is told, and numbers tell nothing of what it hides. */
class SubscriptionConsentTest {
    private static final Delivery DOWN = new Delivery.NotSent("nobody is there");

    private final SubscribedHouse subscribed = new SubscribedHouse();
    private final House house = subscribed.house;
    private final Inbox inbox = subscribed.inbox;

    private void saysNo(String patient) {
        house.says(patient, House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
    }

    private void later() {
        house.clock.advance(Duration.ofSeconds(3));
        house.follow();
        subscribed.look();
    }

    @Test
    void what_is_hidden_is_neither_told_nor_counted() {
        var id = subscribed.subscribed("Observation-change");
        saysNo("bea");
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.pulse("p3", "ann");
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("event-notification 2 1:Observation/p1 2:Observation/p3");
        assertThat(subscribed.count(id)).isEqualTo("2");
    }

    /** Whatever the subscriber can look at is the same whether something was hidden from him or never was. */
    @Test
    void hidden_and_never_been_are_the_same_to_the_subscriber() {
        assertThat(lookedAt(true)).isEqualTo(lookedAt(false));
    }

    private static List<String> lookedAt(boolean hidden) {
        var subscribed = new SubscribedHouse();
        subscribed.house.says("bea", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var id = subscribed.subscribed("Observation-change", s -> content(s, "full-resource"));
        subscribed.pulse("p1", "ann");
        subscribed.look();
        if (hidden) {
            subscribed.pulse("p2", "bea");
            subscribed.look();
            subscribed.house.delete("Observation", "p2");
            subscribed.look();
        }
        subscribed.pulse("p3", "ann");
        subscribed.look();
        var seen = new ArrayList<>(subscribed.inbox.heard());
        seen.add(subscribed.count(id));
        seen.add(Inbox.inShort(Subscription.tree(subscribed
                .subscriptions
                .events(asking().access(), id, new Parameters(List.of()))
                .orElseThrow())));
        seen.add(subscribed.read(id).toString());
        return seen;
    }

    @Test
    void a_revocation_before_the_telling_takes_the_event_away_and_leaves_no_gap() {
        subscribed.subscribed("Observation-change");
        inbox.answers.add(DOWN);
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.pulse("p3", "ann");
        subscribed.look();
        inbox.bodies.clear();
        saysNo("bea");
        later();
        assertThat(inbox.heard()).containsExactly("event-notification 2 1:Observation/p1 2:Observation/p3");
    }

    @Test
    void a_number_that_was_told_stays_and_what_it_stood_for_is_not_told() {
        var id = subscribed.subscribed("Observation-change");
        inbox.answers.add(DOWN);
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.pulse("p3", "ann");
        assertThat(subscribed.count(id)).isEqualTo("3");
        subscribed.look();
        inbox.bodies.clear();
        saysNo("bea");
        later();
        assertThat(inbox.heard()).containsExactly("event-notification 3 1:Observation/p1 3:Observation/p3");
        assertThat(subscribed.count(id)).isEqualTo("3");
    }

    @Test
    void when_all_that_waits_is_hidden_by_now_nothing_is_sent() {
        var id = subscribed.subscribed("Observation-change");
        inbox.answers.add(new Delivery.Unanswered());
        subscribed.pulse("p1", "bea");
        subscribed.look();
        inbox.bodies.clear();
        saysNo("bea");
        later();
        assertThat(inbox.heard()).isEmpty();
        subscribed.pulse("p2", "ann");
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("event-notification 2 2:Observation/p2");
        assertThat(subscribed.count(id)).isEqualTo("2");
    }

    @Test
    void what_was_told_is_not_told_again_after_a_revocation() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.look();
        saysNo("bea");
        var again = subscribed
                .subscriptions
                .events(asking().access(), id, new Parameters(List.of()))
                .orElseThrow();
        assertThat(Inbox.inShort(Subscription.tree(again))).isEqualTo("query-event 2 1:Observation/p1");
    }

    @Test
    void events_are_told_again_only_as_far_as_the_token_reaches_with_which_they_are_asked_for() {
        var id = subscribed.subscribed("Observation-change");
        subscribed.pulse("p1", "ann");
        var narrow = asking("program-1", "system/Subscription.rs", "system/Patient.rs");
        var again = subscribed
                .subscriptions
                .events(narrow.access(), id, new Parameters(List.of()))
                .orElseThrow();
        assertThat(Inbox.inShort(Subscription.tree(again))).isEqualTo("query-event 1");
    }

    @Test
    void while_consent_is_not_known_nothing_is_told_and_nothing_is_passed_over() {
        subscribed.subscribed("Observation-change");
        house.clock.advance(House.BOUND.plusSeconds(1));
        subscribed.pulse("p1", "ann");
        subscribed.look();
        assertThat(inbox.heard()).isEmpty();
        house.follow();
        subscribed.look();
        assertThat(inbox.heard()).containsExactly("event-notification 1 1:Observation/p1");
    }

    @Test
    void each_telling_is_in_the_audit_log_of_each_patient_before_it_leaves() {
        subscribed.subscribed("Observation-change");
        inbox.meanwhile(() -> assertThat(house.audit.ofPatient("ann", 1)).hasSize(1));
        subscribed.pulse("p1", "ann");
        subscribed.pulse("p2", "bea");
        subscribed.look();
        var ofAnn = house.audit.ofPatient("ann", 5);
        assertThat(ofAnn).singleElement().satisfies(entry -> {
            assertThat(entry.event().code()).isEqualTo(AuditCode.RECORD_NOTIFIED);
            assertThat(entry.event().requester()).isEqualTo(asking().access().requester());
            assertThat(entry.event().what()).containsExactly("Observation/p1/_history/1");
        });
        assertThat(house.audit.ofPatient("bea", 5)).hasSize(1);
        assertThat(house.audit.ofCorrelation(ofAnn.getFirst().event().correlation(), 5))
                .as("one telling, an entry for each patient")
                .hasSize(2);
    }

    @Test
    void a_subscriber_is_told_of_no_type_that_his_newest_token_does_not_reach() {
        var id = subscribed.subscribed("Observation-change");
        var narrow = asking("program-1", "system/Subscription.cruds");
        var json = subscribed.read(id);
        assertThat(subscribed.subscriptions.update(narrow, id, Bytes.utf8(json.toString()), OptionalLong.empty()))
                .isInstanceOf(Outcome.Failure.class);
    }
}
