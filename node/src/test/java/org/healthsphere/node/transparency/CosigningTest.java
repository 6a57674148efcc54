package org.healthsphere.node.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Decision;
import org.healthsphere.consent.Directive.AnchorLog;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.Directive.SuspendMember;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.LogCall;
import org.healthsphere.consent.transparency.ReceiptLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.node.consents.Consents;
import org.healthsphere.node.network.TestNetwork;
import org.healthsphere.node.release.House;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.node.transparency.Alarms.Alarm;
import org.healthsphere.node.transparency.Alarms.Subject;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hospitals whose nodes sign the logs together. */
class CosigningTest {
    private static final Bytes RECEIPT = Bytes.utf8("a receipt");

    @TempDir
    private Path folder;

    private TestNetwork network;
    private final Map<NodeId, LogKeeper> members = new HashMap<>();
    private LogKeeper north;
    private LogKeeper south;

    @BeforeEach
    void two_hospitals() {
        network = new TestNetwork(folder);
        var n = network.hospital("north");
        var s = network.hospital("south");
        network.publish();
        north = new LogKeeper(network, members, n, new InMemoryResourceStore(network.clock), List.of());
        south = new LogKeeper(network, members, s, new InMemoryResourceStore(network.clock), List.of());
        everybodyFollows();
    }

    private void everybodyFollows() {
        members.values().forEach(LogKeeper::follow);
    }

    private Map<NodeId, VerificationKey> keys() {
        return Map.of(
                north.hospital.identity.id(), north.hospital.identity.verificationKey(),
                south.hospital.identity.id(), south.hospital.identity.verificationKey());
    }

    /** The id of a consent that one of north's patients signed. */
    private String granted() {
        var identity = north.hospital.identity;
        var consents = new Consents(
                identity, network.ledger.seenBy(identity.id()), north.store, network.clock, network.random);
        var until = network.clock.instant().plus(Duration.ofDays(365));
        return consents.grant("ann", House.consent("{'type':'permit'}"), Set.of(PurposeOfUse.TREAT), until)
                .orElseThrow()
                .id();
    }

    private Alarm alarm(Subject subject, LogKeeper about, String words) {
        return new Alarm(subject, about.hospital.identity.id(), words, network.clock.instant());
    }

    @Test
    void a_consent_is_proved_once_members_signed_for_it() {
        var grant = granted();
        everybodyFollows();
        assertThat(north.logs.ofConsent(grant, Grant.class))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a checkpoint that members signed together")));
        assertThat(north.logs.ofConsent("another", Grant.class))
                .isEqualTo(Outcome.failed(new Fault.NotFound("such consent")));
        north.cosigning.round();
        var proof = north.logs.ofConsent(grant, Grant.class).orElseThrow();
        assertThat(proof.verified(keys(), 2).orElseThrow().utf8()).contains(grant);
        assertThat(south.logs.eventsState().cosigned()).contains(proof.checkpoint());
        assertThat(south.logs.ofConsent(grant, Grant.class))
                .as("not one of its patients")
                .isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_receipt_is_proved_once_members_signed_for_the_log_and_the_log_is_anchored() {
        north.logs.issued(RECEIPT);
        assertThat(north.logs.ofReceipt(RECEIPT)).isInstanceOf(Outcome.Failure.class);
        north.cosigning.round();
        var proof = north.logs.ofReceipt(RECEIPT).orElseThrow();
        assertThat(proof.verified(keys(), 2)).isEqualTo(Outcome.of(RECEIPT));
        var anchor = new AnchorLog(
                north.hospital.identity.id(),
                AnchorLog.RECEIPTS,
                1,
                proof.checkpoint().checkpoint().root());
        assertThat(network.founder.eventsFrom(0).orElseThrow().getLast().directive())
                .isEqualTo(anchor);
        for (var i = 0; i < 40; i++) {
            north.logs.issued(Bytes.utf8("receipt " + i));
            everybodyFollows();
            north.cosigning.round();
        }
        var last = north.logs.ofReceipt(Bytes.utf8("receipt 39")).orElseThrow();
        assertThat(last.verified(keys(), 2)).isInstanceOf(Outcome.Success.class);
        assertThat(last.inclusion().index()).isEqualTo(40);
        assertThat(north.logs.receiptsState().size()).isEqualTo(41);
        assertThat(north.logs.alarms().standing()).isEmpty();
        assertThat(south.logs.alarms().standing()).isEmpty();
        assertThat(network.founder.eventsFrom(0).orElseThrow().getLast().directive())
                .as("anchors come every ten minutes, not with every receipt")
                .isEqualTo(anchor);
    }

    @Test
    void signatures_are_not_asked_for_again_while_nothing_changes_and_they_are_young() {
        north.cosigning.round();
        var first = north.logs.eventsState().cosigned().orElseThrow();
        network.clock.advance(Duration.ofSeconds(20));
        everybodyFollows();
        north.cosigning.round();
        assertThat(north.logs.eventsState().cosigned()).contains(first);
        assertThat(north.logs.eventsState().age()).contains(Duration.ofSeconds(20));
        network.clock.advance(Duration.ofSeconds(20));
        everybodyFollows();
        north.cosigning.round();
        assertThat(north.logs.eventsState().age()).contains(Duration.ZERO);
    }

    @Test
    void what_was_signed_last_survives_a_restart_and_so_do_the_places_of_receipts() {
        var grant = granted();
        north.logs.issued(RECEIPT);
        everybodyFollows();
        north.cosigning.round();
        var consent = north.logs.ofConsent(grant, Grant.class);
        var receipt = north.logs.ofReceipt(RECEIPT);
        var later = Bytes.utf8("given out and not yet in the log when the process died");
        var again = north.again(List.of(RECEIPT, later));
        again.follow();
        assertThat(again.logs.ofConsent(grant, Grant.class)).isEqualTo(consent);
        assertThat(again.logs.ofReceipt(RECEIPT)).isEqualTo(receipt);
        everybodyFollows();
        again.cosigning.round();
        assertThat(again.logs.ofReceipt(later).orElseThrow().verified(keys(), 2))
                .isEqualTo(Outcome.of(later));
        assertThat(again.logs.receiptsState().size()).isEqualTo(2);
        assertThat(again.logs.alarms().standing()).isEmpty();
    }

    @Test
    void a_member_that_signed_another_log_raises_an_alarm_and_consent_is_denied_until_it_agrees_again() {
        north.cosigning.round();
        var head = network.founder.head().orElseThrow();
        var forged = SignedCheckpoint.by(
                south.hospital.identity.id(),
                new Checkpoint("test", 2, Sha256.of("another"), head.height(), head.hash(), network.clock.instant()),
                south.hospital.identity);
        var _ = north.cosigning.answer(new LogCall(forged, List.of()).encoded()).orElseThrow();
        var alarm = alarm(Subject.LEDGER, south, "split view: a member signed another log");
        assertThat(north.logs.alarms().standing()).containsExactly(alarm);
        assertThat(north.logs.alarms().complaint())
                .contains(
                        "the past of the ledger is in doubt (south: split view: a member signed another log): consent is denied");
        network.clock.advance(LogKeeper.BOUND.plusMillis(1));
        north.follow();
        assertThat(ground(north.decide())).contains(Decision.Ground.LEDGER_STALE);
        south.follow();
        north.cosigning.round();
        assertThat(north.logs.alarms().standing()).as("the true log again").isEmpty();
        assertThat(north.logs.alarms().raised()).isEqualTo(1);
        north.follow();
        assertThat(ground(north.decide())).isNotEqualTo(Optional.of(Decision.Ground.LEDGER_STALE));
    }

    private static Optional<Decision.Ground> ground(Decision decision) {
        return decision instanceof Decision.Denied denied ? Optional.of(denied.ground()) : Optional.empty();
    }

    @Test
    void an_alarm_about_a_member_is_over_when_the_member_is_out() {
        var head = network.founder.head().orElseThrow();
        var forged = SignedCheckpoint.by(
                south.hospital.identity.id(),
                new Checkpoint("test", 2, Sha256.of("another"), head.height(), head.hash(), network.clock.instant()),
                south.hospital.identity);
        var _ = north.cosigning.answer(new LogCall(forged, List.of()).encoded()).orElseThrow();
        assertThat(north.logs.alarms().standing()).hasSize(1);
        network.say(new SuspendMember(south.hospital.identity.id()));
        north.follow();
        north.cosigning.round();
        assertThat(north.logs.alarms().standing()).isEmpty();
    }

    @Test
    void a_ledger_that_lost_what_was_signed_raises_an_alarm_at_the_next_start() {
        north.cosigning.round();
        var signed = north.logs.eventsState().cosigned().orElseThrow();
        var longer = new Checkpoint(
                "test",
                9,
                Sha256.of("nine events"),
                9,
                Sha256.of("block"),
                signed.checkpoint().time());
        var remembered = SignedCheckpoint.by(north.hospital.identity.id(), longer, north.hospital.identity)
                .with(SignedCheckpoint.by(south.hospital.identity.id(), longer, south.hospital.identity))
                .orElseThrow();
        new CheckpointBook(north.store).keep(CheckpointBook.EVENTS, remembered);
        var again = north.again(List.of());
        again.follow();
        again.cosigning.round();
        assertThat(again.logs.alarms().standing())
                .containsExactly(
                        alarm(Subject.LEDGER, north, "rollback: the ledger was longer when members signed it"));
        network.clock.advance(LogKeeper.BOUND.plusMillis(1));
        again.follow();
        assertThat(ground(again.decide())).contains(Decision.Ground.LEDGER_STALE);
    }

    @Test
    void a_member_that_rewrites_its_log_of_receipts_gets_no_signature_and_raises_an_alarm() {
        north.logs.issued(RECEIPT);
        north.cosigning.round();
        assertThat(north.logs.receiptsState().cosigned()).isPresent();
        var other = new ReceiptLog("test", north.hospital.identity.id());
        other.add(ReceiptLog.hash(Bytes.utf8("another receipt")));
        other.add(ReceiptLog.hash(Bytes.utf8("and one more")));
        everybodyFollows();
        var head = network.founder.head().orElseThrow();
        var forged = SignedCheckpoint.by(
                north.hospital.identity.id(), other.checkpoint(head, network.clock.instant()), north.hospital.identity);
        var answer = LogCall.Answer.decode(south.cosigning
                .answer(new LogCall(forged, List.of(other.consistency(1, 2))).encoded())
                .orElseThrow());
        var words = "split view: the log does not go on from what was shown before";
        assertThat(answer).isEqualTo(Outcome.of(new LogCall.Answer.Refuses(words)));
        assertThat(south.logs.alarms().standing()).containsExactly(alarm(Subject.RECEIPTS, north, words));
        network.clock.advance(LogKeeper.BOUND.minusMillis(1));
        south.follow();
        assertThat(south.logs.alarms().ledgerDoubtedSince())
                .as("the ledger is not in doubt")
                .isEmpty();
    }

    @Test
    void a_witness_remembers_over_a_restart_and_takes_only_the_members_own_word() {
        north.logs.issued(RECEIPT);
        north.cosigning.round();
        everybodyFollows();
        var again = south.again(List.of());
        again.follow();
        var other = new ReceiptLog("test", north.hospital.identity.id());
        other.add(ReceiptLog.hash(Bytes.utf8("another receipt")));
        var head = network.founder.head().orElseThrow();
        var forged = SignedCheckpoint.by(
                north.hospital.identity.id(), other.checkpoint(head, network.clock.instant()), north.hospital.identity);
        assertThat(again.cosigning.answer(new LogCall(forged, List.of(other.consistency(1, 1))).encoded()))
                .isEqualTo(Outcome.of(
                        new LogCall.Answer.Refuses("split view: the log does not go on from what was shown before")
                                .encoded()));
        var stranger = SignedCheckpoint.by(
                south.hospital.identity.id(), other.checkpoint(head, network.clock.instant()), south.hospital.identity);
        assertThat(again.cosigning.answer(new LogCall(stranger, List.of()).encoded()))
                .isEqualTo(
                        Outcome.of(new LogCall.Answer.Refuses("not signed by the member whose log it is").encoded()));
        var elsewhere = new LedgerHead(head.height(), Sha256.of("another block"), head.vouched());
        var otherBlock = SignedCheckpoint.by(
                north.hospital.identity.id(),
                other.checkpoint(elsewhere, network.clock.instant()),
                north.hospital.identity);
        assertThat(again.cosigning.answer(new LogCall(otherBlock, List.of()).encoded()))
                .isEqualTo(Outcome.of(
                        new LogCall.Answer.Refuses("the ledger's block at that height is not known here").encoded()));
    }

    @Test
    void a_hospital_that_forgot_receipts_which_were_signed_for_says_so_and_signs_no_other_past() {
        north.logs.issued(RECEIPT);
        north.cosigning.round();
        var restored = new InMemoryResourceStore(network.clock);
        var again = new LogKeeper(network, members, north.hospital, restored, List.of());
        again.follow();
        again.logs.issued(Bytes.utf8("a new receipt"));
        again.cosigning.round();
        assertThat(again.logs.alarms().standing())
                .containsExactly(alarm(Subject.RECEIPTS, north, "rollback: receipts that were signed for are gone"));
        assertThat(again.logs.receiptsState().cosigned()).isEmpty();
    }

    @Test
    void a_node_that_has_not_caught_up_answers_nothing_and_shows_nothing() {
        var early = north.again(List.of());
        early.cosigning.round();
        assertThat(early.logs.eventsState()).isEqualTo(new Logs.State(0, Optional.empty(), Optional.empty()));
        var own = south.logs.cosigner().own(network.founder.head().orElseThrow(), Instant.EPOCH);
        assertThat(early.cosigning.answer(new LogCall(own, List.of()).encoded()))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("a view of the ledger")));
        assertThat(early.cosigning.answer(Bytes.utf8("no call"))).isInstanceOf(Outcome.Failure.class);
    }
}
