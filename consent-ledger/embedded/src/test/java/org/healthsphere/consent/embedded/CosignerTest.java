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
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.consent.client.GatewayConsentLedger;
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

/** Two members who sign checkpoints together over the embedded ledger. */
class CosignerTest {
    private static final Instant NOON = Instant.parse("2026-06-15T12:00:00Z");

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
        private final GatewayConsentLedger ledger;
        private final EventLog log = new EventLog(TestNetwork.NAME);
        private final Cosigner cosigner;

        Member(NodeId id, SigningKey key) {
            ledger = (GatewayConsentLedger) network.client(id);
            cosigner = new Cosigner(id, key, log, ledger);
        }

        Outcome<SignedCheckpoint> round() {
            ledger.eventsFrom(0).orElseThrow().forEach(log::apply);
            return cosigner.round(ledger.head().orElseThrow(), keys, NOON);
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

    @CanIgnoreReturnValue
    private String put(org.healthsphere.consent.Directive directive) {
        return network.client(NORTH).submit(directive).orElseThrow().transaction();
    }

    @Test
    void two_rounds_make_a_checkpoint_with_both_signatures_and_proofs_of_all_events() {
        var patient = new PatientApp(NORTH);
        var registered = put(patient.registration());
        var granted = put(patient.grant());
        assertThat(north.round().orElseThrow().signatures()).containsOnlyKeys(NORTH);
        assertThat(south.round().orElseThrow().signatures()).containsOnlyKeys(NORTH, SOUTH);
        assertThat(north.round()).isInstanceOf(Outcome.Success.class);
        var cosigned = north.cosigner.cosigned().orElseThrow();
        assertThat(south.cosigner.cosigned()).contains(cosigned);
        assertThat(cosigned.verified(keys, 2)).isEqualTo(Outcome.of(cosigned.checkpoint()));
        for (var transaction : new String[] {registered, granted}) {
            assertThat(south.log.proof(transaction, cosigned).orElseThrow().verified(keys, 2))
                    .isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void as_the_ledger_grows_the_cosigned_checkpoint_follows() {
        for (var i = 0; i < 3; i++) {
            put(new PatientApp(NORTH).registration());
            var _ = north.round().orElseThrow();
            var _ = south.round().orElseThrow();
            var _ = north.round().orElseThrow();
            assertThat(north.cosigner.cosigned().orElseThrow().checkpoint().height())
                    .isEqualTo(network.ledger().height());
        }
    }

    @Test
    void who_signed_another_log_is_found_by_whoever_looks() {
        var _ = north.round().orElseThrow();
        var head = south.ledger.head().orElseThrow();
        var forged = new Checkpoint(TestNetwork.NAME, 2, Sha256.of("another"), head.height(), head.hash(), NOON);
        var _ = south.ledger
                .publish(SignedCheckpoint.by(SOUTH, forged, southKey))
                .orElseThrow();
        assertThat(north.round())
                .isEqualTo(Outcome.failed(new Fault.Conflict("split view: a member signed another log")));
    }

    @Test
    void what_nobody_or_a_stranger_signed_is_passed_over() {
        var head = south.ledger.head().orElseThrow();
        var forged = new Checkpoint(TestNetwork.NAME, 2, Sha256.of("another"), head.height(), head.hash(), NOON);
        var stranger = SigningKey.generate(new SecureRandom());
        var _ = south.ledger
                .publish(SignedCheckpoint.by(SOUTH, forged, stranger))
                .orElseThrow();
        assertThat(north.round().orElseThrow().signatures()).containsOnlyKeys(NORTH);
        assertThat(north.cosigner.cosigned()).isEmpty();
    }
}
