package org.healthsphere.consent.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.keys.Pem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledLedgerIT {
    private static final int ENOUGH = 40;

    @TempDir
    Path folder;

    @Test
    void what_was_acknowledged_before_kill_9_is_there_afterwards() throws Exception {
        var acknowledged = writeAndKill();
        try (var network = new TestNetwork(folder, "operator")) {
            var last = acknowledged.getLast().split(" ", -1);
            assertThat(network.ledger().height()).isGreaterThanOrEqualTo(Long.parseLong(last[1]));
        }
        var authority = Pem.certificates(Files.readString(folder.resolve("authority.pem")))
                .orElseThrow();
        var verified = LedgerVerifier.verify(folder, authority).orElseThrow();
        assertThat(verified.transactions()).isGreaterThanOrEqualTo(acknowledged.size() + 2L);
        var blocks = Files.readString(folder.resolve("blocks"), StandardCharsets.ISO_8859_1);
        assertThat(acknowledged).allMatch(line -> blocks.contains(line.substring(0, line.indexOf(' '))));
    }

    private List<String> writeAndKill() throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledLedger.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> acknowledged = new ArrayList<>();
        try (var lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (var line = lines.readLine(); line != null && acknowledged.size() < ENOUGH; line = lines.readLine()) {
                acknowledged.add(line);
            }
        } finally {
            // SIGKILL on Unix: nothing is closed, flushed or said.
            process.destroyForcibly().waitFor();
        }
        return acknowledged;
    }
}
