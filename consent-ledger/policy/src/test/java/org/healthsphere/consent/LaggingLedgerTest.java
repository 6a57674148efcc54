package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.consent.Decision.Denied;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Decision.Permitted;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** A view whose events are lost, late or doubled. */
class LaggingLedgerTest extends OneView {
    /** A ledger whose events do not come as they should. */
    private final class Faulty implements ConsentLedger {
        private long upTo = Long.MAX_VALUE;
        private boolean doubled;

        @Override
        public Outcome<List<LedgerEvent>> eventsFrom(long height) {
            return north.eventsFrom(height).map(events -> {
                var some =
                        events.stream().filter(event -> event.height() <= upTo).toList();
                return doubled
                        ? Stream.concat(some.reversed().stream(), some.stream()).toList()
                        : some;
            });
        }

        @Override
        public Outcome<List<LedgerEvent>> awaitFrom(long height, Duration patience) {
            return eventsFrom(height);
        }

        /** Whoever lags has not read the newest blocks, though somebody vouches for them. */
        @Override
        public Optional<Sha256> hashAt(long height) {
            return height <= upTo ? north.hashAt(height) : Optional.empty();
        }

        @Override
        public Outcome<LedgerHead> head() {
            return north.head();
        }

        @Override
        public Outcome<LedgerEvent> submit(Directive directive) {
            return north.submit(directive);
        }

        @Override
        public Outcome<Standing> check(String id) {
            return north.check(id);
        }

        @Override
        public Outcome<List<LedgerEvent>> history(String id) {
            return north.history(id);
        }

        @Override
        public LedgerMode mode() {
            return north.mode();
        }

        @Override
        public void close() {
            north.close();
        }
    }

    @Test
    void who_has_not_read_up_to_the_head_does_not_count_it_as_reached_and_denies_when_it_is_old() {
        var grant = grant("{\"type\":\"permit\"}");
        var lagging = new Faulty();
        var _ = view.follow(lagging, Duration.ZERO).orElseThrow();
        assertThat(view.decide(OnePatient.ID, fromSouth())).isInstanceOf(Decision.Permitted.class);
        var reached = view.height();
        lagging.upTo = reached;
        put(patient.revoke(grant.id()));
        assertThat(view.follow(lagging, Duration.ZERO))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("the blocks up to the ledger's head")));
        assertThat(view.height()).isEqualTo(reached);
        now = now.plus(ConsentView.USUAL_BOUND).plusMillis(1);
        assertThat(view.decide(OnePatient.ID, fromSouth()))
                .isEqualTo(new Denied(Ground.LEDGER_STALE, Optional.empty(), reached));
        lagging.upTo = Long.MAX_VALUE;
        var _ = view.follow(lagging, Duration.ZERO).orElseThrow();
        assertThat(view.decide(OnePatient.ID, fromSouth())).isInstanceOf(Denied.class);
    }

    @Test
    void events_that_come_twice_and_backwards_come_to_the_same() {
        var grant = grant("{\"type\":\"permit\"}");
        put(patient.revoke(grant.id()));
        var second = grant("{\"type\":\"permit\"}");
        var doubled = new Faulty();
        doubled.doubled = true;
        var _ = view.follow(doubled, Duration.ZERO).orElseThrow();
        assertThat(view.decide(OnePatient.ID, fromSouth()))
                .isEqualTo(new Permitted(Optional.of(second.id()), view.height(), Hidden.nothing()));
    }
}
