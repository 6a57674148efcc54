package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.healthsphere.compose.network.HieProcess;
import org.healthsphere.consent.fabric.FabricPrograms;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The whole story on a Fabric network of four SmartBFT orderers and a peer at each hospital. */
@Tag("fabric")
@EnabledIf(
        value = "areProgramsHere",
        disabledReason =
                "no Fabric programs: put peer and orderer 3.1.5 of Hyperledger Fabric's release into .fabric/bin of"
                        + " the checkout, or set FABRIC_BIN")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FabricDemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Path folder = Path.of("");
    private JsonNode report = JSON.missingNode();

    static boolean areProgramsHere() {
        var checkout = Path.of("").toAbsolutePath().getParent();
        return FabricPrograms.find(System.getenv(), checkout) instanceof Outcome.Success;
    }

    @BeforeAll
    void tell(@TempDir Path home) throws IOException, InterruptedException {
        folder = home;
        var patients = DemoIT.patients(folder);
        try (var demo = HieProcess.start(
                folder.resolve("logs"),
                "demo",
                "--ledger",
                "fabric",
                "--once",
                "--json",
                "--patients",
                patients.toString(),
                "--folder",
                folder.resolve("demo").toString())) {
            assertThat(demo.exitCode()).as(demo::err).isZero();
            report = demo.ready();
            Files.writeString(Path.of("target", "demo-fabric.json"), report + "\n");
        }
    }

    private long number(String pointer) {
        return report.at(pointer).asLong();
    }

    @Test
    void the_story_is_the_same_as_on_the_embedded_ledger() {
        assertThat(report.at("/query/sites")
                        .valueStream()
                        .map(site -> site.path("status").asText()))
                .containsExactly("answered", "answered", "answered");
        assertThat(number("/query/receipts")).isEqualTo(3);
        assertThat(number("/revocation/deniedMs")).isGreaterThan(number("/revocation/ledgerMs"));
        assertThat(number("/research/released")).isPositive();
        assertThat(report.at("/staleLedgerDenied").asBoolean()).isTrue();
    }

    @Test
    void its_blocks_hold_for_whoever_has_the_certificates_of_the_authorities() throws IOException {
        assertThat(number("/verified/ledgerBlocks")).isPositive();
        assertThat(report.at("/verified/tamperDetected").asBoolean()).isTrue();
        var blocks = folder.resolve("demo/network/channel/blocks");
        var authorities = folder.resolve("demo/public/ledger-authorities.pem");
        try (var verify = verify(blocks, authorities)) {
            assertThat(verify.exitCode()).as(verify::err).isZero();
            assertThat(verify.lines().getFirst())
                    .startsWith("The ledger holds: " + number("/verified/ledgerBlocks") + " blocks, ");
        }
        var bytes = Files.readAllBytes(blocks);
        bytes[bytes.length / 3] ^= 1;
        try (var verify = verify(Files.write(folder.resolve("altered"), bytes), authorities)) {
            assertThat(verify.exitCode()).isEqualTo(1);
            assertThat(verify.err()).matches("block \\d+ does not hold\\s+");
        }
    }

    private HieProcess verify(Path blocks, Path authorities) {
        return HieProcess.start(
                folder.resolve("logs"), "ledger", "verify", blocks.toString(), "--authority", authorities.toString());
    }

    @Test
    void nothing_of_it_runs_on() throws IOException {
        try (var pids = Files.list(folder.resolve("demo/network/fabric/pids"))) {
            assertThat(pids).isEmpty();
        }
    }
}
