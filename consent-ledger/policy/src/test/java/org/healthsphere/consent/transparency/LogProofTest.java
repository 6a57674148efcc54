package org.healthsphere.consent.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.healthsphere.consent.ConsentLedgerContract;
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
    private final EventLog atNorth = new EventLog("test");
    private final EventLog atSouth = new EventLog("test");
    private final PatientApp patient = new PatientApp(NORTH);
    private String granted = "";

    @BeforeEach
    void write() {
        var north = ledger.seenBy(NORTH);
        var _ = north.submit(ConsentLedgerContract.admission(NORTH)).orElseThrow();
        var _ = north.submit(ConsentLedgerContract.admission(SOUTH)).orElseThrow();
        var _ = north.submit(patient.registration()).orElseThrow();
        var grant = patient.grant();
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
        return atNorth.proof(granted, cosigned()).orElseThrow();
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
        var other = new EventLog("test");
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
        assertThat(atNorth.proof("unknown", cosigned())).isEmpty();
        var early = SignedCheckpoint.by(
                NORTH, new Checkpoint("test", 2, atNorth.root(2).orElseThrow(), 1, Sha256.of("h"), NOON), NORTH_KEY);
        assertThat(atNorth.proof(granted, early)).isEmpty();
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
        var _ = witness.take(first, atNorth.consistency(0, first.size())).orElseThrow();
        var _ = ledger.seenBy(NORTH).submit(patient.grant()).orElseThrow();
        follow();
        var second = at(atNorth);
        assertThat(witness.take(second, atNorth.consistency(first.size(), second.size())))
                .isEqualTo(Outcome.of(second));
        assertThat(witness.take(first, atNorth.consistency(first.size(), first.size())))
                .isEqualTo(Outcome.failed(new Fault.Conflict("rollback: the log was longer before")));
        var forged =
                new Checkpoint("test", second.size(), Sha256.of("another log"), second.height(), second.head(), NOON);
        assertThat(witness.take(forged, atNorth.consistency(second.size(), second.size())))
                .isEqualTo(Outcome.failed(
                        new Fault.Conflict("split view: the log does not go on from what was shown before")));
        var otherHead =
                new Checkpoint("test", second.size(), second.root(), second.height(), Sha256.of("another block"), NOON);
        assertThat(witness.take(otherHead, atNorth.consistency(second.size(), second.size())))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(witness.newest()).contains(second);
    }

    // Receipts

    @Test
    void a_receipt_is_proved_to_be_in_its_members_log_and_the_log_is_anchored() {
        var log = new ReceiptLog("test", NORTH);
        for (var i = 0; i < 100; i++) {
            log.add(Bytes.utf8("receipt " + i));
            log.add(Bytes.utf8("receipt " + i));
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
