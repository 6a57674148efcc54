package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.healthsphere.consent.ConsentLedger.Standing;
import org.healthsphere.consent.Directive.Amend;
import org.healthsphere.consent.Directive.Delegate;
import org.healthsphere.consent.Directive.Erase;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.Guardian;
import org.healthsphere.consent.Directive.RegisterKey;
import org.healthsphere.consent.Directive.RetireKey;
import org.healthsphere.consent.Directive.Right;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** What every consent ledger owes to keys, amendments, opt-outs, delegates, guardians and erasure. */
public interface PatientWordsContract extends ConsentLedgerContract {
    Set<PurposeOfUse> RESEARCH = Set.of(PurposeOfUse.HRESCH);

    private Outcome<Standing> standing(String id) {
        return ledger(SOUTH).check(id);
    }

    private PatientApp anotherAtNorth() {
        var other = new PatientApp(NORTH);
        put(NORTH, other.registration());
        return other;
    }

    // Amendments

    @Test
    default void a_consent_is_amended_version_by_version_and_its_history_tells_so() {
        var patient = patientAtNorth();
        var first = patient.grant();
        put(NORTH, first);
        var second = patient.amend(first, 2, RESEARCH);
        var event = put(NORTH, second);
        assertThat(event.directive()).isEqualTo(second);
        assertThat(put(NORTH, second.withTerms(Bytes.utf8("sealed again")))).isEqualTo(event);
        var third = patient.amend(second.asGrant(), 3, RESEARCH);
        put(NORTH, third);
        assertThat(put(NORTH, second)).isEqualTo(event);
        assertThat(ledger(SOUTH).history(first.id()).orElseThrow())
                .extracting(LedgerEvent::directive)
                .containsExactly(
                        first.withTerms(Bytes.NONE), second.withTerms(Bytes.NONE), third.withTerms(Bytes.NONE));
        assertThat(directives(NORTH)).contains(first, second, third);
    }

    @Test
    default void an_amendment_names_the_version_that_it_changes_and_is_the_patients_own() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        refuses(NORTH, patient.amend(grant, 3, RESEARCH), Fault.Conflict.class);
        refuses(NORTH, patient.amend(patient.grant(), 2, RESEARCH), Fault.NotFound.class);
        var elsewhere = patient.signed(Amend.of(patient.grant(), 2, grant.digest()));
        refuses(NORTH, elsewhere, Fault.NotFound.class);
        var good = patient.amend(grant, 2, RESEARCH);
        refuses(SOUTH, good, Fault.Forbidden.class);
        refuses(NORTH, good.withTerms(Bytes.NONE), Fault.Invalid.class);
        var altered = Amend.of(
                patient.amend(grant, 2, Set.of(PurposeOfUse.TREAT)).asGrant().signedWith(good.signature()),
                2,
                grant.digest());
        refuses(NORTH, altered, Fault.Forbidden.class);
        var stranger = anotherAtNorth();
        var foreign = new Grant(
                grant.id(),
                NORTH,
                grant.handle(),
                grant.digest(),
                RESEARCH,
                PatientApp.FAR,
                stranger.thumbprint(),
                Optional.empty(),
                Bytes.NONE,
                grant.terms());
        refuses(NORTH, stranger.signed(Amend.of(foreign, 2, grant.digest())), Fault.Forbidden.class);
        put(NORTH, good);
    }

    @Test
    default void of_two_amendments_at_once_one_wins() throws Exception {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        List<Callable<Outcome<LedgerEvent>>> work = new ArrayList<>();
        for (var i = 0; i < 4; i++) {
            var amend = patient.amend(grant, 2, RESEARCH);
            work.add(() -> ledger(NORTH).submit(amend));
        }
        assertThat(AtOnce.together(work))
                .filteredOn(Outcome.Success.class::isInstance)
                .hasSize(1);
    }

    @Test
    default void nothing_amends_what_was_revoked() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        put(SOUTH, patient.revoke(grant.id()));
        refuses(NORTH, patient.amend(grant, 2, RESEARCH), Fault.Gone.class);
        assertThat(standing(grant.id())).isEqualTo(Outcome.of(Standing.REVOKED));
    }

    @Test
    default void whatever_amends_at_the_same_time_a_revocation_holds() throws Exception {
        var patient = patientAtNorth();
        List<Callable<Outcome<LedgerEvent>>> work = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (var i = 0; i < 6; i++) {
            var grant = patient.grant();
            put(NORTH, grant);
            ids.add(grant.id());
            var amend = patient.amend(grant, 2, RESEARCH);
            work.add(() -> ledger(NORTH).submit(amend));
            work.add(() -> ledger(SOUTH).submit(patient.revoke(grant.id())));
        }
        var results = AtOnce.together(work);
        for (var i = 1; i < results.size(); i += 2) {
            assertThat(results.get(i)).isInstanceOf(Outcome.Success.class);
        }
        assertThat(ids).allMatch(id -> standing(id).equals(Outcome.of(Standing.REVOKED)));
    }

    // Keys

    @Test
    default void a_successor_speaks_for_what_the_old_key_said_and_the_old_one_says_nothing_new() {
        var patient = patientAtNorth();
        var before = patient.grant();
        put(NORTH, before);
        var late = patient.grant();
        var rotation = patient.rotation();
        assertThat(put(NORTH, rotation)).isEqualTo(put(NORTH, rotation));
        refuses(NORTH, late, Fault.Forbidden.class);
        put(NORTH, patient.amend(before, 2, RESEARCH));
        put(NORTH, patient.grant());
        put(NORTH, patient.rotation());
        put(SOUTH, patient.revoke(before.id()));
        assertThat(standing(before.id())).isEqualTo(Outcome.of(Standing.REVOKED));
    }

    @Test
    default void only_the_old_key_names_its_successor() {
        var patient = patientAtNorth();
        var stranger = new PatientApp(NORTH);
        refuses(NORTH, stranger.rotation(), Fault.NotFound.class);
        var rotation = patient.rotation();
        var forged = new Directive.RotateKey(
                NORTH, rotation.key(), rotation.successor(), Optional.empty(), Bytes.of(new byte[64]));
        refuses(NORTH, forged, Fault.Forbidden.class);
        refuses(SOUTH, rotation, Fault.Forbidden.class);
    }

    @Test
    default void a_retired_key_grants_nothing_more_and_still_revokes() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        refuses(SOUTH, new RetireKey(SOUTH, patient.thumbprint()), Fault.Forbidden.class);
        refuses(NORTH, new RetireKey(NORTH, Sha256.of("none")), Fault.NotFound.class);
        var retired = new RetireKey(NORTH, patient.thumbprint());
        assertThat(put(NORTH, retired)).isEqualTo(put(NORTH, retired));
        refuses(NORTH, patient.grant(), Fault.Forbidden.class);
        put(NORTH, patient.revoke(grant.id()));
    }

    @Test
    default void a_passkey_signs_by_its_ceremony_and_by_nothing_else() {
        var patient = patientAtNorth();
        var passkey = new Passkey("hospital.example");
        put(NORTH, new RegisterKey(NORTH, passkey.key(), Optional.of(passkey.relyingParty())));
        var own = patient.grant();
        var unsigned = new Grant(
                own.id(),
                NORTH,
                own.handle(),
                own.digest(),
                own.purposes(),
                own.notAfter(),
                passkey.key().thumbprint(),
                Optional.empty(),
                Bytes.NONE,
                own.terms());
        refuses(NORTH, unsigned.signedWith(passkey.raw(unsigned.signedBytes())), Fault.Forbidden.class);
        refuses(NORTH, unsigned.signedWith(passkey.assertion(Bytes.utf8("another"))), Fault.Forbidden.class);
        var grant = unsigned.signedWith(passkey.assertion(unsigned.signedBytes()));
        assertThat(put(NORTH, grant).directive()).isEqualTo(grant);
        var revoke = new Directive.Revoke(grant.id(), grant.key(), Bytes.NONE);
        put(SOUTH, new Directive.Revoke(grant.id(), grant.key(), passkey.assertion(revoke.signedBytes())));
        assertThat(standing(grant.id())).isEqualTo(Outcome.of(Standing.REVOKED));
    }

    // Opt-outs

    @Test
    default void an_opt_out_needs_no_terms_and_is_the_patients() {
        var patient = patientAtNorth();
        var out = patient.optOut(RESEARCH);
        assertThat(put(NORTH, out)).isEqualTo(put(NORTH, out));
        refuses(SOUTH, patient.optOut(RESEARCH), Fault.Forbidden.class);
        refuses(NORTH, new PatientApp(NORTH).optOut(RESEARCH), Fault.NotFound.class);
        refuses(NORTH, patient.optOut(Set.of()), Fault.Invalid.class);
        assertThat(standing(out.id())).isEqualTo(Outcome.of(Standing.ACTIVE));
        put(SOUTH, patient.revoke(out.id()));
        assertThat(standing(out.id())).isEqualTo(Outcome.of(Standing.REVOKED));
    }

    @Test
    default void a_view_denies_what_the_patient_opted_out_of_whoever_asks() {
        var patient = patientAtNorth();
        var view = new ConsentView(
                new ConsentView.Settings(NORTH, NetworkPolicy.standard(), Duration.ofSeconds(30)),
                grant -> Outcome.of(grant.terms()),
                new OnePatient(patient.handle()),
                java.time.InstantSource.system());
        var ownStaff = new ConsentRequest(
                new Requester(NORTH, "user-1", Role.CLINICIAN),
                PurposeOfUse.TREAT,
                Instant.parse("2090-01-01T00:00:00Z"));
        var _ = view.follow(ledger(NORTH), Duration.ZERO).orElseThrow();
        assertThat(view.decide("p1", ownStaff)).isInstanceOf(Decision.Permitted.class);
        var out = patient.optOut(Set.of(PurposeOfUse.TREAT));
        put(NORTH, out);
        var _ = view.follow(ledger(NORTH), Duration.ZERO).orElseThrow();
        assertThat(view.decide("p1", ownStaff))
                .isEqualTo(new Decision.Denied(Decision.Ground.DIRECTIVE, Optional.of(out.id()), view.height()));
        put(SOUTH, patient.revoke(out.id()));
        put(NORTH, patient.grant());
        var _ = view.follow(ledger(NORTH), Duration.ZERO).orElseThrow();
        assertThat(view.decide("p1", ownStaff)).isInstanceOf(Decision.Permitted.class);
        assertThat(view.enforcement().count()).isEqualTo(1);
        assertThat(view.contested()).isEmpty();
    }

    // Delegates and guardians

    @Test
    default void a_delegate_speaks_within_his_rights_until_they_end() {
        var patient = patientAtNorth();
        var daughter = anotherAtNorth();
        var both = patient.delegate(daughter, Set.of(Right.GRANT, Right.REVOKE), PatientApp.FAR);
        put(NORTH, both);
        var granted = daughter.grantFor(patient, both.id());
        put(NORTH, granted);
        var own = patient.grant();
        put(NORTH, own);
        put(SOUTH, daughter.revokeFor(own.id(), both.id()));
        assertThat(standing(own.id())).isEqualTo(Outcome.of(Standing.REVOKED));
        put(SOUTH, patient.revoke(granted.id()));
        put(SOUTH, patient.revoke(both.id()));
        refuses(NORTH, daughter.grantFor(patient, both.id()), Fault.Forbidden.class);
        var another = patient.grant();
        put(NORTH, another);
        refuses(NORTH, daughter.revokeFor(another.id(), both.id()), Fault.Forbidden.class);
    }

    @Test
    default void a_delegate_has_the_rights_that_were_given_and_for_that_patient_only() {
        var patient = patientAtNorth();
        var friend = anotherAtNorth();
        var revoking = patient.delegate(friend, Set.of(Right.REVOKE), PatientApp.FAR);
        put(NORTH, revoking);
        refuses(NORTH, friend.grantFor(patient, revoking.id()), Fault.Forbidden.class);
        var other = anotherAtNorth();
        refuses(NORTH, friend.grantFor(other, revoking.id()), Fault.Forbidden.class);
        refuses(NORTH, friend.grantFor(patient, patient.token(16)), Fault.NotFound.class);
        refuses(NORTH, other.grantFor(patient, revoking.id()), Fault.Forbidden.class);
        var foreign = other.grant();
        put(NORTH, foreign);
        refuses(NORTH, friend.revokeFor(foreign.id(), revoking.id()), Fault.Forbidden.class);
    }

    @Test
    default void only_the_patient_names_a_delegate_and_only_ahead() {
        var patient = patientAtNorth();
        var friend = anotherAtNorth();
        var past = Instant.parse("2020-01-01T00:00:00Z");
        refuses(NORTH, patient.delegate(friend, Set.of(Right.GRANT), past), Fault.Unprocessable.class);
        var good = patient.delegate(friend, Set.of(Right.GRANT), PatientApp.FAR);
        var widened = new Delegate(
                good.id(),
                NORTH,
                good.handle(),
                good.key(),
                good.delegate(),
                Set.of(Right.GRANT, Right.REVOKE),
                good.notAfter(),
                good.signature());
        refuses(NORTH, widened, Fault.Forbidden.class);
        refuses(SOUTH, good, Fault.Forbidden.class);
        refuses(
                NORTH,
                patient.delegate(new PatientApp(NORTH), Set.of(Right.GRANT), PatientApp.FAR),
                Fault.NotFound.class);
    }

    @Test
    default void a_guardian_speaks_for_whom_the_custodian_says_and_may_lay_it_down() {
        var _ = patientAtNorth();
        var child = new PatientApp(NORTH);
        var mother = anotherAtNorth();
        var guardian = new Guardian(
                child.token(16),
                NORTH,
                child.handle(),
                mother.thumbprint(),
                Sha256.of("birth certificate"),
                PatientApp.FAR);
        refuses(SOUTH, guardian, Fault.Forbidden.class);
        assertThat(put(NORTH, guardian)).isEqualTo(put(NORTH, guardian));
        var grant = mother.grantFor(child, guardian.id());
        put(NORTH, grant);
        put(SOUTH, mother.revoke(grant.id()));
        put(NORTH, mother.revoke(guardian.id()));
        refuses(NORTH, mother.grantFor(child, guardian.id()), Fault.Forbidden.class);
    }

    // Erasure

    @Test
    default void what_is_erased_has_no_terms_any_more_in_any_version() {
        var patient = patientAtNorth();
        var grant = patient.grant();
        put(NORTH, grant);
        var amend = patient.amend(grant, 2, RESEARCH);
        put(NORTH, amend);
        refuses(SOUTH, new Erase(grant.id(), SOUTH), Fault.Forbidden.class);
        refuses(NORTH, new Erase(patient.token(16), NORTH), Fault.NotFound.class);
        var erase = new Erase(grant.id(), NORTH);
        assertThat(put(NORTH, erase)).isEqualTo(put(NORTH, erase));
        assertThat(directives(NORTH))
                .contains(grant.withTerms(Bytes.NONE), amend.withTerms(Bytes.NONE), erase)
                .doesNotContain(grant, amend);
        assertThat(standing(grant.id())).isEqualTo(Outcome.of(Standing.ERASED));
        refuses(NORTH, patient.amend(amend.asGrant(), 3, RESEARCH), Fault.Gone.class);
        var revoke = patient.revoke(grant.id());
        assertThat(put(SOUTH, revoke)).isEqualTo(put(NORTH, revoke));
    }

    @Test
    default void nobody_asks_in_vain_how_something_stands() {
        var patient = patientAtNorth();
        assertThat(standing(patient.token(16))).isEqualTo(Outcome.failed(new Fault.NotFound("no such consent")));
        assertThat(ledger(SOUTH).history(patient.token(16)))
                .isEqualTo(Outcome.failed(new Fault.NotFound("no such consent")));
        var grant = patient.grant();
        put(NORTH, grant);
        assertThat(standing(grant.id())).isEqualTo(Outcome.of(Standing.ACTIVE));
    }
}
