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
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a law permits, to the view that decides. */
class LegalBasisTest {
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

    private Decision forPublicHealth(NodeId member, Role role) {
        var _ = view.follow(north, Duration.ZERO).orElseThrow();
        return view.decide(OnePatient.ID, request(member, role, PurposeOfUse.PUBHLTH));
    }

    private static Hidden allBut(String... types) {
        return new Hidden(false, ResourceTypes.without(Set.of(types)), Set.of(), Set.of());
    }

    @Test
    void what_a_law_permits_is_permitted_whatever_the_patient_says_to_stewards_of_the_custodian_and_nothing_else() {
        grant("{\"type\":\"deny\"}");
        assertThat(forPublicHealth(NORTH, Role.STEWARD)).isInstanceOf(Decision.Denied.class);
        var law = new Law(NORTH);
        var basis = law.approved(law.draft("3c".repeat(16), patient.handle(), "Condition", "Immunization"));
        var height = put(basis).height();
        assertThat(forPublicHealth(NORTH, Role.STEWARD))
                .isEqualTo(
                        new Decision.Permitted(Optional.of(basis.id()), height, allBut("Condition", "Immunization")));
        assertThat(forPublicHealth(NORTH, Role.CLINICIAN)).isInstanceOf(Decision.Denied.class);
        assertThat(forPublicHealth(SOUTH, Role.STEWARD)).as("another member").isInstanceOf(Decision.Denied.class);
        assertThat(view.decide(OnePatient.ID, fromSouth()))
                .as("another purpose")
                .isInstanceOf(Decision.Denied.class);
        assertThat(view.decide("another", request(NORTH, Role.STEWARD, PurposeOfUse.PUBHLTH)))
                .as("another patient")
                .isInstanceOf(Decision.Denied.class);
        var all = view.restrictions(request(NORTH, Role.STEWARD, PurposeOfUse.PUBHLTH));
        assertThat(all.hiddenOf(OnePatient.ID)).isEqualTo(allBut("Condition", "Immunization"));
        assertThat(all.hiddenOf("another")).isEqualTo(Hidden.everything());
        now = PatientApp.FAR.plusSeconds(1);
        var _ = view.follow(north, Duration.ZERO).orElseThrow();
        assertThat(view.decide(
                        OnePatient.ID,
                        new ConsentRequest(new Requester(NORTH, "user-1", Role.STEWARD), PurposeOfUse.PUBHLTH, now)))
                .as("its time is over")
                .isInstanceOf(Decision.Denied.class);
    }

    @Test
    void what_a_law_permits_denies_nothing_and_nobody_revokes_it() {
        grant("{\"type\":\"permit\"}");
        var _ = view.follow(north, Duration.ZERO).orElseThrow();
        var before = view.decide(OnePatient.ID, fromSouth());
        var law = new Law(NORTH);
        var basis = law.approved(law.draft("4d".repeat(16), patient.handle(), "Condition"));
        var height = put(basis).height();
        assertThat(forPublicHealth(NORTH, Role.SYSTEM)).isInstanceOf(Decision.Permitted.class);
        assertThat(view.decide(OnePatient.ID, fromSouth()))
                .isEqualTo(new Decision.Permitted(((Decision.Permitted) before).consent(), height, Hidden.nothing()));
        view.apply(new LedgerEvent(
                height + 1, 0, "t", now, new Directive.Revoke(basis.id(), Sha256.of("key"), Bytes.of(new byte[64]))));
        assertThat(view.decide(OnePatient.ID, request(NORTH, Role.STEWARD, PurposeOfUse.PUBHLTH)))
                .isInstanceOf(Decision.Permitted.class);
    }
}
