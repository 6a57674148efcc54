package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.Consents.member;
import static org.healthsphere.consent.Consents.purpose;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.consent.Decision.Denied;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Decision.Permitted;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A view whose events are lost, late or doubled. */
class LaggingLedgerTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId SOUTH = new NodeId("south");

    private Instant now = Instant.parse("2026-03-01T12:00:00Z");
    private final InstantSource clock = () -> now;
    private final ConsentLedger north = new InMemoryConsentLedger(clock).seenBy(NORTH);
    private final PatientApp patient = new PatientApp(NORTH);
    private final ConsentView view = new ConsentView(
            new ConsentView.Settings(NORTH, NetworkPolicy.standard(), ConsentView.USUAL_BOUND),
            grant -> Outcome.of(grant.terms()),
            new OnePatient(patient.handle()),
            clock);

    @BeforeEach
    void two_members_and_a_patient() {
        put(ConsentLedgerContract.admission(NORTH));
        put(ConsentLedgerContract.admission(SOUTH));
        put(patient.registration());
    }

    @CanIgnoreReturnValue
    private LedgerEvent put(Directive directive) {
        return north.submit(directive).orElseThrow();
    }

    @CanIgnoreReturnValue
    private Grant grant(String provision) {
        var all = EnumSet.allOf(PurposeOfUse.class);
        var grant = patient.grant(
                patient.token(16), Terms.of(Consents.with(provision), new SecureRandom()), all, PatientApp.FAR);
        put(grant);
        return grant;
    }

    private static ConsentRequest request(NodeId member, Role role, PurposeOfUse purpose) {
        return new ConsentRequest(
                new Requester(member, "user-1", role), purpose, Instant.parse("2026-03-01T12:00:00Z"));
    }

    private static ConsentRequest fromSouth() {
        return request(SOUTH, Role.CLINICIAN, PurposeOfUse.TREAT);
    }

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
