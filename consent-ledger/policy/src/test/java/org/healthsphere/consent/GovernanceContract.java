package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.CertifyMember;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.HandOver;
import org.healthsphere.consent.Directive.LegalBasisRelease;
import org.healthsphere.consent.Directive.Propose;
import org.healthsphere.consent.Directive.PublishRevocations;
import org.healthsphere.consent.Directive.RegisterStudy;
import org.healthsphere.consent.Directive.RequestCertificates;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.Directive.Vote;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.Test;

/** What every consent ledger owes to the members who decide together, and to studies. */
public interface GovernanceContract extends ConsentLedgerContract {
    NodeId WEST = new NodeId("west");

    private void threeMembers() {
        patientAtNorth();
        put(NORTH, ConsentLedgerContract.admission(EAST));
    }

    private Propose admitWest() {
        return new Propose("admit-west", ConsentLedgerContract.admission(WEST), PatientApp.FAR);
    }

    @Test
    default void more_than_half_of_the_members_admit_and_suspend_once_the_founder_has_handed_over() {
        threeMembers();
        put(NORTH, new HandOver(NORTH));
        refuses(NORTH, ConsentLedgerContract.admission(WEST), Fault.Forbidden.class);
        put(SOUTH, admitWest());
        var first = new Vote("admit-west", SOUTH);
        assertThat(put(SOUTH, first).directive()).isEqualTo(first);
        refuses(WEST, new PatientApp(WEST).registration(), Fault.Forbidden.class);
        var deciding = put(EAST, new Vote("admit-west", EAST));
        assertThat(deciding.directive()).isEqualTo(ConsentLedgerContract.admission(WEST));
        put(WEST, new PatientApp(WEST).registration());
        var late = new Vote("admit-west", NORTH);
        assertThat(put(NORTH, late).directive()).isEqualTo(late);
        put(NORTH, new Propose("suspend-east", new SuspendMember(EAST), PatientApp.FAR));
        put(NORTH, new Vote("suspend-east", NORTH));
        put(SOUTH, new Vote("suspend-east", SOUTH));
        var suspension = put(WEST, new Vote("suspend-east", WEST));
        assertThat(suspension.directive()).isEqualTo(new SuspendMember(EAST));
        refuses(EAST, new PatientApp(EAST).registration(), Fault.Forbidden.class);
    }

    @Test
    default void a_member_whose_own_vote_decides_that_it_leaves_is_told_so() {
        threeMembers();
        put(NORTH, new HandOver(NORTH));
        put(SOUTH, new Propose("suspend-east", new SuspendMember(EAST), PatientApp.FAR));
        put(NORTH, new Vote("suspend-east", NORTH));
        var suspension = put(EAST, new Vote("suspend-east", EAST));
        assertThat(suspension.directive()).isEqualTo(new SuspendMember(EAST));
        refuses(EAST, new PatientApp(EAST).registration(), Fault.Forbidden.class);
    }

    @Test
    default void what_the_law_permits_is_an_entry_that_two_people_in_two_roles_answer_for() {
        var patient = patientAtNorth();
        var law = new Law(NORTH);
        var draft = law.draft("1a".repeat(16), patient.handle(), "Condition", "Immunization");
        refuses(NORTH, draft, Fault.Invalid.class);
        refuses(NORTH, law.approvedByOne(draft), Fault.Forbidden.class);
        var other = law.draft("1a".repeat(16), patient.handle(), "Condition", "Observation");
        refuses(NORTH, draft.approvedBy(law.approved(other).approvals()), Fault.Forbidden.class);
        refuses(SOUTH, law.approved(draft), Fault.Forbidden.class);
        var unknown = law.draft("1a".repeat(16), patient.handle(), "condition");
        refuses(NORTH, law.approved(unknown), Fault.Invalid.class);
        var approved = law.approved(draft);
        var recorded = put(NORTH, approved);
        assertThat(recorded.directive()).isEqualTo(approved);
        assertThat(put(NORTH, approved)).as("twice has the effect of once").isEqualTo(recorded);
        refuses(NORTH, law.approved(other), Fault.Conflict.class);
    }

    @Test
    default void what_the_law_permits_has_an_end_ahead_and_a_beginning_before_it() {
        var patient = patientAtNorth();
        var law = new Law(NORTH);
        var draft = law.draft("2b".repeat(16), patient.handle(), "Condition");
        var past = new LegalBasisRelease(
                draft.id(),
                NORTH,
                draft.handle(),
                draft.statute(),
                draft.requester(),
                draft.types(),
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2020-02-01T00:00:00Z"),
                List.of());
        refuses(NORTH, law.approved(past), Fault.Unprocessable.class);
        var reversed = new LegalBasisRelease(
                draft.id(),
                NORTH,
                draft.handle(),
                draft.statute(),
                draft.requester(),
                draft.types(),
                PatientApp.FAR,
                PatientApp.FAR,
                List.of());
        refuses(NORTH, law.approved(reversed), Fault.Unprocessable.class);
    }

    @Test
    default void a_vote_counts_once_and_for_its_member_alone() {
        threeMembers();
        put(NORTH, admitWest());
        refuses(NORTH, new Vote("admit-west", NORTH), Fault.Forbidden.class);
        refuses(SOUTH, new HandOver(SOUTH), Fault.Forbidden.class);
        refuses(SOUTH, new HandOver(NORTH), Fault.Forbidden.class);
        put(NORTH, new HandOver(NORTH));
        var vote = new Vote("admit-west", NORTH);
        assertThat(put(NORTH, vote)).isEqualTo(put(NORTH, vote));
        refuses(NORTH, new Vote("admit-west", SOUTH), Fault.Forbidden.class);
        refuses(WEST, new Vote("admit-west", WEST), Fault.Forbidden.class);
        refuses(SOUTH, new Vote("unknown", SOUTH), Fault.NotFound.class);
        assertThat(directives(SOUTH)).doesNotContain(ConsentLedgerContract.admission(WEST));
    }

    @Test
    default void of_votes_at_once_exactly_one_decides() throws Exception {
        threeMembers();
        put(NORTH, new HandOver(NORTH));
        put(NORTH, admitWest());
        List<Callable<Outcome<LedgerEvent>>> work = new ArrayList<>();
        for (var member : List.of(NORTH, SOUTH, EAST)) {
            work.add(() -> ledger(member).submit(new Vote("admit-west", member)));
        }
        assertThat(AtOnce.together(work)).allMatch(Outcome.Success.class::isInstance);
        assertThat(directives(SOUTH))
                .filteredOn(ConsentLedgerContract.admission(WEST)::equals)
                .hasSize(1);
    }

    @Test
    default void a_proposal_has_an_end_a_proper_form_and_a_member_who_makes_it() {
        threeMembers();
        var past = Instant.parse("2020-01-01T00:00:00Z");
        refuses(NORTH, new Propose("late", new SuspendMember(EAST), past), Fault.Unprocessable.class);
        refuses(NORTH, new Propose("odd", new HandOver(NORTH), PatientApp.FAR), Fault.Invalid.class);
        refuses(WEST, admitWest(), Fault.Forbidden.class);
        assertThat(put(NORTH, admitWest())).isEqualTo(put(SOUTH, admitWest()));
        refuses(NORTH, new Propose("admit-west", new SuspendMember(EAST), PatientApp.FAR), Fault.Conflict.class);
    }

    @Test
    default void a_registered_study_has_one_limit_at_every_member() {
        patientAtNorth();
        var study = new RegisterStudy("study-9", NORTH, Sha256.of("r"), Sha256.of("protocol"), 1_000, PatientApp.FAR);
        assertThat(put(NORTH, study)).isEqualTo(put(NORTH, study));
        refuses(
                SOUTH,
                new RegisterStudy("study-9", SOUTH, Sha256.of("r"), Sha256.of("other"), 9_000, PatientApp.FAR),
                Fault.Conflict.class);
        refuses(SOUTH, new Debit("d-1", "study-9", SOUTH, 10, 9_000), Fault.Unprocessable.class);
        put(SOUTH, new Debit("d-1", "study-9", SOUTH, 10, 1_000));
        refuses(
                SOUTH,
                new RegisterStudy("study-10", NORTH, Sha256.of("r"), Sha256.of("p"), 1, PatientApp.FAR),
                Fault.Forbidden.class);
        refuses(
                NORTH,
                new RegisterStudy(
                        "study-11", NORTH, Sha256.of("r"), Sha256.of("p"), 1, Instant.parse("2020-01-01T00:00:00Z")),
                Fault.Unprocessable.class);
    }

    @Test
    default void each_log_of_a_member_grows_by_itself() {
        patientAtNorth();
        put(NORTH, new AnchorLog(NORTH, AnchorLog.ACCESS, 10, Sha256.of("ten")));
        put(NORTH, new AnchorLog(NORTH, AnchorLog.RECEIPTS, 3, Sha256.of("three")));
        refuses(NORTH, new AnchorLog(NORTH, AnchorLog.ACCESS, 4, Sha256.of("four")), Fault.Conflict.class);
        put(NORTH, new AnchorLog(NORTH, AnchorLog.RECEIPTS, 4, Sha256.of("four")));
    }

    @Test
    default void a_member_asks_for_certificates_for_itself_and_the_founder_certifies_who_takes_part() {
        threeMembers();
        put(NORTH, new HandOver(NORTH));
        var request = new RequestCertificates(SOUTH, "{\"renewal\":1}");
        var asked = put(SOUTH, request);
        assertThat(put(SOUTH, request)).as("twice has the effect of once").isEqualTo(asked);
        refuses(EAST, new RequestCertificates(SOUTH, "{\"renewal\":2}"), Fault.Forbidden.class);
        refuses(WEST, new RequestCertificates(WEST, "{}"), Fault.Forbidden.class);
        refuses(SOUTH, new RequestCertificates(SOUTH, ""), Fault.Invalid.class);
        var issued = certified(SOUTH, request.request(), Bytes.of(new byte[600]));
        refuses(SOUTH, issued, Fault.Forbidden.class);
        var event = put(NORTH, issued);
        assertThat(put(NORTH, issued)).isEqualTo(event);
        assertThat(directives(EAST)).contains(request, issued);
        refuses(NORTH, certified(EAST, request.request(), Bytes.of(new byte[600])), Fault.Conflict.class);
        refuses(NORTH, certified(WEST, "other", Bytes.of(new byte[600])), Fault.NotFound.class);
        refuses(NORTH, certified(SOUTH, "third", Bytes.NONE), Fault.Invalid.class);
    }

    private static CertifyMember certified(NodeId member, String request, Bytes tls) {
        return new CertifyMember(member, Sha256.of(request), "{\"card\":1}", tls, Bytes.NONE);
    }

    @Test
    default void the_founder_publishes_which_certificates_were_taken_back_and_each_list_replaces_the_one_before() {
        patientAtNorth();
        var first = new PublishRevocations(Bytes.of(new byte[100]));
        var second = new PublishRevocations(Bytes.of(new byte[48 * 1024]));
        var event = put(NORTH, first);
        assertThat(put(NORTH, first)).isEqualTo(event);
        put(NORTH, second);
        assertThat(directives(SOUTH)).endsWith(first, second);
        refuses(SOUTH, first, Fault.Forbidden.class);
        put(NORTH, new HandOver(NORTH));
        put(NORTH, first);
        refuses(NORTH, new PublishRevocations(Bytes.NONE), Fault.Invalid.class);
        refuses(NORTH, new PublishRevocations(Bytes.of(new byte[48 * 1024 + 1])), Fault.Invalid.class);
    }
}
