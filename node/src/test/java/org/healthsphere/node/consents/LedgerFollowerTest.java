package org.healthsphere.node.consents;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.healthsphere.consent.ConsentView;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.node.release.House;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class LedgerFollowerTest {
    private final House house = new House();
    private final ConsentView view = new ConsentView(
            new ConsentView.Settings(House.NORTH, NetworkPolicy.standard(), House.BOUND),
            house.consents,
            house.consents,
            house.clock);
    private final LedgerFollower follower = new LedgerFollower(view, house.ledger);

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void who_waits_for_a_height_that_is_there_does_not_wait() {
        assertThat(house.follower.awaitHeight(1, Duration.ZERO)).isTrue();
        assertThat(house.follower.awaitHeight(0, Duration.ofDays(1))).isTrue();
    }

    @Test
    void who_waits_for_what_does_not_come_is_told_so() {
        assertThat(follower.awaitHeight(0, Duration.ofMillis(20))).isFalse();
        assertThat(view.isReady()).isFalse();
    }

    @Test
    void it_follows_until_it_is_closed() throws Exception {
        var thread = Thread.ofVirtual().start(follower::run);
        assertThat(follower.awaitHeight(1, Duration.ofSeconds(60))).isTrue();
        var event = house.consents
                .handleFor("ann")
                .then(_ -> house.ledger.eventsFrom(2))
                .orElseThrow();
        assertThat(follower.awaitHeight(event.getLast().height(), Duration.ofSeconds(60)))
                .isTrue();
        follower.close();
        thread.join();
        assertThat(view.height()).isEqualTo(2);
    }

    @Test
    void an_interrupted_waiter_gives_up() {
        Thread.currentThread().interrupt();
        assertThat(follower.awaitHeight(9, Duration.ofDays(1))).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void what_it_finds_at_its_beginning_and_cannot_enforce_it_names() {
        try (var house = new House()) {
            house.valueSets.put("urn:set", Set.of(new Coding("urn:c", "a")));
            var signed = house.says(
                    "ann",
                    House.consent(
                            "{'type':'deny','code':[{'coding':[{'system':'urn:ietf:rfc:3986','code':'urn:set'}]}]}"),
                    PurposeOfUse.TREAT);
            assertThat(begun(house)).isEmpty();
            house.valueSets.clear();
            assertThat(begun(house)).containsExactly(signed.id());
        }
    }

    private static Set<String> begun(House house) {
        var settings = new ConsentView.Settings(House.NORTH, NetworkPolicy.standard(), House.BOUND);
        var view = new ConsentView(settings, house.consents, house.consents, house.clock);
        return new LedgerFollower(view, house.ledger).begin();
    }
}
