package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Decision.Ground;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.NetworkPolicy;
import org.healthsphere.consent.Receipt;
import org.healthsphere.consent.Receipts;
import org.healthsphere.federation.exchange.BreakGlass;
import org.healthsphere.federation.exchange.Question;
import org.healthsphere.federation.exchange.RecordFilter;
import org.healthsphere.federation.exchange.ReleasedRecord;
import org.healthsphere.federation.exchange.ReleasedRecords.Permitted;
import org.healthsphere.federation.exchange.ReleasedRecords.PermittedAtLength;
import org.healthsphere.federation.exchange.ReleasedRecords.Release;
import org.healthsphere.federation.exchange.ReleasedRecords.Request;
import org.healthsphere.federation.exchange.ReleasedRecords.StaleView;
import org.healthsphere.federation.linkage.PatientTokens;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.audit.AuditEvent;
import org.healthsphere.node.audit.AuditEvent.Result;
import org.healthsphere.node.care.BreakGlassReasons;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkReleaseTest {
    private final House house = new House();

    @BeforeEach
    void a_record() {
        house.put("Patient", "ann", "ann", "{'gender':'female'}");
        house.put("Condition", "c1", "ann", "{'subject':{'reference':'Patient/ann'}}");
        house.put("Patient", "bea", "bea", "{}");
    }

    @AfterEach
    void close() {
        house.close();
    }

    @Test
    void what_consent_permits_leaves_with_a_receipt_that_names_it() {
        var signed = house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var access = house.stranger();
        var released = permitted(ask(access, Optional.of("ann"), RecordFilter.EVERYTHING));
        assertThat(released.records())
                .extracting(record -> record.type() + "/" + record.id())
                .containsExactlyInAnyOrder("Patient/ann", "Condition/c1");
        var receipt = verified(released.receipt());
        assertThat(receipt)
                .isEqualTo(new Receipt(
                        receipt.id(),
                        House.NORTH,
                        House.SOUTH,
                        access.requester().role(),
                        Receipt.subject(access.correlation(), access.requester().subject()),
                        PurposeOfUse.TREAT,
                        Optional.of(signed.id()),
                        Optional.empty(),
                        signed.height(),
                        NetworkPolicy.standard().version(),
                        NetworkRelease.digest(released.records()),
                        House.NOW,
                        access.correlation()));
        assertThat(receipt.id()).matches("[0-9a-f]{32}");
    }

    @Test
    void the_receipt_is_kept_for_the_patient_and_no_other() {
        var access = house.stranger();
        var released = permitted(ask(access, Optional.of("ann"), RecordFilter.EVERYTHING));
        assertThat(house.receipts.of("ann", access.correlation())).contains(released.receipt());
        assertThat(house.receipts.of("bea", access.correlation())).isEmpty();
        assertThat(house.receipts.of("ann", "another")).isEmpty();
    }

    @Test
    void a_request_of_the_same_name_about_somebody_else_leaves_the_first_receipt_alone() {
        var access = house.stranger();
        var first = permitted(ask(access, Optional.of("ann"), RecordFilter.EVERYTHING));
        var second = permitted(ask(access, Optional.of("bea"), RecordFilter.EVERYTHING));
        assertThat(house.receipts.of("ann", access.correlation())).contains(first.receipt());
        assertThat(house.receipts.of("bea", access.correlation())).contains(second.receipt());
    }

    @Test
    void no_consent_no_data_and_nobody_look_the_same() {
        house.says("bea", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        for (var patient : List.of(Optional.of("ann"), Optional.of("bea"), Optional.<String>empty())) {
            var released = permitted(ask(house.stranger(), patient, RecordFilter.EVERYTHING));
            assertThat(released.records()).isEmpty();
            assertThat(verified(released.receipt()).released()).isEqualTo(NetworkRelease.digest(List.of()));
        }
    }

    @Test
    void the_ground_of_a_denial_is_in_receipt_and_audit() {
        var signed = house.says("ann", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        var access = house.stranger();
        var receipt = verified(permitted(ask(access, Optional.of("ann"), RecordFilter.EVERYTHING))
                .receipt());
        assertThat(receipt.ground()).contains(Ground.DIRECTIVE);
        assertThat(receipt.consent()).contains(signed.id());
        assertThat(house.audit.newest(1).getFirst().event())
                .isEqualTo(new AuditEvent(
                        AuditCode.RECORD_ANSWERED,
                        access.requester(),
                        PurposeOfUse.TREAT,
                        access.correlation(),
                        Optional.of("ann"),
                        List.of(),
                        Result.DENIED,
                        Optional.of(signed.id()),
                        Optional.empty()));
    }

    @Test
    void only_the_types_that_are_asked_for_leave() {
        house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var conditions = new RecordFilter(Set.of("Condition"), Optional.empty(), Optional.empty());
        var released = permitted(ask(house.stranger(), Optional.of("ann"), conditions));
        assertThat(released.records()).extracting(ReleasedRecord::type).containsExactly("Condition");
    }

    @Test
    void a_view_that_nobody_vouches_for_releases_nothing() {
        house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        house.clock.advance(House.BOUND.plusSeconds(1));
        assertThat(ask(house.stranger(), Optional.of("ann"), RecordFilter.EVERYTHING))
                .isEqualTo(new StaleView());
        assertThat(ask(house.own(), Optional.of("ann"), RecordFilter.EVERYTHING))
                .isEqualTo(new StaleView());
    }

    @Test
    void a_height_that_the_view_has_not_reached_is_stale() {
        var access = house.stranger();
        var question = question(access, Optional.empty(), 1_000_000);
        assertThat(house.released.matching(new Request(Optional.of("ann"), question, access.correlation())))
                .isEqualTo(new StaleView());
    }

    @Test
    void the_glass_is_on_the_ledger_before_anything_is_shown() {
        var access = emergency();
        var released = permitted(broken(access, Optional.of("ann")));
        assertThat(released.records()).hasSize(2);
        var glasses = glasses();
        assertThat(glasses).hasSize(1);
        assertThat(glasses.getFirst())
                .isEqualTo(new Directive.BreakGlass(
                        glasses.getFirst().id(),
                        House.NORTH,
                        house.consents.handleFor("ann").orElseThrow(),
                        House.SOUTH,
                        Sha256.of("clinician-7\n" + BreakGlassReasons.EMERGENCY + "\n" + access.correlation())));
        assertThat(house.audit.newest(1).getFirst().event().code()).isEqualTo(AuditCode.GLASS_BROKEN);
    }

    @Test
    void nobody_breaks_the_glass_of_nobody() {
        assertThat(permitted(broken(emergency(), Optional.empty())).records()).isEmpty();
        assertThat(glasses()).isEmpty();
    }

    @Test
    void a_glass_that_the_ledger_does_not_take_shows_nothing() {
        var suspended = house.ledger.submit(new Directive.SuspendMember(House.NORTH));
        assertThat(suspended.orElseThrow().height()).isEqualTo(2);
        assertThat(broken(emergency(), Optional.of("ann"))).isEqualTo(new StaleView());
        assertThat(glasses()).isEmpty();
    }

    @Test
    void a_release_that_is_not_in_the_audit_does_not_happen() {
        var gate = new ConsentGate(
                house.view,
                house.store,
                house.index,
                _ -> org.healthsphere.specs.Outcome.failed(new org.healthsphere.specs.Fault.Unavailable("the audit")),
                house.clock);
        var shut = new NetworkRelease(
                House.NORTH,
                gate,
                new NetworkRelease.Knowledge(house.follower, house.glass),
                new NetworkRelease.Receiving(Identities.of("north"), house.receipts),
                house.clock,
                house.random);
        var access = house.own();
        var question = question(access, Optional.empty(), 0);
        assertThat(shut.matching(new Request(Optional.of("ann"), question, access.correlation())))
                .isEqualTo(new StaleView());
        assertThat(house.receipts.of("ann", access.correlation())).isEmpty();
    }

    @Test
    void the_digest_names_type_id_version_and_bytes() {
        var record = new ReleasedRecord("Condition", "c1", 1, Bytes.utf8("{}"));
        assertThat(Set.of(
                        NetworkRelease.digest(List.of()),
                        NetworkRelease.digest(List.of(record)),
                        NetworkRelease.digest(List.of(record, record)),
                        NetworkRelease.digest(List.of(new ReleasedRecord("Condition", "c1", 2, Bytes.utf8("{}")))),
                        NetworkRelease.digest(List.of(new ReleasedRecord("Condition", "c2", 1, Bytes.utf8("{}")))),
                        NetworkRelease.digest(List.of(new ReleasedRecord("Condition", "c1", 1, Bytes.utf8("{ }"))))))
                .hasSize(6);
    }

    /** The same hospital, in whose memory a record of two resources is too much. */
    private NetworkRelease small() {
        return new NetworkRelease(
                House.NORTH,
                house.gate.holding(new PatientRelease.Most(1 << 20, 1)),
                new NetworkRelease.Knowledge(house.follower, house.glass),
                new NetworkRelease.Receiving(Identities.of("north"), house.receipts),
                house.clock,
                house.random);
    }

    private PermittedAtLength atLength(Access access) {
        var question = question(access, Optional.empty(), 0);
        return (PermittedAtLength) small().matching(new Request(Optional.of("ann"), question, access.correlation()));
    }

    @Test
    void what_is_more_than_memory_should_hold_is_the_same_with_the_same_receipt() {
        var consent = house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var access = house.stranger();
        var whole = permitted(ask(access, Optional.of("ann"), RecordFilter.EVERYTHING));
        var atLength = atLength(access);
        assertThat(atLength.inMemory()).isEqualTo(whole.records());
        assertThat(verified(atLength.receipt()).released()).isEqualTo(NetworkRelease.digest(whole.records()));
        assertThat(verified(atLength.receipt()).consent()).contains(consent.id());
        assertThat(house.receipts.of("ann", access.correlation())).contains(atLength.receipt());
        assertThat(house.audit.newest(1).getFirst().event().code()).isEqualTo(AuditCode.RECORD_ANSWERED);
    }

    @Test
    void it_may_leave_as_atLengthas_consent_and_record_let_it() {
        var signed = house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var revoked = atLength(house.stranger());
        house.put("Condition", "c9", "bea", "{'subject':{'reference':'Patient/bea'}}");
        house.put("Condition", "c1", "ann", "{'subject':{'reference':'Patient/ann'},'note':[]}");
        house.says("bea", House.consent("{'type':'deny'}"), PurposeOfUse.TREAT);
        assertThat(revoked.stands().getAsBoolean()).as("others and other versions change").isTrue();
        house.ends("ann", signed);
        assertThat(revoked.stands().getAsBoolean()).as("revoked").isFalse();
        house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        assertThat(revoked.stands().getAsBoolean()).as("for good").isFalse();
        var deleted = atLength(house.stranger());
        house.delete("Condition", "c1");
        assertThat(deleted.stands().getAsBoolean()).as("deleted").isFalse();
    }

    @Test
    void what_is_hidden_by_a_label_that_comes_later_is_not_given_on() {
        house.says(
                "ann",
                House.consent("{'type':'permit','provision':[{'type':'deny','securityLabel':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}]}"),
                PurposeOfUse.TREAT);
        var released = atLength(house.stranger());
        assertThat(released.stands().getAsBoolean()).isTrue();
        house.put(
                "Condition",
                "c1",
                "ann",
                "{'subject':{'reference':'Patient/ann'},'meta':{'security':[{'system':"
                        + "'http://terminology.hl7.org/CodeSystem/v3-ActCode','code':'HIV'}]}}");
        assertThat(released.stands().getAsBoolean()).isFalse();
    }

    @Test
    void a_view_that_nobody_vouches_for_gives_no_more_of_it() {
        house.says("ann", House.consent("{'type':'permit'}"), PurposeOfUse.TREAT);
        var released = atLength(house.stranger());
        house.clock.advance(House.BOUND.plusSeconds(1));
        assertThat(released.stands().getAsBoolean()).isFalse();
    }

    private Access emergency() {
        return house.access(House.SOUTH, "clinician-7", org.healthsphere.specs.Role.CLINICIAN, PurposeOfUse.ETREAT);
    }

    private List<Directive.BreakGlass> glasses() {
        return house.ledger.eventsFrom(0).orElseThrow().stream()
                .map(LedgerEvent::directive)
                .filter(Directive.BreakGlass.class::isInstance)
                .map(Directive.BreakGlass.class::cast)
                .toList();
    }

    private Release ask(Access access, Optional<String> patient, RecordFilter filter) {
        var question = new Question(access.requester(), access.purpose(), Optional.empty(), tokens(), filter, 0);
        return house.released.matching(new Request(patient, question, access.correlation()));
    }

    private Release broken(Access access, Optional<String> patient) {
        var reason = Optional.of(new BreakGlass(BreakGlassReasons.EMERGENCY));
        return house.released.matching(new Request(patient, question(access, reason, 0), access.correlation()));
    }

    private static Question question(Access access, Optional<BreakGlass> reason, long height) {
        return new Question(access.requester(), access.purpose(), reason, tokens(), RecordFilter.EVERYTHING, height);
    }

    private static PatientTokens tokens() {
        return PatientTokens.NOBODY;
    }

    private static Permitted permitted(Release release) {
        assertThat(release).isInstanceOf(Permitted.class);
        return (Permitted) release;
    }

    private static Receipt verified(Bytes receipt) {
        return Receipts.verify(receipt, Identities.of("north").verificationKey())
                .orElseThrow();
    }
}
