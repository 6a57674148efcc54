package org.healthsphere.node.web.me;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.node.web.me.ConsentTerms.Whom;
import org.healthsphere.node.web.me.SharingForm.Picked;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;
import org.junit.jupiter.api.Test;

/** Nobody whom a consent is about gets lost on the page on which it is changed. */
class PartiesTest {
    private static final Hospital EAST = new Hospital("east", "East Hospital");
    private static final Hospital WEST = new Hospital("west", "West Hospital");
    private static final Clinician DOCTOR = Clinician.of(EAST, "doctor", "Dr Sample");

    private static Consent consent(Consent.State state, Party... but) {
        var terms = new ConsentTerms.Treatment(new Whom.AllBut(List.of(but)), Set.of(), Set.of(), Optional.empty());
        return new Consent("1", terms, state, Instant.EPOCH, Optional.empty(), List.of());
    }

    @Test
    void whom_a_consent_in_force_is_about_is_there_whether_offered_or_not() {
        assertThat(Parties.of(List.of(EAST), List.of(), List.of(consent(Consent.State.ACTIVE, WEST, DOCTOR))))
                .isEqualTo(new Parties(List.of(EAST, WEST), List.of(DOCTOR)));
        var renamed = Clinician.named("east/doctor", "as it was", _ -> EAST).orElseThrow();
        assertThat(Parties.of(List.of(EAST), List.of(DOCTOR), List.of(consent(Consent.State.ACTIVE, renamed)))
                        .all())
                .containsExactly(EAST, DOCTOR);
    }

    @Test
    void what_is_over_adds_nobody() {
        assertThat(Parties.of(List.of(EAST), List.of(), List.of(consent(Consent.State.WITHDRAWN, WEST)))
                        .all())
                .containsExactly(EAST);
    }

    @Test
    void who_is_not_known_is_not_passed_over() {
        var picked = new Picked("but", Set.of("east", "west"), Set.of(), Set.of());
        assertThat(picked.whom(List.of(EAST))).isEmpty();
        assertThat(picked.whom(List.of(EAST, WEST))).contains(new Whom.AllBut(List.of(EAST, WEST)));
    }
}
