package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.Test;

/** Two records turn out to be of one person, and it turns out that they are not. */
class ReplacedPatientTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private final InMemoryConsentLedger network = new InMemoryConsentLedger(() -> NOW);
    private final ConsentLedger north = network.seenBy(NORTH);
    private final PatientApp patient = new PatientApp(NORTH);
    private Optional<String> survivor = Optional.empty();
    private final ConsentView view = new ConsentView(
            new ConsentView.Settings(NORTH, NetworkPolicy.standard(), ConsentView.USUAL_BOUND),
            grant -> Outcome.of(grant.terms()),
            new Known(),
            () -> NOW);

    /** One of whom the ledger knows, p1, and who took his place. */
    private final class Known implements Patients {
        @Override
        public Optional<String> withHandle(String handle) {
            return handle.equals(patient.handle()) ? Optional.of("p1") : Optional.empty();
        }

        @Override
        public Set<String> ownedBy(Requester requester) {
            return Set.of();
        }

        @Override
        public Optional<String> replacedBy(String who) {
            return survivor.filter(_ -> who.equals("p1"));
        }
    }

    private boolean isDenied(String who) {
        var staff = new ConsentRequest(new Requester(NORTH, "user-1", Role.CLINICIAN), PurposeOfUse.TREAT, NOW);
        var alone = view.decide(who, staff) instanceof Decision.Denied;
        assertThat(view.restrictions(staff).hiddenOf(who).all()).isEqualTo(alone);
        return alone;
    }

    private Grant refusal() {
        var terms = Terms.of(Consents.with("{\"type\": \"deny\"}"), new SecureRandom());
        return patient.grant(patient.token(16), terms, EnumSet.allOf(PurposeOfUse.class), PatientApp.FAR);
    }

    private void follow() {
        var _ = view.follow(north, Duration.ZERO).orElseThrow();
    }

    @Test
    void what_the_other_one_refused_is_refused_of_the_survivor_until_they_are_apart_again() {
        var _ = north.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
        var _ = north.submit(patient.registration()).orElseThrow();
        var refusal = refusal();
        var _ = north.submit(refusal).orElseThrow();
        follow();
        assertThat(isDenied("p1")).isTrue();
        assertThat(isDenied("p2")).isFalse();

        survivor = Optional.of("p2");
        view.regroup("p1");
        assertThat(isDenied("p1")).isTrue();
        assertThat(isDenied("p2")).isTrue();

        survivor = Optional.empty();
        view.regroup("p1");
        assertThat(isDenied("p1")).isTrue();
        assertThat(isDenied("p2")).isFalse();
    }

    @Test
    void what_comes_later_counts_for_both_and_ends_for_both() {
        survivor = Optional.of("p2");
        var _ = north.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
        var _ = north.submit(patient.registration()).orElseThrow();
        var refusal = refusal();
        var _ = north.submit(refusal).orElseThrow();
        follow();
        assertThat(isDenied("p2")).isTrue();

        var _ = north.submit(patient.revoke(refusal.id())).orElseThrow();
        var permission = patient.grant();
        var _ = north.submit(permission).orElseThrow();
        follow();
        assertThat(isDenied("p1")).isFalse();
        assertThat(isDenied("p2")).isFalse();

        var _ = north.submit(patient.revoke(permission.id())).orElseThrow();
        follow();
        assertThat(isDenied("p1")).isTrue();
        assertThat(isDenied("p2")).isTrue();
    }
}
