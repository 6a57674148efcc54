package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.healthsphere.consent.Directive.AdmitMember;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.BreakGlass;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Release;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** What every consent ledger owes, whoever runs it. */
public interface ConsentLedgerContract {
    NodeId NORTH = new NodeId("north");
    NodeId SOUTH = new NodeId("south");
    NodeId EAST = new NodeId("east");

    /** A ledger on which nobody has written yet, as this member reaches it; the same ledger for each within a test. */
    ConsentLedger ledger(NodeId member);

    LedgerMode mode();

    /** North founds the network, south joins; the patient's key is known at north. */
    @CanIgnoreReturnValue
    default PatientApp patientAtNorth() {
        var _ = ledger(NORTH).submit(admission(NORTH)).orElseThrow();
        var _ = ledger(NORTH).submit(admission(SOUTH)).orElseThrow();
        var patient = new PatientApp(NORTH);
        var _ = ledger(NORTH).submit(patient.registration()).orElseThrow();
        return patient;
    }

    static AdmitMember admission(NodeId member) {
        return new AdmitMember(
                member, "Hospital " + member, "https://" + member + ".example", Sha256.of(member.value()), "{}");
    }

    @CanIgnoreReturnValue
    default LedgerEvent put(NodeId member, Directive directive) {
        return ledger(member).submit(directive).orElseThrow();
    }

    default void refuses(NodeId member, Directive directive, Class<? extends Fault> kind) {
        assertThat(ledger(member).submit(directive))
                .isInstanceOfSatisfying(
                        Outcome.Failure.class,
                        failure -> assertThat(failure.fault()).isInstanceOf(kind));
    }

    default List<Directive> directives(NodeId member) {
        return ledger(member).eventsFrom(0).orElseThrow().stream()
                .map(LedgerEvent::directive)
                .toList();
    }

    @Test
    default void it_says_what_it_is() {
        assertThat(ledger(NORTH).mode()).isEqualTo(mode());
    }

    // Grants

    @Test
    default void a_grant_is_seen_by_every_member_and_its_terms_by_the_custodian_alone() {
        var grant = patientAtNorth().grant();
        var event = put(NORTH, grant);
        assertThat(event.directive()).isEqualTo(grant);
        assertThat(ledger(NORTH).eventsFrom(event.height()).orElseThrow()).contains(event);
        assertThat(directives(SOUTH)).contains(grant.withTerms(Bytes.NONE)).doesNotContain(grant);
    }

    @Test
    default void the_same_grant_twice_is_one_event_even_when_its_terms_were_sealed_anew() {
        var grant = patientAtNorth().grant();
        var first = put(NORTH, grant);
        assertThat(put(NORTH, grant)).isEqualTo(first);
        assertThat(put(NORTH, grant.withTerms(Bytes.utf8("sealed again")))).isEqualTo(first);
        assertThat(directives(SOUTH)).filteredOn(Grant.class::isInstance).hasSize(1);
    }

    @Test
    default void who_repeats_a_grant_that_another_has_in_custody_is_not_told_its_terms() {
        var grant = patientAtNorth().grant();
        put(NORTH, grant);
        assertThat(put(SOUTH, grant).directive()).isEqualTo(grant.withTerms(Bytes.NONE));
    }

    @Test
    default void an_id_stands_for_one_grant() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        var other = patient.signed(new Grant(
                grant.id(),
                NORTH,
                patient.handle(),
                grant.digest(),
                Set.of(PurposeOfUse.HRESCH),
                grant.notAfter(),
                grant.key(),
                Optional.empty(),
                Bytes.NONE,
                grant.terms()));
        refuses(NORTH, other, Fault.Conflict.class);
    }

    @Test
    default void a_member_can_neither_alter_nor_invent_what_a_patient_says() {
        var grant = patientAtNorth().grant();
        refuses(
                NORTH,
                new Grant(
                        grant.id(),
                        NORTH,
                        grant.handle(),
                        grant.digest(),
                        Set.of(PurposeOfUse.TREAT, PurposeOfUse.HRESCH),
                        grant.notAfter(),
                        grant.key(),
                        Optional.empty(),
                        grant.signature(),
                        grant.terms()),
                Fault.Forbidden.class);
        var stranger = new PatientApp(NORTH).grant();
        refuses(
                NORTH,
                new Grant(
                        grant.id(),
                        NORTH,
                        grant.handle(),
                        grant.digest(),
                        grant.purposes(),
                        grant.notAfter(),
                        grant.key(),
                        Optional.empty(),
                        stranger.signature(),
                        grant.terms()),
                Fault.Forbidden.class);
        refuses(NORTH, stranger, Fault.NotFound.class);
    }

    @Test
    default void only_the_custodian_puts_a_grant_on_the_ledger() {
        var patient = patientAtNorth();
        refuses(SOUTH, patient.grant(), Fault.Forbidden.class);
        refuses(SOUTH, new PatientApp(NORTH).registration(), Fault.Forbidden.class);
    }

    @Test
    default void a_grant_has_terms_a_proper_form_and_a_time_ahead_of_it() {
        var patient = patientAtNorth();
        refuses(NORTH, patient.grant().withTerms(Bytes.NONE), Fault.Invalid.class);
        refuses(
                NORTH,
                patient.grant(
                        "0815",
                        Terms.decode(patient.grant().terms()).orElseThrow(),
                        Set.of(PurposeOfUse.TREAT),
                        PatientApp.FAR),
                Fault.Invalid.class);
        refuses(NORTH, patient.grant(Set.of(), PatientApp.FAR), Fault.Invalid.class);
        refuses(
                NORTH,
                patient.grant(Set.of(PurposeOfUse.TREAT), Instant.parse("2020-01-01T00:00:00Z")),
                Fault.Unprocessable.class);
    }

    @Test
    default void a_key_is_registered_once() {
        var patient = patientAtNorth();
        var events = directives(NORTH);
        put(NORTH, patient.registration());
        assertThat(directives(NORTH)).isEqualTo(events);
        refuses(SOUTH, new Directive.RegisterKey(SOUTH, patient.registration().key()), Fault.Conflict.class);
    }

    // Revocations

    @Test
    default void a_patient_revokes_through_any_member() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        var revoke = patient.revoke(grant.id());
        var event = put(SOUTH, revoke);
        assertThat(event.directive()).isEqualTo(revoke);
        assertThat(directives(NORTH)).contains(revoke);
    }

    @Test
    default void a_revocation_twice_is_one_event() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        var first = put(SOUTH, patient.revoke(grant.id()));
        assertThat(put(NORTH, patient.revoke(grant.id()))).isEqualTo(first);
    }

    @Test
    default void only_the_patient_revokes_and_only_what_there_is() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        var stranger = new PatientApp(NORTH);
        put(NORTH, stranger.registration());
        refuses(SOUTH, stranger.revoke(grant.id()), Fault.Forbidden.class);
        refuses(SOUTH, patient.revoke(patient.token(16)), Fault.NotFound.class);
    }

    @Test
    default void no_grant_comes_back_after_its_revocation() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        var granted = put(NORTH, grant);
        put(NORTH, patient.revoke(grant.id()));
        assertThat(put(NORTH, grant)).isEqualTo(granted);
        assertThat(directives(SOUTH).getLast()).isInstanceOf(Directive.Revoke.class);
    }

    @Test
    default void revocations_beside_each_other_and_beside_anything_else_all_hold() throws Exception {
        var patient = patientAtNorth();
        List<Callable<Outcome<LedgerEvent>>> work = new ArrayList<>();
        for (var i = 0; i < 8; i++) {
            var grant = patient.grant();
            put(NORTH, grant);
            work.add(() -> ledger(NORTH).submit(patient.revoke(grant.id())));
            work.add(() -> ledger(SOUTH).submit(patient.revoke(grant.id())));
            work.add(() -> ledger(NORTH).submit(patient.grant()));
        }
        work.add(() -> ledger(NORTH).submit(admission(EAST)));
        assertThat(AtOnce.together(work)).allMatch(Outcome.Success.class::isInstance);
        assertThat(directives(SOUTH))
                .filteredOn(Directive.Revoke.class::isInstance)
                .map(d -> ((Directive.Revoke) d).id())
                .hasSizeGreaterThanOrEqualTo(8);
    }

    // Members

    @Test
    default void only_the_founder_changes_who_takes_part() {
        patientAtNorth();
        refuses(SOUTH, admission(EAST), Fault.Forbidden.class);
        refuses(SOUTH, new SuspendMember(NORTH), Fault.Forbidden.class);
        refuses(NORTH, new SuspendMember(EAST), Fault.NotFound.class);
    }

    @Test
    default void whoever_is_no_member_writes_nothing() {
        patientAtNorth();
        refuses(EAST, new PatientApp(EAST).registration(), Fault.Forbidden.class);
        put(NORTH, new SuspendMember(SOUTH));
        refuses(SOUTH, new PatientApp(SOUTH).registration(), Fault.Forbidden.class);
        put(NORTH, admission(SOUTH));
        put(SOUTH, new PatientApp(SOUTH).registration());
    }

    @Test
    default void a_member_is_admitted_again_with_another_certificate() {
        patientAtNorth();
        var renewed = new AdmitMember(SOUTH, "Hospital south", "https://south.example", Sha256.of("new"), "{}");
        var event = put(NORTH, renewed);
        assertThat(put(NORTH, renewed)).isEqualTo(event);
        assertThat(directives(NORTH).getLast()).isEqualTo(renewed);
    }

    // Budgets and other entries

    @Test
    default void a_budget_is_never_overspent_whoever_spends_at_once() throws Exception {
        patientAtNorth();
        List<Callable<Outcome<LedgerEvent>>> work = new ArrayList<>();
        for (var i = 0; i < 6; i++) {
            var debit = new Debit("debit-" + i, "study-1", NORTH, 400, 1_000);
            work.add(() -> ledger(NORTH).submit(debit));
        }
        assertThat(AtOnce.together(work))
                .filteredOn(Outcome.Success.class::isInstance)
                .hasSize(2);
        refuses(NORTH, new Debit("more", "study-1", NORTH, 400, 1_000), Fault.Unprocessable.class);
        put(NORTH, new Debit("rest", "study-1", NORTH, 200, 1_000));
    }

    @Test
    default void a_debit_counts_once_and_its_limit_stays_what_it_was() {
        patientAtNorth();
        var debit = new Debit("debit-1", "study-1", NORTH, 600, 1_000);
        assertThat(put(NORTH, debit)).isEqualTo(put(NORTH, debit));
        refuses(NORTH, new Debit("debit-1", "study-1", NORTH, 100, 1_000), Fault.Conflict.class);
        refuses(NORTH, new Debit("debit-2", "study-1", NORTH, 600, 2_000), Fault.Unprocessable.class);
        refuses(NORTH, new Debit("debit-2", "study-1", NORTH, 0, 1_000), Fault.Unprocessable.class);
        refuses(SOUTH, new Debit("debit-2", "study-1", NORTH, 100, 1_000), Fault.Forbidden.class);
        put(SOUTH, new Debit("debit-3", "study-1", SOUTH, 600, 1_000));
        put(NORTH, new Debit("debit-2", "study-1", NORTH, 400, 1_000));
    }

    @Test
    default void broken_glass_releases_and_logs_are_on_record() {
        var patient = patientAtNorth();
        var glass = new BreakGlass("glass-1", NORTH, patient.handle(), SOUTH, Sha256.of("why"));
        assertThat(put(NORTH, glass)).isEqualTo(put(NORTH, glass));
        refuses(SOUTH, new BreakGlass("glass-2", NORTH, patient.handle(), SOUTH, Sha256.of("")), Fault.Forbidden.class);
        var release = new Release("release-1", "study-1", Sha256.of("certificate"));
        assertThat(put(SOUTH, release)).isEqualTo(put(NORTH, release));
        refuses(NORTH, new Release("release-1", "study-2", Sha256.of("other")), Fault.Conflict.class);
        var log = new AnchorLog(NORTH, AnchorLog.ACCESS, 10, Sha256.of("ten"));
        assertThat(put(NORTH, log)).isEqualTo(put(NORTH, log));
        refuses(NORTH, new AnchorLog(NORTH, AnchorLog.ACCESS, 10, Sha256.of("another ten")), Fault.Conflict.class);
        refuses(NORTH, new AnchorLog(NORTH, AnchorLog.ACCESS, 9, Sha256.of("nine")), Fault.Conflict.class);
        refuses(SOUTH, new AnchorLog(NORTH, AnchorLog.ACCESS, 11, Sha256.of("eleven")), Fault.Forbidden.class);
        put(NORTH, new AnchorLog(NORTH, AnchorLog.ACCESS, 11, Sha256.of("eleven")));
        assertThat(put(NORTH, log).directive()).isEqualTo(log);
        assertThat(directives(SOUTH)).contains(glass, release, log);
    }

    // Events

    @Test
    default void events_come_in_order_and_again_from_any_height() {
        var patient = patientAtNorth();
        for (var i = 0; i < 5; i++) {
            put(NORTH, patient.grant());
        }
        var all = ledger(SOUTH).eventsFrom(0).orElseThrow();
        assertThat(all).doesNotHaveDuplicates().isSortedAccordingTo((a, b) -> Long.compare(a.height(), b.height()));
        for (var event : all) {
            assertThat(ledger(SOUTH).eventsFrom(event.height()).orElseThrow())
                    .isEqualTo(all.stream()
                            .filter(e -> e.height() >= event.height())
                            .toList());
        }
        var head = ledger(SOUTH).head().orElseThrow();
        assertThat(head.height()).isEqualTo(all.getLast().height());
        assertThat(ledger(SOUTH).eventsFrom(head.height() + 1).orElseThrow()).isEmpty();
    }

    @Test
    default void who_waits_for_an_event_gets_it_and_who_waits_in_vain_gets_none() throws Exception {
        var patient = patientAtNorth();
        var next = ledger(SOUTH).head().orElseThrow().height() + 1;
        assertThat(ledger(SOUTH).awaitFrom(next, Duration.ofMillis(50)).orElseThrow())
                .isEmpty();
        var grant = patient.grant();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var waiting = threads.submit(
                    () -> ledger(SOUTH).awaitFrom(next, Duration.ofMinutes(2)).orElseThrow());
            put(NORTH, grant);
            assertThat(waiting.get()).map(LedgerEvent::directive).containsExactly(grant.withTerms(Bytes.NONE));
        }
    }

    @Test
    default void a_view_that_follows_decides_as_the_patient_said() {
        var patient = patientAtNorth();
        var view = new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), Duration.ofSeconds(30)),
                grant -> Outcome.of(grant.terms()),
                new OnePatient(patient.handle()),
                java.time.InstantSource.system());
        var request = new ConsentRequest(
                new org.healthsphere.specs.Requester(SOUTH, "user-1", org.healthsphere.specs.Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Instant.parse("2090-01-01T00:00:00Z"));
        assertThat(view.decide("p1", request)).isInstanceOf(Decision.Denied.class);
        var grant = patient.grant();
        put(NORTH, grant);
        var _ = view.follow(ledger(NORTH), Duration.ZERO).orElseThrow();
        assertThat(view.decide("p1", request))
                .isEqualTo(new Decision.Permitted(java.util.Optional.of(grant.id()), view.height(), Hidden.nothing()));
        put(SOUTH, patient.revoke(grant.id()));
        var _ = view.follow(ledger(NORTH), Duration.ZERO).orElseThrow();
        assertThat(view.decide("p1", request))
                .isEqualTo(
                        new Decision.Denied(Decision.Ground.NO_PERMISSION, java.util.Optional.empty(), view.height()));
        assertThat(view.contested()).isEmpty();
    }
}
