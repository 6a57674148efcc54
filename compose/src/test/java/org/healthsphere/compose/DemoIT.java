package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.healthsphere.compose.network.HieProcess;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole story, as {@code ./hie demo --once --json} tells it, with fewer patients. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DemoIT {
    /** The fewest of whom ten are known at more than one hospital, and some to spare. */
    private static final String POPULATION = "24";

    private static final String SEED = "20260101";
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder = Path.of("");
    private JsonNode report = JSON.missingNode();

    @BeforeAll
    void tell(@TempDir Path home) throws IOException, InterruptedException {
        folder = home;
        var patients = patients(folder);
        try (var demo = HieProcess.start(
                folder.resolve("logs"),
                "demo",
                "--once",
                "--json",
                "--patients",
                patients.toString(),
                "--folder",
                folder.resolve("demo").toString())) {
            assertThat(demo.exitCode()).as(demo::err).isZero();
            assertThat(demo.lines()).hasSize(1);
            report = demo.ready();
            Files.writeString(Path.of("target", "demo.json"), report + "\n");
        }
    }

    /** Made once by the demo's own generator, and kept where {@code ./hie} keeps its own. */
    static Path patients(Path folder) throws IOException, InterruptedException {
        var root = Path.of("").toAbsolutePath().getParent();
        var patients = root.resolve(".hie").resolve("patients-" + POPULATION);
        var log = folder.resolve("generate.log");
        var generate = new ProcessBuilder(
                        root.resolve("tools/synthea/generate").toString(), patients.toString(), POPULATION, SEED)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        generate.environment().put("JAVA_HOME", System.getProperty("java.home"));
        assertThat(generate.start().waitFor()).as(Files.readString(log)).isZero();
        return patients;
    }

    @Test
    void the_report_has_what_is_documented_and_nothing_else() {
        assertThat(paths("", report))
                .containsExactly(
                        "members",
                        "patients",
                        "sharedPatients",
                        "resources",
                        "messages.received",
                        "messages.stored",
                        "messages.quarantined",
                        "query.sites.member",
                        "query.sites.status",
                        "query.sites.resources",
                        "query.sites.ms",
                        "query.merged",
                        "query.receipts",
                        "revocation.ledgerMs",
                        "revocation.deniedMs",
                        "staleLedgerDenied",
                        "research.sites",
                        "research.released",
                        "research.budgetSpent",
                        "verified.receipts",
                        "verified.logProofs",
                        "verified.ledgerBlocks",
                        "verified.auditEntries",
                        "verified.tamperDetected",
                        "seconds");
    }

    private static Stream<String> paths(String at, JsonNode json) {
        if (json.isArray()) {
            return json.valueStream().flatMap(element -> paths(at, element)).distinct();
        }
        return json.isObject()
                ? json.propertyStream()
                        .flatMap(member ->
                                paths(at.isEmpty() ? member.getKey() : at + "." + member.getKey(), member.getValue()))
                : Stream.of(at);
    }

    @Test
    void ten_patients_or_more_are_known_at_several_of_three_hospitals() {
        assertThat(number("/members")).isEqualTo(3);
        assertThat(number("/sharedPatients")).isGreaterThanOrEqualTo(10);
        assertThat(number("/patients")).isGreaterThan(number("/sharedPatients"));
        assertThat(number("/resources")).isGreaterThan(number("/messages/stored"));
    }

    @Test
    void every_message_is_accounted_for_and_the_broken_ones_wait() {
        assertThat(number("/messages/stored")).isPositive();
        assertThat(number("/messages/quarantined"))
                .as("one or two of each hospital are broken")
                .isEqualTo(4);
        assertThat(number("/messages/received"))
                .isEqualTo(number("/messages/stored") + number("/messages/quarantined"));
    }

    @Test
    void every_member_answers_the_clinician_with_a_receipt() {
        var sites = report.at("/query/sites");
        assertThat(sites.valueStream().map(site -> site.path("member").asText()))
                .containsExactlyInAnyOrder("northfield", "riverside", "lakeside");
        assertThat(sites.valueStream()).allSatisfy(site -> {
            assertThat(site.path("status").asText()).isEqualTo("answered");
            assertThat(site.path("resources").asInt()).isPositive();
            assertThat(site.path("ms").isIntegralNumber())
                    .as("how long it took")
                    .isTrue();
        });
        assertThat(number("/query/receipts")).isEqualTo(3);
        assertThat(number("/query/merged")).isPositive();
    }

    @Test
    void a_revocation_is_on_the_ledger_and_denied_afterwards() {
        assertThat(number("/revocation/ledgerMs")).isNotNegative();
        assertThat(number("/revocation/deniedMs")).isGreaterThanOrEqualTo(number("/revocation/ledgerMs"));
    }

    @Test
    void nobody_releases_anything_without_the_ledger() {
        assertThat(report.path("staleLedgerDenied").isBoolean()).isTrue();
        assertThat(report.path("staleLedgerDenied").asBoolean()).isTrue();
    }

    @Test
    void a_study_counts_at_every_member_and_costs_budget() {
        assertThat(number("/research/sites")).isEqualTo(3);
        assertThat(report.at("/research/released").asText()).matches("\\d+|suppressed");
        assertThat(report.at("/research/budgetSpent").asDouble()).isPositive();
    }

    @Test
    void all_of_it_is_verified_offline_and_a_flipped_bit_is_found() {
        assertThat(number("/verified/receipts")).isEqualTo(number("/query/receipts"));
        assertThat(number("/verified/logProofs")).isEqualTo(2);
        assertThat(number("/verified/ledgerBlocks")).isPositive();
        assertThat(number("/verified/auditEntries")).isPositive();
        assertThat(report.at("/verified/tamperDetected").asBoolean()).isTrue();
    }

    @Test
    void what_the_demo_leaves_is_verified_by_the_command_line_too() throws IOException {
        var network = folder.resolve("demo").resolve("network");
        var authority = folder.resolve("demo").resolve("public").resolve("authority.pem");
        var ledger = network.resolve("ledger").toString();
        var said = said("ledger", "verify", ledger, "--authority", authority.toString());
        assertThat(said).matches("The ledger holds: \\d+ blocks, \\d+ transactions, head [0-9a-f]{64}\\.");
        // It was started again after the report was written, and has its authority's list once more.
        assertThat(Long.parseLong(said.replaceAll("\\D+(\\d+) blocks.*", "$1")))
                .isGreaterThanOrEqualTo(number("/verified/ledgerBlocks"));
        var log = folder.resolve("demo/northfield/data/audit/audit.log");
        assertThat(said("audit", "verify", log.toString())).startsWith("The audit log holds: ");
        var bytes = Files.readAllBytes(log);
        bytes[bytes.length / 2] ^= 1;
        var altered = Files.write(folder.resolve("altered.log"), bytes);
        try (var verify = HieProcess.start(folder.resolve("logs"), "audit", "verify", altered.toString())) {
            assertThat(verify.exitCode()).isEqualTo(1);
            assertThat(verify.err()).contains("the log was altered here or before");
        }
    }

    private String said(String... command) {
        try (var hie = HieProcess.start(folder.resolve("logs"), command)) {
            assertThat(hie.exitCode()).as(hie::err).isZero();
            return hie.lines().getFirst();
        }
    }

    private long number(String at) {
        var number = report.at(at);
        assertThat(number.isIntegralNumber()).as(at).isTrue();
        return number.asLong();
    }
}
