package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.Consents.member;
import static org.healthsphere.consent.Consents.purpose;
import static org.healthsphere.consent.Consents.type;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Decision.Denied;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Decision.Permitted;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

class ConsentViewTest extends OneView {
    private void follow(ConsentView followed) {
        var _ = followed.follow(north, Duration.ZERO).orElseThrow();
    }

    private ConsentRequest ownStaff() {
        return request(NORTH, Role.CLINICIAN, PurposeOfUse.TREAT);
    }

    private ConsentRequest emergency() {
        return request(SOUTH, Role.CLINICIAN, PurposeOfUse.ETREAT);
    }

    private Decision denied(Ground ground) {
        return new Denied(ground, Optional.empty(), view.height());
    }

    private Decision permitted() {
        return new Permitted(Optional.empty(), view.height(), Hidden.nothing());
    }

    @Test
    void before_it_has_caught_up_it_releases_nothing() {
        assertThat(view.isReady()).isFalse();
        assertThat(view.height()).isEqualTo(-1);
        assertThat(view.age()).isEmpty();
        assertThat(view.decide("p1", ownStaff())).isEqualTo(denied(Ground.NOT_READY));
        assertThat(view.restrictions(ownStaff())).isEqualTo(Restrictions.refusing(Ground.NOT_READY, -1));
    }

    @Test
    void without_directives_the_networks_policy_decides() {
        follow(view);
        assertThat(view.decide("p1", ownStaff())).isEqualTo(permitted());
        assertThat(view.decide("p1", request(NORTH, Role.STEWARD, PurposeOfUse.HOPERAT)))
                .isEqualTo(permitted());
        assertThat(view.decide("p1", emergency())).isEqualTo(permitted());
        assertThat(view.decide("p1", fromSouth())).isEqualTo(denied(Ground.NO_PERMISSION));
        assertThat(view.decide("p1", request(NORTH, Role.RESEARCHER, PurposeOfUse.HRESCH)))
                .isEqualTo(denied(Ground.NO_PERMISSION));
        assertThat(view.decide("p1", request(NORTH, Role.OPERATOR, PurposeOfUse.TREAT)))
                .isEqualTo(denied(Ground.NO_PERMISSION));
    }

    @Test
    void a_patient_reads_his_own_record_and_no_other() {
        follow(view);
        var own = new ConsentRequest(new Requester(NORTH, "patient-1", Role.PATIENT), PurposeOfUse.PATRQT, now);
        assertThat(view.decide("p1", own)).isEqualTo(permitted());
        assertThat(view.decide("p2", own)).isEqualTo(denied(Ground.NO_PERMISSION));
        assertThat(view.restrictions(own).hiddenOf("p1")).isEqualTo(Hidden.nothing());
        assertThat(view.restrictions(own).hiddenOf("p2")).isEqualTo(Hidden.everything());
    }

    @Test
    void who_is_not_a_member_or_no_longer_gets_nothing() {
        follow(view);
        var east = request(new NodeId("east"), Role.CLINICIAN, PurposeOfUse.ETREAT);
        assertThat(view.decide("p1", east)).isEqualTo(denied(Ground.NOT_A_MEMBER));
        put(new Directive.SuspendMember(SOUTH));
        follow(view);
        assertThat(view.decide("p1", emergency())).isEqualTo(denied(Ground.NOT_A_MEMBER));
        assertThat(view.members()).containsExactly(NORTH);
    }

    @Test
    void a_directive_permits_and_hides_and_its_end_takes_the_permission_away() {
        var grant = grant("{\"type\":\"permit\",\"actor\":[%s],\"provision\":[{\"type\":\"deny\",\"class\":[%s]}]}"
                .formatted(member("south"), type("Condition")));
        follow(view);
        var hidden = new Hidden(false, Set.of("Condition"), Set.of(), Set.of());
        assertThat(view.decide("p1", fromSouth()))
                .isEqualTo(new Permitted(Optional.of(grant.id()), view.height(), hidden));
        put(patient.revoke(grant.id()));
        follow(view);
        assertThat(view.decide("p1", fromSouth())).isEqualTo(denied(Ground.NO_PERMISSION));
    }

    @Test
    void a_rule_that_cannot_be_enforced_denies_and_is_named_until_it_ends() {
        var grant = grant("{\"type\":\"permit\",\"purpose\":[{\"system\":\"urn:x\",\"code\":\"FooBar\"}]}");
        follow(view);
        assertThat(view.decide("p1", ownStaff()))
                .isEqualTo(new Denied(Ground.UNENFORCEABLE, Optional.of(grant.id()), view.height()));
        assertThat(view.unenforceable()).containsExactly(grant.id());
        put(patient.revoke(grant.id()));
        follow(view);
        assertThat(view.unenforceable()).isEmpty();
    }

    @Test
    void one_permits_a_part_another_the_rest_and_what_none_does_stays_hidden() {
        grant("{\"type\":\"permit\",\"class\":[%s]}".formatted(type("Condition")));
        grant("{\"type\":\"permit\",\"class\":[%s]}".formatted(type("Observation")));
        follow(view);
        var decision = (Permitted) view.decide("p1", fromSouth());
        assertThat(decision.hidden().hides("Condition", Set.of(), Set.of())).isFalse();
        assertThat(decision.hidden().hides("Observation", Set.of(), Set.of())).isFalse();
        assertThat(decision.hidden().hides("Encounter", Set.of(), Set.of())).isTrue();
        assertThat(view.decide("p1", ownStaff())).isInstanceOf(Permitted.class);
    }

    @Test
    void one_directive_that_denies_overrides_all_that_permit() {
        grant("{\"type\":\"permit\"}");
        var no = grant("{\"type\":\"deny\",\"actor\":[%s]}".formatted(member("south")));
        follow(view);
        assertThat(view.decide("p1", fromSouth()))
                .isEqualTo(new Denied(Ground.DIRECTIVE, Optional.of(no.id()), view.height()));
        assertThat(view.decide("p1", ownStaff())).isInstanceOf(Permitted.class);
    }

    @Test
    void the_end_of_a_no_reveals_nothing_until_the_patient_says_yes_anew() {
        var no = grant("{\"type\":\"deny\"}");
        put(patient.revoke(no.id()));
        follow(view);
        assertThat(view.decide("p1", ownStaff())).isInstanceOf(Denied.class);
        var yes = grant("{\"type\":\"permit\"}");
        follow(view);
        assertThat(view.decide("p1", ownStaff()))
                .isEqualTo(new Permitted(Optional.of(yes.id()), view.height(), Hidden.nothing()));
    }

    @Test
    void the_glass_can_be_broken_unless_the_patient_excluded_just_that() {
        grant("{\"type\":\"deny\"}");
        follow(view);
        assertThat(view.decide("p1", emergency())).isEqualTo(permitted());
        var never = grant("{\"type\":\"deny\",\"purpose\":[%s]}".formatted(purpose("ETREAT")));
        follow(view);
        assertThat(view.decide("p1", emergency()))
                .isEqualTo(new Denied(Ground.DIRECTIVE, Optional.of(never.id()), view.height()));
    }

    @Test
    void a_view_that_nobody_vouches_for_denies_all_but_the_breaking_of_the_glass() {
        follow(view);
        now = now.plus(ConsentView.USUAL_BOUND);
        assertThat(view.decide("p1", ownStaff())).isEqualTo(permitted());
        now = now.plusMillis(1);
        assertThat(view.decide("p1", ownStaff())).isEqualTo(denied(Ground.LEDGER_STALE));
        assertThat(view.restrictions(ownStaff()).hiddenOf("p1")).isEqualTo(Hidden.everything());
        assertThat(view.decide("p1", emergency())).isEqualTo(permitted());
        assertThat(view.age()).contains(ConsentView.USUAL_BOUND.plusMillis(1));
        follow(view);
        assertThat(view.decide("p1", ownStaff())).isEqualTo(permitted());
    }

    @Test
    void a_clock_far_ahead_is_not_believed() {
        follow(view);
        now = now.minus(ConsentView.USUAL_BOUND).minusMillis(1);
        assertThat(view.decide("p1", ownStaff())).isEqualTo(denied(Ground.LEDGER_STALE));
    }

    @Test
    void terms_that_cannot_be_opened_enforced_or_that_were_swapped_deny() {
        for (TermsOpener opener : List.<TermsOpener>of(
                grant -> Outcome.failed(new Fault.Invalid("not for this key")),
                grant -> Outcome.of(Terms.of(Consents.with("{\"type\":\"permit\"}"), new SecureRandom())
                        .encoded()),
                grant -> Outcome.of(Bytes.utf8("{}")))) {
            var followed = view(opener);
            var grant = grant("{\"type\":\"permit\"}");
            follow(followed);
            assertThat(followed.decide("p1", ownStaff())).isInstanceOf(Denied.class);
            assertThat(followed.decide("p1", ownStaff()).toString()).contains("UNENFORCEABLE");
            put(patient.revoke(grant.id()));
        }
        var unknownRule = grant("{\"type\":\"permit\",\"dataPeriod\":{}}");
        var fresh = view(g -> Outcome.of(g.terms()));
        follow(fresh);
        assertThat(fresh.decide("p1", ownStaff()).toString())
                .contains("UNENFORCEABLE")
                .contains(unknownRule.id());
    }

    @Test
    void terms_that_open_later_hold_from_then_on() {
        var locked = new boolean[] {true};
        var followed =
                view(grant -> locked[0] ? Outcome.failed(new Fault.Unavailable("vault")) : Outcome.of(grant.terms()));
        var grant = grant("{\"type\":\"permit\"}");
        follow(followed);
        assertThat(followed.unresolved()).containsExactly(grant.id());
        assertThat(followed.decide("p1", fromSouth())).isInstanceOf(Denied.class);
        locked[0] = false;
        follow(followed);
        assertThat(followed.unresolved()).isEmpty();
        assertThat(followed.decide("p1", fromSouth())).isInstanceOf(Permitted.class);
    }

    @Test
    void a_tombstone_that_the_patient_did_not_sign_denies_and_is_pointed_out() {
        var grant = grant("{\"type\":\"permit\"}");
        follow(view);
        view.apply(new LedgerEvent(
                view.height() + 1,
                0,
                "tx",
                now,
                new Directive.Revoke(
                        grant.id(),
                        grant.key(),
                        new PatientApp(NORTH).revoke(grant.id()).signature())));
        assertThat(view.decide("p1", fromSouth())).isEqualTo(denied(Ground.NO_PERMISSION));
        assertThat(view.contested()).containsExactly(grant.id());
    }

    @Test
    void a_ledger_that_shows_another_past_ends_the_view() {
        follow(view);
        var other = new InMemoryConsentLedger(clock).seenBy(NORTH);
        assertThat(view.follow(other, Duration.ZERO)).isInstanceOf(Outcome.Failure.class);
        assertThat(view.isReady()).isFalse();
        assertThat(view.follow(north, Duration.ZERO)).isInstanceOf(Outcome.Failure.class);
        assertThat(view.decide("p1", emergency())).isInstanceOf(Denied.class);
    }

    @Test
    void a_directive_counts_until_its_own_end() {
        var until = now.plusSeconds(3);
        put(patient.grant(
                patient.token(16),
                Terms.of(Consents.with("{\"type\":\"permit\"}"), new SecureRandom()),
                Set.of(PurposeOfUse.TREAT),
                until));
        follow(view);
        assertThat(view.restrictions(fromSouth()).hiddenOf("p1")).isEqualTo(Hidden.nothing());
        assertThat(view.restrictions(fromSouth()).hiddenOf("p2")).isEqualTo(Hidden.everything());
        now = until;
        assertThat(view.decide("p1", fromSouth())).isInstanceOf(Permitted.class);
        now = until.plusNanos(1);
        assertThat(view.decide("p1", fromSouth())).isEqualTo(denied(Ground.NO_PERMISSION));
        assertThat(view.restrictions(fromSouth()).hiddenOf("p1")).isEqualTo(Hidden.everything());
    }

    @Test
    void restrictions_are_the_same_object_while_nothing_changes_and_follow_when_it_does() {
        grant("{\"type\":\"deny\",\"class\":[%s]}".formatted(type("Condition")));
        follow(view);
        var before = view.restrictions(ownStaff());
        assertThat(before.hiddenOf("p1")).isEqualTo(new Hidden(false, Set.of("Condition"), Set.of(), Set.of()));
        assertThat(before.hiddenOf("p2")).isEqualTo(Hidden.nothing());
        assertThat(before.height()).isEqualTo(view.height());
        assertThat(before.refused()).isEmpty();
        assertThat(view.restrictions(ownStaff())).isSameAs(before);
        grant("{\"type\":\"deny\",\"purpose\":[%s]}".formatted(purpose("TREAT")));
        follow(view);
        assertThat(view.restrictions(ownStaff()).hiddenOf("p1")).isEqualTo(Hidden.everything());
        assertThat(view.restrictions(request(NORTH, Role.CLINICIAN, PurposeOfUse.HOPERAT))
                        .hiddenOf("p1"))
                .isEqualTo(new Hidden(false, Set.of("Condition"), Set.of(), Set.of()));
    }

    @Test
    void another_members_consents_are_none_of_its_business() {
        var elsewhere = new PatientApp(SOUTH);
        var _ = network.seenBy(SOUTH).submit(elsewhere.registration()).orElseThrow();
        var _ = network.seenBy(SOUTH).submit(elsewhere.grant()).orElseThrow();
        put(new Directive.AnchorLog(NORTH, "access", 1, Sha256.of("head")));
        follow(view);
        assertThat(view.decide("p1", fromSouth())).isEqualTo(denied(Ground.NO_PERMISSION));
        assertThat(view.unresolved()).isEmpty();
    }
}
