package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.access.Caller;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEntry;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.consents.Speaker;
import org.healthsphere.node.consents.Speaker.Guardianship;
import org.healthsphere.node.passkeys.KnownKeys;
import org.healthsphere.node.passkeys.PatientKeys;
import org.healthsphere.node.release.Access;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.web.me.Consent;
import org.healthsphere.node.web.me.Consent.State;
import org.healthsphere.node.web.me.ConsentTerms;
import org.healthsphere.node.web.me.Preview;
import org.healthsphere.node.web.view.Asking;
import org.healthsphere.node.web.view.Category;
import org.healthsphere.node.web.view.Hospital;
import org.healthsphere.node.web.view.Sensitivity;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SharingTest {
    private static final Hospital HERE = new Hospital("north", "North Hospital");
    private static final ConsentTerms ALL = new ConsentTerms.Treatment(Set.of(), Optional.empty());
    private static final ConsentTerms NOT_HIV =
            new ConsentTerms.Treatment(Set.of(Sensitivity.HIV, Sensitivity.GENETICS), Optional.empty());
    private static final Asking ASKING = new Asking(
            new Caller(new Requester(House.NORTH, "ann", Role.PATIENT), Set.of(), Set.of(), Optional.of("ann")),
            "request-1");
    private static final ConsentTerms RESEARCH = new ConsentTerms.Research(Optional.empty());

    private static final Requester ACTING = new Requester(House.NORTH, "for:delegation-1", Role.PATIENT);
    private static final Speaker GUARDIAN =
            new Speaker(ACTING, "ann", "gus", Optional.of(new Guardianship("delegation-1", "Gus Sample")));

    private final House house = new House();
    private final Sharing sharing = new Sharing(
            house.consents,
            new Signatures(house.consents, keys(), house.clock),
            house.gate,
            new Hospitals(HERE, house.members),
            new ConsentPaper(ZoneOffset.UTC),
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
        house.put(
                "Condition",
                "hiv",
                "ann",
                "{'subject':{'reference':'Patient/ann'},'meta':{'security':[{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void signed_it_is_in_force_here_from_a_height_on() {
        var signed = granted(ALL);
        assertThat(signed)
                .isEqualTo(new Consent(
                        signed.id(),
                        ALL,
                        State.ACTIVE,
                        House.NOW,
                        Optional.empty(),
                        List.of(new Consent.Reach(HERE, 3))));
        assertThat(sharing.of("ann")).containsExactly(signed);
        assertThat(sharing.of("bea")).isEmpty();
    }

    @Test
    void a_preview_counts_what_a_strange_clinician_would_see_and_changes_nothing() {
        assertThat(sharing.preview(ann(), "ann", NOT_HIV))
                .isEqualTo(Outcome.of(new Preview(
                        List.of(new Preview.Row(Category.PERSON, 0, 1), new Preview.Row(Category.CONDITIONS, 0, 1)),
                        Set.of(Sensitivity.HIV))));
        assertThat(sharing.of("ann")).isEmpty();
        assertThat(sees("c")).isFalse();
    }

    @Test
    void what_was_previewed_is_what_happens() {
        var signed = granted(NOT_HIV);
        assertThat(sees("c")).isTrue();
        assertThat(sees("hiv")).isFalse();
        assertThat(rows(sharing.preview(ann(), "ann", ALL)))
                .containsExactly(new Preview.Row(Category.PERSON, 1, 1), new Preview.Row(Category.CONDITIONS, 1, 2));
        assertThat(rows(sharing.previewWithdrawal(ann(), "ann", signed.id())))
                .containsExactly(new Preview.Row(Category.PERSON, 1, 0), new Preview.Row(Category.CONDITIONS, 1, 0));
        granted(ALL);
        assertThat(sees("hiv")).isTrue();
    }

    @Test
    void the_new_takes_the_place_of_the_old_of_its_kind() {
        var research = granted(RESEARCH);
        var old = granted(ALL);
        house.clock.advance(Duration.ofHours(1));
        house.follow();
        var now = granted(NOT_HIV);
        assertThat(sharing.of("ann"))
                .extracting(Consent::id, Consent::state)
                .containsExactlyInAnyOrder(
                        tuple(now.id(), State.ACTIVE),
                        tuple(old.id(), State.WITHDRAWN),
                        tuple(research.id(), State.ACTIVE));
        assertThat(sees("hiv")).isFalse();
    }

    @Test
    void withdrawn_it_is_over() {
        var signed = granted(ALL);
        house.clock.advance(Duration.ofMinutes(1));
        var withdrawn = withdraw("ann", signed.id()).orElseThrow();
        house.follow();
        assertThat(withdrawn.state()).isEqualTo(State.WITHDRAWN);
        assertThat(withdrawn.ended()).contains(House.NOW.plus(Duration.ofMinutes(1)));
        assertThat(sees("c")).isFalse();
        assertThat(withdraw("ann", signed.id())).isEqualTo(Outcome.of(withdrawn));
    }

    @Test
    void it_runs_out_at_the_end_of_its_last_day() {
        var until = new ConsentTerms.Treatment(Set.of(), Optional.of(LocalDate.parse("2026-03-05")));
        granted(until);
        house.clock.advance(Duration.parse("PT61H44M59S"));
        assertThat(sharing.of("ann").getFirst().state()).isEqualTo(State.ACTIVE);
        house.clock.advance(Duration.ofSeconds(1));
        var ran = sharing.of("ann").getFirst();
        assertThat(ran.state()).isEqualTo(State.EXPIRED);
        assertThat(ran.ended()).contains(house.clock.instant());
    }

    @Test
    void a_research_consent_is_previewed_for_a_study() {
        assertThat(rows(sharing.preview(ann(), "ann", RESEARCH)))
                .containsExactly(new Preview.Row(Category.PERSON, 0, 1), new Preview.Row(Category.CONDITIONS, 0, 2));
        granted(ALL);
        assertThat(rows(sharing.preview(ann(), "ann", RESEARCH)))
                .containsExactly(new Preview.Row(Category.PERSON, 0, 1), new Preview.Row(Category.CONDITIONS, 0, 2));
    }

    @Test
    void what_another_app_signed_is_shown_and_can_be_withdrawn() {
        var foreign = house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var shown = sharing.of("ann").getFirst();
        assertThat(shown.terms()).isEqualTo(new ConsentTerms.Other(Optional.empty()));
        assertThat(withdraw("ann", foreign.id())).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_hides_something_from_herself_can_be_previewed_and_withdrawn() {
        var label = "{'system':'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}";
        var foreign = house.says(
                "ann",
                House.consent("{'type':'permit','provision':[{'type':'deny','securityLabel':[%s]}]}".formatted(label)),
                PurposeOfUse.TREAT,
                PurposeOfUse.PATRQT);
        assertThat(rows(sharing.previewWithdrawal(ann(), "ann", foreign.id())))
                .containsExactly(new Preview.Row(Category.PERSON, 1, 0), new Preview.Row(Category.CONDITIONS, 1, 0));
    }

    @Test
    void what_is_somebody_elses_is_not_found() {
        var signed = granted(ALL);
        var missing = Outcome.failed(new Fault.NotFound("consent"));
        assertThat(sharing.proof("bea", signed.id())).isEqualTo(missing);
        assertThat(sharing.previewWithdrawal(ann(), "bea", signed.id())).isEqualTo(missing);
        assertThat(withdraw("bea", signed.id())).isInstanceOf(Outcome.Failure.class);
        assertThat(sharing.preview(ann(), "bea", ALL)).isEqualTo(Outcome.failed(new Fault.NotFound("record")));
        assertThat(sharing.of("ann")).containsExactly(signed);
    }

    @Test
    void the_proof_has_the_consent_and_where_it_stands() {
        var signed = granted(ALL);
        var proof = sharing.proof("ann", signed.id()).orElseThrow();
        var json = House.tree(proof.content().utf8());
        assertThat(json.path("consent")).isEqualTo(new ConsentPaper(ZoneOffset.UTC).of("ann", ALL));
        assertThat(json.path("proof").path("height").asLong()).isEqualTo(3);
        assertThat(proof.fileName()).isEqualTo("consent-proof.json");
    }

    private static Speaker himself(String patient) {
        return Speaker.himself(new Requester(House.NORTH, patient, Role.PATIENT));
    }

    private Outcome<Consent> withdraw(String patient, String consent) {
        return sharing.withdraw(ASKING, himself(patient), consent);
    }

    @Test
    void a_guardian_says_it_in_the_patients_place_with_his_own_key_and_his_name_stands_in_it() {
        var before = granted(NOT_HIV);
        house.consents.noteIn(house.audit);
        var events = house.ledger.eventsFrom(0).orElseThrow().size();
        var signed = sharing.grant(ASKING, GUARDIAN, ALL).orElseThrow();
        house.follow();
        assertThat(signed.guardian()).contains("Gus Sample");
        assertThat(sees("hiv")).isTrue();
        assertThat(sharing.of("ann"))
                .extracting(Consent::id, Consent::state, Consent::guardian)
                .containsExactlyInAnyOrder(
                        tuple(signed.id(), State.ACTIVE, Optional.of("Gus Sample")),
                        tuple(before.id(), State.WITHDRAWN, Optional.empty()));
        var told = house.ledger.eventsFrom(0).orElseThrow().stream()
                .skip(events)
                .map(LedgerEvent::directive)
                .toList();
        assertThat(told.getLast())
                .isInstanceOfSatisfying(
                        Directive.Grant.class,
                        grant -> assertThat(grant.delegation())
                                .contains(((Directive.Guardian) told.get(told.size() - 2)).id()));
        assertThat(told.toString())
                .as("the ledger names nobody")
                .doesNotContain("Gus Sample", "delegation-1")
                .doesNotContainPattern("(?<![A-Za-z0-9_-])gus(?![A-Za-z0-9_-])");
        assertThat(house.audit.ofPatient("ann", 99).stream()
                        .map(AuditEntry::event)
                        .filter(event -> event.code() == AuditCode.DIRECTIVE_SUBMITTED)
                        .map(AuditEvent::requester))
                .hasSize(2)
                .containsOnly(ACTING);
    }

    @Test
    void what_a_guardian_said_he_withdraws_and_the_patient_as_well() {
        var first = sharing.grant(ASKING, GUARDIAN, ALL).orElseThrow();
        assertThat(sharing.withdraw(ASKING, GUARDIAN, first.id()).map(Consent::state))
                .isEqualTo(Outcome.of(State.WITHDRAWN));
        var second = sharing.grant(ASKING, GUARDIAN, ALL).orElseThrow();
        house.put("Patient", "bea", "bea", "{}");
        var stranger = new Speaker(ACTING, "bea", "gus", Optional.of(new Guardianship("delegation-2", "Gus Sample")));
        assertThat(sharing.withdraw(ASKING, stranger, second.id())).isInstanceOf(Outcome.Failure.class);
        assertThat(withdraw("ann", second.id()).map(Consent::state)).isEqualTo(Outcome.of(State.WITHDRAWN));
        house.follow();
        assertThat(sees("c")).isFalse();
    }

    @CanIgnoreReturnValue
    private Consent granted(ConsentTerms terms) {
        var consent = sharing.grant(ASKING, himself("ann"), terms).orElseThrow();
        house.follow();
        return consent;
    }

    private static List<Preview.Row> rows(Outcome<Preview> preview) {
        return preview.orElseThrow().rows();
    }

    private Access ann() {
        return house.access(House.NORTH, "ann", Role.PATIENT, PurposeOfUse.PATRQT);
    }

    private boolean sees(String condition) {
        return house.gate.read(house.stranger(), new ResourceId("Condition", condition)) instanceof Outcome.Success;
    }
}
