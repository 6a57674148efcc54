package org.healthsphere.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.healthsphere.keys.bc.BcCertificateRequests;
import org.healthsphere.node.doctor.Finding;
import org.healthsphere.node.doctor.Finding.Grade;
import org.healthsphere.node.doctor.Report;
import org.healthsphere.node.joining.Course;
import org.healthsphere.node.joining.Newcomer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JoinPageTest {
    private static final Report EXAMINED = new Report(List.of(
            new Finding("vault", Grade.GOOD, "opens", Optional.empty()),
            new Finding("disk.sync", Grade.WARNING, "is slow", Optional.of("take another"))));

    @TempDir
    private Path home;

    private final StringWriter said = new StringWriter();

    private Course course() throws Exception {
        Files.createDirectories(home.resolve("joining"));
        Files.writeString(home.resolve("joining").resolve("course.json"), """
                [{"step":"BEGUN","at":"2026-03-01T09:00:00Z"},{"step":"KEYS","at":"2026-03-01T09:00:01.500Z"},
                 {"step":"ADMITTED","at":"2026-03-01T09:02:05Z"},{"step":"EXAMINED","at":"2026-03-01T09:02:06Z"}]""", StandardCharsets.UTF_8);
        var clock = InstantSource.fixed(Instant.parse("2026-03-01T09:03:00Z"));
        var tools = new Newcomer.Tools(clock, new SecureRandom(), new BcCertificateRequests());
        return new Newcomer(home, tools, (_, _) -> {}).course();
    }

    private JoinPage page(boolean json) {
        return new JoinPage(new PrintWriter(said), json, Path.of("west"));
    }

    @Test
    void people_read_what_each_step_took_and_what_the_doctor_would_have_them_see_to() throws Exception {
        page(false).joined(course(), EXAMINED, Path.of("west", "node.conf"));
        assertThat(said.toString()).isEqualTo("""

                        What it took:
                               1.5 s  passphrase and keys made
                         2 min 3.5 s  admitted: in the register on the ledger (waited)
                               1.0 s  examined by the doctor, every member asked
                         2 min 6.0 s  in all; 2 min 3.5 s of it waiting for others

                        SEE TO   disk.sync          is slow
                                                    → take another
                        Fit to run: 1 good, 1 to see to. All of it: hie doctor --config west/node.conf
                        A member. Start the node: hie start --config west/node.conf
                        """);
    }

    @Test
    void programs_read_the_same_in_one_line() throws Exception {
        page(true).joined(course(), EXAMINED, Path.of("west", "node.conf"));
        assertThat(said.toString())
                .isEqualTo(
                        "{\"steps\":[{\"step\":\"keys\",\"seconds\":1.5,\"waited\":false},{\"step\":\"admitted\",\"seconds\":123.5,\"waited\":true},"
                                + "{\"step\":\"examined\",\"seconds\":1.0,\"waited\":false}],\"seconds\":126.0,\"member\":true,\"settings\":\"west/node.conf\","
                                + "\"doctor\":" + EXAMINED.json() + "}\n");
    }

    @Test
    void whoever_waits_is_told_for_what_since_when_and_how_to_go_on() throws Exception {
        page(false).line("waiting", "The members vote: 1 of 2 votes that are needed.", Duration.ofSeconds(90));
        page(false).notYet(course());
        page(true).line("waiting", "The members vote.", Duration.ofMillis(1_250));
        page(true).notYet(course());
        assertThat(said.toString().lines())
                .containsExactly(
                        "1 min 30.0 s  The members vote: 1 of 2 votes that are needed.",
                        "Not a member yet. Run this again: hie join --home west",
                        "{\"waiting\":\"The members vote.\",\"seconds\":1.25}",
                        "{\"steps\":[{\"step\":\"keys\",\"seconds\":1.5,\"waited\":false},{\"step\":\"admitted\",\"seconds\":123.5,\"waited\":true},"
                                + "{\"step\":\"examined\",\"seconds\":1.0,\"waited\":false}],\"seconds\":126.0,\"member\":false}");
    }
}
