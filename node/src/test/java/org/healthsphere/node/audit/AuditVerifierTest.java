package org.healthsphere.node.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.audit.AuditSamples.CLOCK;
import static org.healthsphere.node.audit.AuditSamples.NORTH;
import static org.healthsphere.node.audit.AuditSamples.read;
import static org.healthsphere.node.audit.AuditSamples.signedIn;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.healthsphere.node.audit.AuditVerifier.Verified;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditVerifierTest {
    @TempDir
    Path folder;

    private Path file = Path.of("");
    private final List<AuditHead> heads = new ArrayList<>();

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("audit.ndjson");
        try (var log = FileAuditLog.open(file, NORTH, CLOCK).orElseThrow()) {
            for (var event : List.of(read("p-1", "c-1"), signedIn("c-2"), read("p-2", "c-3"))) {
                heads.add(log.append(event).orElseThrow().head());
            }
        }
    }

    @Test
    void an_untouched_log_is_verified_with_every_head_it_ever_had() throws Exception {
        var verified = Outcome.of(new Verified(3, heads.getLast().hash()));
        assertThat(AuditVerifier.verify(file)).isEqualTo(verified);
        for (var head : heads) {
            assertThat(AuditVerifier.verify(file, head)).isEqualTo(verified);
        }
    }

    @Test
    void an_empty_log_is_a_log() throws Exception {
        Files.write(file, new byte[0]);
        assertThat(AuditVerifier.verify(file)).isEqualTo(Outcome.of(new Verified(0, AuditHead.START.hash())));
    }

    @Test
    void every_flipped_bit_is_found() throws Exception {
        var whole = Files.readAllBytes(file);
        for (var bit = 0; bit < whole.length * 8; bit++) {
            var altered = whole.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            Files.write(file, altered);
            assertThat(AuditVerifier.verify(file)).as("bit %s", bit).isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void every_truncation_is_found_against_the_head_that_was_kept() throws Exception {
        var whole = Files.readAllBytes(file);
        for (var length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(AuditVerifier.verify(file, heads.getLast()))
                    .as("length %s", length)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void a_log_written_anew_does_not_lead_to_the_head_that_was_kept() throws Exception {
        Files.delete(file);
        try (var log = FileAuditLog.open(file, NORTH, CLOCK).orElseThrow()) {
            for (var correlation : List.of("c-1", "c-2", "c-3", "c-4")) {
                assertThat(log.append(signedIn(correlation))).isInstanceOf(Outcome.Success.class);
            }
        }
        assertThat(AuditVerifier.verify(file)).isInstanceOf(Outcome.Success.class);
        assertThat(AuditVerifier.verify(file, heads.getLast()))
                .isEqualTo(failed("entry 3", "is not there as it was when the anchor was kept"));
    }

    @Test
    void entries_that_were_removed_swapped_or_repeated_are_found_where_it_begins() throws Exception {
        var lines = Files.readAllLines(file);
        var broken = "does not follow the one before it: the log was altered here or before";
        assertThat(verify(List.of(lines.get(1), lines.get(2)))).isEqualTo(failed("entry 1", broken));
        assertThat(verify(List.of(lines.get(0), lines.get(2)))).isEqualTo(failed("entry 2", broken));
        assertThat(verify(List.of(lines.get(0), lines.get(2), lines.get(1)))).isEqualTo(failed("entry 2", broken));
        assertThat(verify(List.of(lines.get(0), lines.get(0)))).isEqualTo(failed("entry 2", broken));
        assertThat(verify(List.of(lines.get(0), ""))).isEqualTo(failed("entry 2", broken));
    }

    @Test
    void an_entry_in_another_spelling_of_the_same_is_found() throws Exception {
        var lines = Files.readAllLines(file);
        assertThat(verify(List.of(lines.getFirst().replaceFirst(":", ": ")))).isInstanceOf(Outcome.Failure.class);
        assertThat(verify(List.of(" " + lines.getFirst()))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void a_line_without_end_is_not_an_entry() throws Exception {
        Files.writeString(file, "x".repeat(3 << 20), StandardCharsets.US_ASCII);
        assertThat(AuditVerifier.verify(file)).isInstanceOf(Outcome.Failure.class);
        Files.writeString(file, "{", StandardCharsets.US_ASCII);
        assertThat(AuditVerifier.verify(file)).isEqualTo(failed("the end", "the last entry is not whole"));
    }

    private Outcome<Verified> verify(List<String> lines) throws IOException {
        Files.writeString(file, String.join("\n", lines) + "\n", StandardCharsets.UTF_8);
        return AuditVerifier.verify(file);
    }

    private static Outcome<Verified> failed(String at, String what) {
        return Outcome.failed(new Fault.Unprocessable(List.of(new Problem(at, what))));
    }
}
