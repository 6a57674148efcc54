package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.passkeys.KnownKeys;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.ConsentTerms.Whom;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.me.Viewer;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Party;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one doctor would see, and what a word about him would change, as a patient's pages show it. */
class OneDoctorSharingTest {
    private static final Hospital HERE = new Hospital("north", "North Hospital");
    private static final Hospital SOUTH = new Hospital("south", "South Hospital");
    private static final Clinician SEVEN = Clinician.of(SOUTH, "clinician-7", "Dr. Seven");
    private static final Clinician EIGHT = Clinician.of(SOUTH, "clinician-8", "Dr. Eight");
    private static final List<Preview.Row> NOTHING = List.of();

    private final House house = new House();
    private final ConsentPaper paper = new ConsentPaper(
            ZoneOffset.UTC,
            id -> id.value().equals("south") ? SOUTH : new Hospital(id.value(), id.value()));
    private final Sharing sharing = new Sharing(
            house.consents,
            new Signatures(house.consents, keys(), house.clock),
            house.gate,
            new Hospitals(HERE, house.members),
            paper,
            house.clock);

    private PatientKeys keys() {
        return new PatientKeys(
                new PatientKeys.Party(House.NORTH, () -> "https://north.example.org", HERE.name()),
                new PatientKeys.Behind(house.store, SecretBox.generate(house.random), new KnownKeys(), house.audit),
                house.clock,
                house.random);
    }

    @BeforeEach
    void a_record() {
        house.put("Patient", "ann", "ann", "{}");
        house.put("Condition", "c", "ann", "{'subject':{'reference':'Patient/ann'}}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    private static ConsentTerms terms(Whom whom) {
        return new ConsentTerms.Treatment(whom, Set.of(), Set.of(), Optional.empty());
    }

    private static List<Preview.Row> all(int now, int then) {
        return List.of(new Preview.Row(Category.PERSON, now, then), new Preview.Row(Category.CONDITIONS, now, then));
    }

    private List<Preview.Row> change(ConsentTerms terms, Optional<? extends Party> eyes) {
        var viewer = eyes.map(whose -> new Viewer(whose, PurposeOfUse.TREAT));
        return sharing.preview(ann(), "ann", terms, viewer).orElseThrow().rows();
    }

    private Access ann() {
        return house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT);
    }

    @Test
    void a_yes_to_one_doctor_shows_what_it_changes_for_her_and_for_nobody_else() {
        var only = terms(new Whom.Only(List.of(SEVEN)));
        assertThat(change(only, Optional.empty())).as("whom it is about").isEqualTo(all(0, 1));
        assertThat(change(only, Optional.of(SEVEN))).isEqualTo(all(0, 1));
        assertThat(change(only, Optional.of(EIGHT))).isEqualTo(NOTHING);
        assertThat(change(only, Optional.of(SOUTH))).as("anybody there").isEqualTo(NOTHING);
    }

    @Test
    void a_no_to_one_doctor_leaves_the_others_what_they_see() {
        house.says("ann", paper.of("ann", terms(Whom.EVERYBODY)), PurposeOfUse.TREAT, PurposeOfUse.PATRQT);
        var but = terms(new Whom.AllBut(List.of(SEVEN)));
        assertThat(change(but, Optional.of(SEVEN))).isEqualTo(all(1, 0));
        assertThat(change(but, Optional.of(EIGHT))).isEqualTo(all(1, 1));
    }

    @Test
    void what_was_signed_about_one_doctor_is_read_again_and_is_what_she_would_see() {
        var only = terms(new Whom.Only(List.of(SEVEN, new Hospital("west", "west"))));
        var signed = house.says("ann", paper.of("ann", only), PurposeOfUse.TREAT, PurposeOfUse.PATRQT);
        assertThat(paper.terms(signed.fhir())).isEqualTo(only);
        assertThat(seen(SEVEN)).isEqualTo(all(1, 1));
        assertThat(seen(EIGHT)).isEqualTo(NOTHING);
    }

    private List<Preview.Row> seen(Party by) {
        return sharing.seen(ann(), "ann", new Viewer(by, PurposeOfUse.TREAT))
                .orElseThrow()
                .rows();
    }
}
