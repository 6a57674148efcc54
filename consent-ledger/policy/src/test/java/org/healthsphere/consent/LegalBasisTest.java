package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.Consents.member;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** What a law permits, to the view that decides. */
class LegalBasisTest extends OneView {
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
