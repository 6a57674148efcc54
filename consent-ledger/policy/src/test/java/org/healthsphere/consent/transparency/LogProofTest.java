package org.healthsphere.consent.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.InMemoryConsentLedger;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two members who follow one ledger, and somebody who trusts neither. */
class LogProofTest {
    private static final NodeId NORTH = new NodeId("north");
    private static final NodeId SOUTH = new NodeId("south");
    private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
    private static final SigningKey NORTH_KEY = SigningKey.generate(new SecureRandom());
    private static final SigningKey SOUTH_KEY = SigningKey.generate(new SecureRandom());
    private static final Map<NodeId, VerificationKey> KEYS =
            Map.of(NORTH, NORTH_KEY.verificationKey(), SOUTH, SOUTH_KEY.verificationKey());

    private final InMemoryConsentLedger ledger = new InMemoryConsentLedger(() -> NOON);
    private final EventLog atNorth = new EventLog("test", NORTH);
    private final EventLog atSouth = new EventLog("test", SOUTH);
    private final PatientApp patient = new PatientApp(NORTH);
    private String granted = "";
    private String consent = "";

    @BeforeEach
    void write() {
        var north = ledger.seenBy(NORTH);
        var _ = north.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
        var _ = north.submit(ConsentLedgerContract.admission(SOUTH)).orElseThrow();
        var _ = north.submit(patient.registration()).orElseThrow();
        var grant = patient.grant();
        consent = grant.id();
        granted = north.submit(grant).orElseThrow().transaction();
        var _ = north.submit(patient.revoke(grant.id())).orElseThrow();
        follow();
    }

    private void follow() {
        ledger.seenBy(NORTH).eventsFrom(0).orElseThrow().forEach(atNorth::apply);
        ledger.seenBy(SOUTH).eventsFrom(0).orElseThrow().forEach(atSouth::apply);
    }

    private Checkpoint at(EventLog log) {
        return log.checkpoint(ledger.seenBy(NORTH).head().orElseThrow(), NOON);
    }

    private SignedCheckpoint cosigned() {
        return SignedCheckpoint.by(NORTH, at(atNorth), NORTH_KEY)
                .signedBy(SOUTH, at(atSouth), SOUTH_KEY)
                .orElseThrow();
    }

    private LogProof proof() {
        return atNorth.proof(consent, Grant.class, cosigned()).orElseThrow();
    }

    @Test
    void members_come_to_the_same_log_by_themselves_and_sign_it_together() {
        assertThat(at(atSouth)).isEqualTo(at(atNorth));
        assertThat(cosigned().verified(KEYS, 2)).isEqualTo(Outcome.of(at(atNorth)));
    }

    @Test
    void one_signature_is_not_two_and_a_strangers_is_none() {
        var alone = SignedCheckpoint.by(NORTH, at(atNorth), NORTH_KEY);
        assertThat(alone.verified(KEYS, 2))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("signed by 1 members, not by 2")));
        var forged =
                alone.with(SignedCheckpoint.by(SOUTH, at(atNorth), NORTH_KEY)).orElseThrow();
        assertThat(forged.verified(KEYS, 2)).isInstanceOf(Outcome.Failure.class);
        var stranger = alone.with(SignedCheckpoint.by(new NodeId("west"), at(atNorth), SOUTH_KEY))
                .orElseThrow();
        assertThat(stranger.verified(KEYS, 2)).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_member_with_another_log_does_not_sign() {
        var other = new EventLog("test", SOUTH);
        ledger.seenBy(SOUTH).eventsFrom(0).orElseThrow().stream().skip(1).forEach(other::apply);
        assertThat(SignedCheckpoint.by(NORTH, at(atNorth), NORTH_KEY).signedBy(SOUTH, at(other), SOUTH_KEY))
                .isEqualTo(Outcome.failed(new Fault.Conflict("this member has another log")));
    }

    @Test
    void a_proof_goes_on_paper_and_is_checked_by_whoever_has_the_keys() {
        var proof = proof();
        var read = LogProof.decode(proof.encoded()).orElseThrow();
        assertThat(read).isEqualTo(proof);
        assertThat(read.verified(KEYS, 2).map(Bytes::utf8).orElseThrow())
                .contains("\"kind\":\"Grant\"")
                .contains(granted);
    }

    @Test
    void a_changed_bit_of_a_proof_is_found_wherever_it_is() {
        var paper = proof().encoded().array();
        for (var at = 0; at < paper.length; at++) {
            var altered = paper.clone();
            altered[at] ^= (byte) (1 << at % 8);
            assertThat(LogProof.decode(Bytes.of(altered)).then(proof -> proof.verified(KEYS, 2)))
                    .as("byte %d", at)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void what_is_not_in_the_log_has_no_proof() {
        assertThat(atNorth.proof("unknown", Grant.class, cosigned())).isEmpty();
        var early = SignedCheckpoint.by(
                NORTH, new Checkpoint("test", 2, atNorth.root(2).orElseThrow(), 1, Sha256.of("h"), NOON), NORTH_KEY);
        assertThat(atNorth.proof(consent, Grant.class, early)).isEmpty();
        assertThat(atNorth.root(99)).isEmpty();
    }

    @Test
    void events_that_come_twice_are_in_the_log_once() {
        var before = at(atNorth);
        follow();
        assertThat(at(atNorth)).isEqualTo(before);
    }

    // Witnesses

    @Test
    void a_witness_takes_what_goes_on_and_neither_a_rollback_nor_a_split_view() {
        var witness = new LogWitness();
        var first = at(atNorth);
        var _ = witness.take(first, List.of()).orElseThrow();
        var _ = ledger.seenBy(NORTH).submit(patient.grant()).orElseThrow();
        follow();
        var second = at(atNorth);
        assertThat(witness.take(second, List.of(atNorth.consistency(first.size(), second.size()))))
                .isEqualTo(Outcome.of(second));
        assertThat(witness.take(first, List.of(atNorth.consistency(first.size(), first.size()))))
                .isEqualTo(Outcome.failed(new Fault.Conflict("rollback: the log was longer before")));
        var forged =
                new Checkpoint("test", second.size(), Sha256.of("another log"), second.height(), second.head(), NOON);
        assertThat(witness.take(forged, List.of(atNorth.consistency(second.size(), second.size()))))
                .isEqualTo(Outcome.failed(
                        new Fault.Conflict("split view: the log does not go on from what was shown before")));
        var otherHead =
                new Checkpoint("test", second.size(), second.root(), second.height(), Sha256.of("another block"), NOON);
        assertThat(witness.take(otherHead, List.of(atNorth.consistency(second.size(), second.size()))))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(witness.newest()).contains(second);
    }

    // Receipts

    @Test
    void a_witness_also_wants_to_be_shown_how_the_log_goes_on_from_what_was_anchored() {
        var log = new ReceiptLog("test", NORTH);
        fill(log, 0, 10);
        var anchor = log.anchor();
        fill(log, 10, 20);
        var head = ledger.seenBy(NORTH).head().orElseThrow();
        var next = log.checkpoint(head, NOON);
        var witness = new LogWitness();
        assertThat(witness.wanted()).isEmpty();
        witness.anchored(anchor.entries(), anchor.head());
        assertThat(witness.wanted()).containsExactly(10L);
        assertThat(witness.take(next, List.of()))
                .isEqualTo(Outcome.failed(new Fault.Invalid("no proof that the log goes on from size 10")));
        assertThat(witness.take(next, List.of(log.consistency(10, 20)))).isEqualTo(Outcome.of(next));
        assertThat(witness.wanted()).containsExactly(10L, 20L);
        var rewritten = new ReceiptLog("test", NORTH);
        fill(rewritten, 5, 30);
        var other = rewritten.checkpoint(head, NOON);
        assertThat(witness.take(other, List.of(rewritten.consistency(10, 25), rewritten.consistency(20, 25))))
                .isEqualTo(Outcome.failed(
                        new Fault.Conflict("split view: the log does not go on from what was shown before")));
        witness.anchored(20, Sha256.of("not what was shown"));
        fill(log, 20, 21);
        assertThat(witness.take(log.checkpoint(head, NOON), List.of(log.consistency(20, 21))))
                .as("shown one log, anchored another")
                .isInstanceOf(Outcome.Failure.class);
    }

    private static void fill(ReceiptLog log, int from, int to) {
        for (var i = from; i < to; i++) {
            log.add(ReceiptLog.hash(Bytes.utf8("receipt " + i)));
        }
    }

    @Test
    void what_members_write_to_each_other_is_read_as_it_was_written() {
        var call = new LogCall(cosigned(), List.of(atNorth.consistency(1, 3), atNorth.consistency(2, 5)));
        assertThat(LogCall.decode(call.encoded())).isEqualTo(Outcome.of(call));
        for (var answer : List.of(
                new LogCall.Answer.Has(cosigned()),
                new LogCall.Answer.Wants(List.of(7L, 9L)),
                new LogCall.Answer.Refuses("no"))) {
            assertThat(LogCall.Answer.decode(answer.encoded())).isEqualTo(Outcome.of(answer));
        }
        assertThat(LogCall.decode(Bytes.utf8("{}")))
                .isEqualTo(Outcome.failed(new Fault.Invalid("not a checkpoint with its proofs")));
        assertThat(LogCall.Answer.decode(Bytes.utf8("no JSON"))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_receipt_is_proved_to_be_in_its_members_log_and_the_log_is_anchored() {
        var log = new ReceiptLog("test", NORTH);
        for (var i = 0; i < 100; i++) {
            log.add(ReceiptLog.hash(Bytes.utf8("receipt " + i)));
            log.add(ReceiptLog.hash(Bytes.utf8("receipt " + i)));
        }
        assertThat(log.anchor().entries()).isEqualTo(100);
        var anchored = ledger.seenBy(NORTH).submit(log.anchor()).orElseThrow();
        assertThat(anchored.directive()).isEqualTo(log.anchor());
        var checkpoint = log.checkpoint(ledger.seenBy(NORTH).head().orElseThrow(), NOON);
        var signed = SignedCheckpoint.by(NORTH, checkpoint, NORTH_KEY);
        var proof = log.proof(Bytes.utf8("receipt 42"), signed).orElseThrow();
        assertThat(proof.verified(KEYS, 1)).isEqualTo(Outcome.of(Bytes.utf8("receipt 42")));
        assertThat(proof.encoded().length()).isLessThan(1_500);
        assertThat(log.proof(Bytes.utf8("never issued"), signed)).isEmpty();
        assertThat(log.goesOnFrom(50, root(50))).isTrue();
        assertThat(log.goesOnFrom(50, root(51))).isFalse();
        assertThat(log.goesOnFrom(101, root(100))).isFalse();
        assertThat(log.contains(ReceiptLog.hash(Bytes.utf8("receipt 42")))).isTrue();
        assertThat(log.consistency(50, 100).holds(root(50), checkpoint.root())).isTrue();
    }

    private static Sha256 root(int size) {
        var same = new MerkleLog();
        for (var i = 0; i < size; i++) {
            same.append(Bytes.utf8("receipt " + i));
        }
        return same.root();
    }
}
