package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Map;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive;
import org.healthsphere.consent.LedgerHead;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.transparency.Checkpoint;
import org.healthsphere.consent.transparency.Cosigner;
import org.healthsphere.consent.transparency.EventLog;
import org.healthsphere.consent.transparency.SignedCheckpoint;
import org.healthsphere.keys.SigningKey;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two members who sign checkpoints of the embedded ledger together. */
class CosignerTest {
    private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");
    private static final Fault SPLIT = new Fault.Conflict("split view: a member signed another log");

    @TempDir
    Path folder;

    private final SigningKey northKey = SigningKey.generate(new SecureRandom());
    private final SigningKey southKey = SigningKey.generate(new SecureRandom());
    private final Map<NodeId, VerificationKey> keys =
            Map.of(NORTH, northKey.verificationKey(), SOUTH, southKey.verificationKey());
    private TestNetwork network;
    private Member north;
    private Member south;

    /** A member with the log that it came to. */
    private final class Member {
        private final ConsentLedger ledger;
        private final EventLog log;
        private final Cosigner cosigner;

        Member(NodeId id, SigningKey key) {
            ledger = network.client(id);
            log = new EventLog(TestNetwork.NAME, id);
            cosigner = new Cosigner(id, key, log, ledger::hashAt);
        }

        @CanIgnoreReturnValue
        LedgerHead follow() {
            ledger.eventsFrom(0).orElseThrow().forEach(log::apply);
            return ledger.head().orElseThrow();
        }

        /** Shows the other what it has come to, and takes the answer. */
        @CanIgnoreReturnValue
        Outcome<SignedCheckpoint> ask(Member other) {
            var head = follow();
            var own = cosigner.own(head, NOON);
            return other.cosigner
                    .answer(own, other.ledger.head().orElseThrow(), keys, NOON)
                    .then(answer -> cosigner.take(answer, own, head, keys));
        }
    }

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, "operator");
        put(ConsentLedgerContract.admission(NORTH));
        put(ConsentLedgerContract.admission(SOUTH));
        north = new Member(NORTH, northKey);
        south = new Member(SOUTH, southKey);
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private void put(Directive directive) {
        var _ = network.client(NORTH).submit(directive).orElseThrow();
    }

    @Test
    void one_question_makes_a_checkpoint_with_both_signatures_and_proofs_of_the_patients_events() {
        var patient = new PatientApp(NORTH);
        put(patient.registration());
        var grant = patient.grant();
        put(grant);
        put(patient.revoke(grant.id()));
        south.follow();
        north.ask(south);
        var cosigned = north.cosigner.cosigned().orElseThrow();
        assertThat(cosigned.signatures()).containsOnlyKeys(NORTH, SOUTH);
        assertThat(south.cosigner.cosigned()).contains(cosigned);
        assertThat(cosigned.verified(keys, 2)).isEqualTo(Outcome.of(cosigned.checkpoint()));
        assertThat(north.log
                        .proof(grant.id(), Directive.Grant.class, cosigned)
                        .orElseThrow()
                        .verified(keys, 2)
                        .orElseThrow()
                        .utf8())
                .contains("\"kind\":\"Grant\"")
                .contains(grant.id());
        assertThat(north.log
                        .proof(grant.id(), Directive.Revoke.class, cosigned)
                        .orElseThrow()
                        .verified(keys, 2))
                .isInstanceOf(Outcome.Success.class);
        assertThat(south.log.proof(grant.id(), Directive.Grant.class, cosigned))
                .as("another member's patient")
                .isEmpty();
    }

    @Test
    void who_has_gone_on_since_signs_what_was_and_who_has_not_come_so_far_shows_what_he_has() {
        south.follow();
        var head = north.follow();
        var shown = north.cosigner.own(head, NOON);
        put(new PatientApp(NORTH).registration());
        var later = south.follow();
        assertThat(south.cosigner.answer(shown, later, keys, NOON).orElseThrow().signatures())
                .as("the ledger grows while they speak")
                .containsOnlyKeys(NORTH, SOUTH);
        var ahead = south.cosigner.own(later, NOON);
        assertThat(north.cosigner.answer(ahead, head, keys, NOON).map(SignedCheckpoint::checkpoint))
                .isEqualTo(Outcome.of(north.log.checkpoint(head, NOON)));
    }

    @Test
    void as_the_ledger_grows_the_cosigned_checkpoint_follows_and_never_goes_back() {
        var heights = new java.util.ArrayList<Long>();
        for (var i = 0; i < 3; i++) {
            put(new PatientApp(NORTH).registration());
            south.follow();
            north.ask(south);
            heights.add(north.cosigner.cosigned().orElseThrow().checkpoint().height());
        }
        assertThat(heights)
                .isSorted()
                .doesNotHaveDuplicates()
                .endsWith(network.ledger().height());
    }

    @Test
    void who_signed_another_log_is_found_by_whoever_is_asked_and_by_whoever_asks() {
        var head = south.follow();
        north.follow();
        var forged = SignedCheckpoint.by(
                SOUTH,
                new Checkpoint(TestNetwork.NAME, 2, Sha256.of("another"), head.height(), head.hash(), NOON),
                southKey);
        assertThat(north.cosigner.answer(forged, head, keys, NOON)).isEqualTo(Outcome.failed(SPLIT));
        assertThat(north.cosigner.take(forged, north.cosigner.own(head, NOON), head, keys))
                .isEqualTo(Outcome.failed(SPLIT));
        var otherBlock = north.log.checkpoint(new LedgerHead(head.height(), Sha256.of("another block"), NOON), NOON);
        assertThat(north.cosigner.answer(SignedCheckpoint.by(SOUTH, otherBlock, southKey), head, keys, NOON))
                .as("the same events in another block")
                .isEqualTo(Outcome.failed(SPLIT));
    }

    @Test
    void what_nobody_or_a_stranger_signed_accuses_nobody() {
        var head = north.follow();
        var forged = new Checkpoint(TestNetwork.NAME, 2, Sha256.of("another"), head.height(), head.hash(), NOON);
        var stranger = SigningKey.generate(new SecureRandom());
        assertThat(north.cosigner.answer(SignedCheckpoint.by(SOUTH, forged, stranger), head, keys, NOON))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("signed by 0 members, not by 1")));
        assertThat(north.cosigner.answer(new SignedCheckpoint(forged, Map.of()), head, keys, NOON))
                .isEqualTo(Outcome.failed(new Fault.Forbidden("a checkpoint that nobody signed")));
        assertThat(north.cosigner.cosigned()).isEmpty();
    }

    @Test
    void after_a_restart_a_ledger_that_lost_or_changed_what_was_signed_is_found() {
        south.follow();
        north.ask(south);
        var kept = north.cosigner.cosigned().orElseThrow();
        var again = new Member(NORTH, northKey);
        again.cosigner.resume(kept);
        assertThat(again.cosigner.cosigned()).contains(kept);
        assertThat(again.cosigner.stillHolds(again.follow()))
                .isEqualTo(Outcome.of(kept.checkpoint().height()));
        var shorter = new LedgerHead(0, Sha256.of("the first block"), NOON);
        assertThat(again.cosigner.stillHolds(shorter))
                .isEqualTo(
                        Outcome.failed(new Fault.Conflict("rollback: the ledger was longer when members signed it")));
        var before = kept.checkpoint();
        again.cosigner.resume(SignedCheckpoint.by(
                NORTH,
                new Checkpoint(
                        before.origin(), before.size(), Sha256.of("another"), before.height(), before.head(), NOON),
                northKey));
        assertThat(again.cosigner.stillHolds(again.follow()))
                .isEqualTo(Outcome.failed(
                        new Fault.Conflict("rollback: the ledger has another past than members signed")));
    }
}
