package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.consent.ConsentLedgerContract.NORTH;
import static org.healthsphere.consent.ConsentLedgerContract.SOUTH;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.consent.ConsentLedger;
import org.healthsphere.consent.ConsentLedgerContract;
import org.healthsphere.consent.Directive.Debit;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.consent.LedgerEvent;
import org.healthsphere.consent.PatientApp;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left when the ledger was stopped, killed, or its files were touched. */
class RecoveryTest {
    @TempDir
    Path folder;

    private TestNetwork network;
    private PatientApp patient;
    private final List<LedgerEvent> written = new ArrayList<>();

    @BeforeEach
    void start() throws IOException {
        network = new TestNetwork(folder, "operator");
        patient = new PatientApp(NORTH);
        write(ConsentLedgerContract.admission(NORTH));
        write(ConsentLedgerContract.admission(SOUTH));
        write(patient.registration());
        for (var i = 0; i < 4; i++) {
            write(patient.grant());
        }
        write(patient.revoke(((Grant) written.getLast().directive()).id()));
        write(new Debit("debit-1", "study", NORTH, 70, 100));
    }

    @AfterEach
    void stop() {
        network.close();
    }

    private void write(org.healthsphere.consent.Directive directive) {
        written.add(network.client(NORTH).submit(directive).orElseThrow());
    }

    private ConsentLedger north() {
        return network.client(NORTH);
    }

    private Path blocks() {
        return folder.resolve("blocks");
    }

    private Outcome<LedgerVerifier.Verified> verified() throws IOException {
        return LedgerVerifier.verify(folder, List.of(network.authority.certificate()));
    }

    @Test
    void after_a_restart_everything_is_there_and_the_client_goes_on() throws IOException {
        var head = network.ledger().headHash();
        network.stop();
        assertThat(north().eventsFrom(0)).isEqualTo(Outcome.failed(new Fault.Unavailable("consent ledger: evaluate")));
        assertThat(north().submit(patient.grant())).isInstanceOf(Outcome.Failure.class);
        network.start();
        assertThat(network.ledger().headHash()).isEqualTo(head);
        assertThat(north().eventsFrom(0)).isEqualTo(Outcome.of(written));
        assertThat(north().submit(new Debit("debit-2", "study", NORTH, 31, 100)))
                .isInstanceOf(Outcome.Failure.class);
        write(new Debit("debit-2", "study", NORTH, 30, 100));
        assertThat(north().submit(patient.revoke(((Grant) written.get(3).directive()).id())))
                .isInstanceOf(Outcome.Success.class);
        assertThat(verified()).isInstanceOf(Outcome.Success.class);
    }

    @Test
    void a_directive_repeated_after_a_restart_is_the_event_it_was() throws IOException {
        network.stop();
        network.start();
        for (var event : written) {
            assertThat(north().submit(event.directive())).isEqualTo(Outcome.of(event));
        }
        assertThat(north().eventsFrom(0)).isEqualTo(Outcome.of(written));
    }

    @Test
    void what_a_crash_cut_short_is_taken_off_and_nothing_else() throws IOException {
        network.stop();
        var whole = Files.readAllBytes(blocks());
        for (var tail : new byte[][] {
            {0}, {0, 0, 1}, ByteBuffer.allocate(40).putInt(5_000).array()
        }) {
            Files.write(blocks(), tail, StandardOpenOption.APPEND);
            network.start();
            assertThat(north().eventsFrom(0)).isEqualTo(Outcome.of(written));
            network.stop();
            assertThat(Files.readAllBytes(blocks())).isEqualTo(whole);
        }
        network.start();
    }

    @Test
    void it_does_not_start_on_blocks_that_were_altered_or_on_anothers() throws IOException {
        network.stop();
        var whole = Files.readAllBytes(blocks());
        for (var at = 200; at < whole.length; at += whole.length / 9) {
            var altered = whole.clone();
            altered[at] ^= 4;
            altered[whole.length - 3] ^= 4;
            Files.write(blocks(), altered);
            assertThatThrownBy(network::start).as("byte %d", at).isInstanceOf(IOException.class);
        }
        Files.write(blocks(), whole);
        assertThatThrownBy(() -> new TestNetwork(folder, "somebody-else").close())
                .isInstanceOf(IOException.class);
        network.start();
    }

    @Test
    void terms_are_at_the_custodian_and_in_no_block() throws IOException {
        var sealed = Bytes.utf8("SEALED-" + patient.token(40));
        var grant = patient.grant().withTerms(sealed);
        write(grant);
        assertThat(((Grant) written.getLast().directive()).terms()).isEqualTo(sealed);
        assertThat(network.client(SOUTH).eventsFrom(0).orElseThrow())
                .noneMatch(event ->
                        event.directive() instanceof Grant g && !g.terms().isEmpty());
        network.stop();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                var text = Files.readString(file, StandardCharsets.ISO_8859_1);
                assertThat(text.contains(sealed.utf8())).as(file.toString()).isEqualTo(file.endsWith("private"));
            }
        }
        network.start();
        assertThat(north().eventsFrom(0)).isEqualTo(Outcome.of(written));
    }

    @Test
    void a_client_that_waits_for_an_event_survives_a_restart() throws IOException {
        var next = written.getLast().height() + 1;
        network.stop();
        assertThat(north().awaitFrom(next, Duration.ofMillis(50))).isInstanceOf(Outcome.Failure.class);
        network.start();
        var grant = patient.grant();
        write(grant);
        assertThat(north().awaitFrom(next, Duration.ofSeconds(60))).isEqualTo(Outcome.of(List.of(written.getLast())));
    }

    @Test
    void the_verifier_agrees_with_a_whole_ledger_and_counts_it() throws IOException {
        assertThat(verified())
                .isEqualTo(Outcome.of(new LedgerVerifier.Verified(
                        written.size() + 1L, written.size(), network.ledger().headHash())));
    }

    @Test
    void the_verifier_finds_a_changed_bit_wherever_it_is() throws IOException {
        network.stop();
        var whole = Files.readAllBytes(blocks());
        var head = network.ledger().headHash();
        for (var at = 0; at < whole.length; at += 211) {
            var altered = whole.clone();
            altered[at] ^= (byte) (1 << at % 8);
            Files.write(blocks(), altered);
            assertThat(verified()).as("byte %d of %d", at, whole.length).isInstanceOf(Outcome.Failure.class);
        }
        Files.write(blocks(), whole);
        assertThat(verified().orElseThrow().headHash()).isEqualTo(head);
        network.start();
    }

    @Test
    void the_verifier_believes_no_other_authority_and_no_ledger_cut_short() throws IOException {
        var stranger = new TestNetwork(folder.resolve("other"), "operator");
        stranger.close();
        assertThat(LedgerVerifier.verify(folder, List.of(stranger.authority.certificate())))
                .isEqualTo(Outcome.failed(new Fault.Invalid("block 0 does not hold")));
        network.stop();
        Files.write(blocks(), new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        assertThat(verified()).isEqualTo(Outcome.failed(new Fault.Invalid("the last block is cut short")));
        network.start();
    }
}
