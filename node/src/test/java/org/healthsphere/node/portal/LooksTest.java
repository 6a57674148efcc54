package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.exchange.ReleasedRecords;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.access.NewUser;
import org.healthsphere.node.access.Password;
import org.healthsphere.node.access.Passwords;
import org.healthsphere.node.access.User;
import org.healthsphere.node.access.UserDirectory;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.audit.FileAuditLog;
import org.healthsphere.node.portal.Looks.Told;
import org.healthsphere.node.release.House;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.web.me.Look;
import org.healthsphere.node.web.me.Look.Right;
import org.healthsphere.node.web.me.Look.Way;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Clinician;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LooksTest {
    private static final Hospital HERE = new Hospital("north", "North Hospital");
    private static final Hospital THERE = new Hospital("south", "Hospital south");

    private final House house = new House();
    private final GlassBook glasses =
            new GlassBook(house.store, Identities.of("north").secretBox("broken glass"), house.random);
    private User clinician;
    private Looks looks;

    @BeforeEach
    void an_account(@TempDir Path folder) {
        var users = UserDirectory.open(folder.resolve("users.json"), new Passwords(house.random), house.random)
                .orElseThrow();
        var password = new Password("three plain words");
        clinician = users.add(new NewUser("c.sample", "Dr C. Sample", Role.CLINICIAN, Optional.empty(), password))
                .orElseThrow();
        looks = new Looks(
                new Hospitals(HERE, house.members),
                new Looks.Names(
                        users,
                        id -> id.equals("app-1") ? Optional.of("Growth Chart") : Optional.empty(),
                        id -> id.equals("link-1") ? Optional.of("For Dr Sample") : Optional.empty(),
                        id -> id.equals("for:1") ? Optional.of("Ben") : Optional.empty()),
                house.consents,
                glasses,
                house.receipts);
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void several_entries_of_one_request_are_one_look() {
        log(read(own(), "r1", "Patient/ann"));
        house.clock.advance(Duration.ofSeconds(1));
        log(read(own(), "r1", "Condition", "Observation"));
        assertThat(told())
                .extracting(Told::look)
                .containsExactly(new Look(
                        told().getFirst().look().id(),
                        House.NOW.plusSeconds(1),
                        new Look.Who("Dr C. Sample", Role.CLINICIAN, HERE),
                        Set.of(Category.PERSON, Category.CONDITIONS, Category.RESULTS),
                        PurposeOfUse.TREAT,
                        new Right.Duty(),
                        Optional.of(new Way.Inside()),
                        false,
                        "r1"));
        assertThat(told().getFirst().correlation()).isEqualTo("r1");
        assertThat(told().getFirst().look().id()).matches("[0-9a-f]{32}");
    }

    @Test
    void clinicians_who_looked_are_people_whom_the_patient_may_mean() {
        log(read(own(), "r1", "Condition"));
        log(read(own(), "r2", "Observation"));
        log(read(house.stranger().requester(), "r3", "Condition"));
        assertThat(looks.people(house.audit.ofPatient("ann", 100)))
                .extracting(Clinician::id, clinician -> clinician.at().id())
                .containsExactlyInAnyOrder(
                        tuple("north/" + own().subject(), "north"), tuple("south/clinician-7", "south"));
    }

    @Test
    void of_more_than_can_be_shown_it_is_told_from_when_on_it_is() {
        log(read(own(), "r0", "Condition"));
        house.clock.advance(Duration.ofHours(1));
        assertThat(looks.looked("ann", house.audit).since()).isEmpty();
        var begin = house.clock.instant();
        for (var n = 1; n <= 2_000; n++) {
            log(read(own(), "r" + n, "Condition"));
        }
        var looked = looks.looked("ann", house.audit);
        assertThat(looked.since()).contains(begin);
        assertThat(looked.looks()).hasSize(2_000);
    }

    @Test
    void of_a_log_that_was_shortened_it_is_told_from_when_on_it_is(@TempDir Path folder) throws Exception {
        try (var log = FileAuditLog.open(folder.resolve("audit.log"), House.NORTH, house.clock)
                .orElseThrow()) {
            var _ = log.append(read(own(), "r1", "Condition")).orElseThrow();
            house.clock.advance(Duration.ofDays(2));
            var kept = log.append(read(own(), "r2", "Condition")).orElseThrow();
            assertThat(looks.looked("ann", log).since()).isEmpty();
            var _ = log.shorten(house.clock.instant().minus(Duration.ofDays(1)), own())
                    .orElseThrow();
            assertThat(looks.looked("ann", log).since()).contains(kept.time());
            assertThat(looks.looked("bea", log).since()).contains(kept.time());
        }
    }

    @Test
    void requests_are_looks_of_their_own_and_the_newest_comes_first() {
        log(read(own(), "r1", "Condition"));
        house.clock.advance(Duration.ofHours(1));
        log(read(own(), "r2", "Observation"));
        assertThat(told()).extracting(Told::correlation).containsExactly("r2", "r1");
        assertThat(told().stream().map(told -> told.look().id()).distinct()).hasSize(2);
    }

    @Test
    void a_name_that_is_used_again_hides_no_earlier_look() {
        log(read(own(), "r1", "Condition"));
        house.clock.advance(Duration.ofHours(1));
        log(read(own(), "r1", "Observation"));
        log(read(new Requester(House.SOUTH, "doctor-7", Role.CLINICIAN), "r1", "Procedure"));
        assertThat(told())
                .extracting(told -> told.look().what())
                .containsExactly(Set.of(Category.PROCEDURES), Set.of(Category.RESULTS), Set.of(Category.CONDITIONS));
        assertThat(told().stream().map(told -> told.look().id()).distinct()).hasSize(3);
    }

    @Test
    void a_look_keeps_its_id_while_more_comes_to_it() {
        log(read(own(), "r1", "Condition"));
        var id = told().getFirst().look().id();
        log(read(own(), "r1", "Observation"));
        assertThat(told()).singleElement().extracting(told -> told.look().id()).isEqualTo(id);
    }

    @Test
    void who_acts_for_her_and_who_has_her_link_are_told_as_such() {
        log(read(new Requester(House.NORTH, "for:1", Role.PATIENT), "r1", "Condition"));
        log(AuditEvent.of(
                        AuditCode.LINK_OPENED,
                        new Requester(House.NORTH, "link:link-1", Role.SYSTEM),
                        PurposeOfUse.PATRQT,
                        "r2")
                .about("ann")
                .naming(List.of("link:link-1"))
                .with(Result.DENIED));
        assertThat(told())
                .extracting(told -> told.look().right())
                .containsExactly(new Right.OwnLink("For Dr Sample", false), new Right.ActsFor());
        assertThat(told().getLast().look().who().name()).isEqualTo("Ben");
    }

    @Test
    void what_is_no_look_is_not_told() {
        for (var code : AuditCode.values()) {
            log(AuditEvent.of(code, own(), PurposeOfUse.TREAT, "r-" + code).about("ann"));
        }
        assertThat(told())
                .extracting(Told::correlation)
                .containsExactlyInAnyOrder(
                        "r-RECORD_READ",
                        "r-RECORD_SEARCHED",
                        "r-RECORD_EXPORTED",
                        "r-RECORD_NOTIFIED",
                        "r-STATISTIC_RELEASED",
                        "r-RECORD_ANSWERED",
                        "r-GLASS_BROKEN",
                        "r-LINK_OPENED");
    }

    @Test
    void others_are_called_what_their_hospital_calls_them() {
        log(read(new Requester(House.SOUTH, "doctor-7", Role.CLINICIAN), "r1", "Condition"));
        log(read(new Requester(new NodeId("left-long-ago"), "doctor-8", Role.CLINICIAN), "r2", "Condition"));
        assertThat(told())
                .extracting(told -> told.look().who())
                .containsExactly(
                        new Look.Who("doctor-8", Role.CLINICIAN, new Hospital("left-long-ago", "left-long-ago")),
                        new Look.Who("doctor-7", Role.CLINICIAN, THERE));
    }

    @Test
    void each_kind_of_resource_has_its_heading() {
        log(read(
                own(),
                "r1",
                "Patient/ann",
                "AllergyIntolerance/1",
                "MedicationRequest/1",
                "Condition/1",
                "DiagnosticReport/1",
                "Immunization/1",
                "Procedure/1",
                "Encounter/1",
                "DocumentReference/1",
                "Basic/1"));
        assertThat(told().getFirst().look().what()).containsExactlyInAnyOrder(Category.values());
    }

    @Test
    void rights_own_and_refused() {
        log(read(new Requester(House.NORTH, "ann", Role.PATIENT), "r1", "Condition"));
        log(read(new Requester(House.SOUTH, "doctor-7", Role.CLINICIAN), "r2", "Condition")
                .with(Result.DENIED));
        assertThat(told())
                .extracting(told -> told.look().right())
                .containsExactly(new Right.Refused(), new Right.Own());
        assertThat(told().getFirst().look().what()).isEmpty();
    }

    @Test
    void what_an_app_saw_that_the_patient_connected_is_the_apps_look() {
        var ann = new Requester(House.NORTH, "ann", Role.PATIENT);
        log(read(ann, "r1", "Condition/1", "app:app-1"));
        log(read(ann, "r2", "Condition", "app:app-gone"));
        assertThat(told())
                .extracting(told -> told.look().right())
                .containsExactly(new Right.OwnApp("app-gone"), new Right.OwnApp("Growth Chart"));
        assertThat(told()).extracting(told -> told.look().what()).containsOnly(Set.of(Category.CONDITIONS));
    }

    @Test
    void how_somebody_came_to_ask_is_told_as_far_as_the_log_tells_it() {
        log(read(own(), "inside", "Condition"));
        log(read(own(), "app", "Condition", "app:app-1"));
        log(coded(AuditCode.RECORD_ANSWERED, House.SOUTH, "network"));
        log(coded(AuditCode.RECORD_EXPORTED, House.NORTH, "export"));
        log(coded(AuditCode.RECORD_NOTIFIED, House.NORTH, "told"));
        log(coded(AuditCode.STATISTIC_RELEASED, House.NORTH, "counted"));
        log(read(new Requester(House.NORTH, "ann", Role.PATIENT), "own", "Condition"));
        assertThat(told())
                .extracting(Told::correlation, told -> told.look().way())
                .containsExactlyInAnyOrder(
                        tuple("inside", Optional.of(new Way.Inside())),
                        tuple("app", Optional.of(new Way.WithApp("Growth Chart"))),
                        tuple("network", Optional.of(new Way.Network())),
                        tuple("export", Optional.of(new Way.Export())),
                        tuple("told", Optional.of(new Way.Told())),
                        tuple("counted", Optional.of(new Way.Counted())),
                        tuple("own", Optional.empty()));
    }

    @Test
    void a_right_that_the_patient_gave_says_since_when() {
        var signed = house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var other = new Requester(House.SOUTH, "doctor-7", Role.CLINICIAN);
        log(read(other, "r1", "Condition").under(signed.id()));
        log(read(other, "r2", "Condition").under("of-somebody-else"));
        assertThat(told())
                .extracting(told -> told.look().right())
                .containsExactly(new Right.Duty(), new Right.Allowed(House.NOW));
    }

    @Test
    void an_emergency_here_has_its_words_and_elsewhere_none() {
        var _ = glasses.add("ann", clinician.id(), "Unconscious after a fall", House.NOW);
        var _ = glasses.add("bea", clinician.id(), "Another patient", House.NOW);
        log(broken(own(), "r1"));
        log(broken(new Requester(House.SOUTH, clinician.id(), Role.CLINICIAN), "r2"));
        house.clock.advance(Duration.ofHours(1));
        var _ = glasses.add("ann", clinician.id(), "Again, and worse", house.clock.instant());
        log(broken(own(), "r3"));
        assertThat(told())
                .extracting(told -> told.look().right())
                .containsExactly(
                        new Right.Emergency("Again, and worse"),
                        new Right.Emergency("emergency"),
                        new Right.Emergency("Unconscious after a fall"));
    }

    @Test
    void a_whole_record_has_a_receipt() {
        house.put("Patient", "ann", "ann", "{}");
        var access = house.stranger();
        var question = new Question(
                access.requester(),
                access.purpose(),
                Optional.empty(),
                PatientTokens.NOBODY,
                RecordFilter.EVERYTHING,
                0);
        var _ = house.released.matching(
                new ReleasedRecords.Request(Optional.of("ann"), question, access.correlation()));
        assertThat(told()).singleElement().satisfies(told -> {
            assertThat(told.look().receipt()).isTrue();
            assertThat(told.look().wasRefused()).isTrue();
        });
    }

    private Requester own() {
        return new Requester(House.NORTH, clinician.id(), Role.CLINICIAN);
    }

    private static AuditEvent read(Requester by, String correlation, String... what) {
        return AuditEvent.of(AuditCode.RECORD_READ, by, PurposeOfUse.TREAT, correlation)
                .about("ann")
                .naming(List.of(what));
    }

    private static AuditEvent coded(AuditCode code, NodeId member, String correlation) {
        return AuditEvent.of(code, new Requester(member, "program", Role.SYSTEM), PurposeOfUse.TREAT, correlation)
                .about("ann");
    }

    private static AuditEvent broken(Requester by, String correlation) {
        return AuditEvent.of(AuditCode.GLASS_BROKEN, by, PurposeOfUse.ETREAT, correlation)
                .about("ann");
    }

    private void log(AuditEvent event) {
        var _ = house.audit.append(event).orElseThrow();
    }

    private List<Told> told() {
        return looks.of("ann", house.audit.ofPatient("ann", 100));
    }
}
