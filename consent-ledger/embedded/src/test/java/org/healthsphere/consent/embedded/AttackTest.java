package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.keys.CertificateProfile.MspRole;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.hyperledger.fabric.client.EndorseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a member with a good certificate and bad intentions, or a rogue operator, can not do unseen. */
class AttackTest {
    private static final String RELEASE =
            "{\"certificate\":\"%s\",\"id\":\"release-1\",\"study\":\"study-1\"}".formatted("ab".repeat(32));

    @TempDir
    Path folder;

    private TestNetwork network;
    private RawGateway attacker;

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, "operator");
        var _ = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(NORTH))
                .orElseThrow();
        var _ = network.client(NORTH)
                .submit(ConsentLedgerContract.admission(SOUTH))
                .orElseThrow();
        attacker = new RawGateway(network.connection(network.speaker(SOUTH, network.authority), network.authority));
    }

    @AfterEach
    void stop() {
        attacker.close();
        network.close();
    }

    private Outcome<LedgerVerifier.Verified> verified() throws IOException {
        return LedgerVerifier.verify(folder, List.of(network.authority.certificate()));
    }

    private long height() {
        return network.ledger().height();
    }

    @Test
    void a_replayed_transaction_is_on_the_ledger_once() throws Exception {
        var envelope = attacker.endorsed(TestNetwork.NAME, "release", RELEASE);
        attacker.submit(envelope);
        var height = height();
        attacker.submit(envelope);
        attacker.submit(envelope);
        assertThat(height()).isEqualTo(height);
        assertThat(verified().map(LedgerVerifier.Verified::transactions)).isEqualTo(Outcome.of(3L));
    }

    @Test
    void a_transaction_whose_bytes_were_changed_is_refused() throws Exception {
        var envelope = attacker.endorsed(TestNetwork.NAME, "release", RELEASE);
        var height = height();
        var bytes = envelope.getPayload().toByteArray();
        for (var at = 0; at < bytes.length; at += 97) {
            var altered = bytes.clone();
            altered[at] ^= 1;
            var forged = envelope.toBuilder()
                    .setPayload(com.google.protobuf.ByteString.copyFrom(altered))
                    .build();
            assertThatThrownBy(() -> attacker.submit(forged))
                    .as("byte %d", at)
                    .isInstanceOf(StatusRuntimeException.class);
        }
        assertThat(height()).isEqualTo(height);
    }

    @Test
    void what_a_rogue_endorser_signed_is_in_a_block_and_counts_for_nothing() throws Exception {
        var rogue = network.identity("south", MspRole.PEER);
        var envelope = attacker.endorsed(TestNetwork.NAME, "release", RELEASE);
        attacker.submit(attacker.withWrite(envelope, "M:south", rogue));
        assertThat(network.client(NORTH).submit(new Debit("d", "s", NORTH, 1, 2)))
                .isInstanceOf(Outcome.Success.class);
        assertThat(network.client(NORTH).eventsFrom(3).orElseThrow())
                .extracting(event -> event.directive().getClass().getSimpleName())
                .containsExactly("Debit");
        assertThat(verified()).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void what_the_operator_endorses_against_the_contract_is_found_by_whoever_verifies() throws Exception {
        var operator = network.providers().endorsers().getFirst();
        var envelope = attacker.endorsed(TestNetwork.NAME, "release", RELEASE);
        attacker.submit(attacker.withWrite(envelope, "S:study-1/south", operator));
        assertThat(verified()).isEqualTo(Outcome.failed(new Fault.Invalid("block 3 does not hold")));
    }

    @Test
    void a_proposal_for_another_network_is_refused() {
        assertThatThrownBy(() -> attacker.endorsed("another-network", "release", RELEASE))
                .isInstanceOf(EndorseException.class);
    }

    @Test
    void what_is_too_large_or_no_document_is_refused() {
        for (var json : List.of("{\"id\":\"" + "x".repeat(30_000) + "\"}", "[[[[", "")) {
            assertThatThrownBy(() -> attacker.endorsed(TestNetwork.NAME, "release", json))
                    .isInstanceOf(EndorseException.class);
        }
    }

    @Test
    void a_tombstone_that_a_member_wrote_by_itself_denies_and_is_contested_by_name() throws Exception {
        var patient = new PatientApp(NORTH);
        var _ = network.client(NORTH).submit(patient.registration()).orElseThrow();
        var grant = patient.grant();
        var _ = network.client(NORTH).submit(grant).orElseThrow();
        var forged = "{\"id\":\"%s\",\"key\":\"%s\",\"signature\":\"%s\"}"
                .formatted(grant.id(), grant.key(), "A".repeat(86));
        attacker.submit(attacker.endorsed(TestNetwork.NAME, "revoke", forged));
        assertThat(network.client(NORTH).check(grant.id()))
                .isEqualTo(Outcome.of(org.healthsphere.consent.ConsentLedger.Standing.CONTESTED));
        var _ = network.client(NORTH).submit(patient.revoke(grant.id())).orElseThrow();
        assertThat(network.client(NORTH).check(grant.id()))
                .isEqualTo(Outcome.of(org.healthsphere.consent.ConsentLedger.Standing.REVOKED));
    }
}
