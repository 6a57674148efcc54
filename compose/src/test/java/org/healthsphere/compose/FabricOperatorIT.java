package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.compose.network.HieProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does with a Fabric network while it runs, in his own words. */
@Tag("fabric")
@EnabledIf(
        value = "org.healthsphere.compose.FabricDemoIT#areProgramsHere",
        disabledReason =
                "no Fabric programs: put peer and orderer 3.1.5 of Hyperledger Fabric's release into .fabric/bin of"
                        + " the checkout, or set FABRIC_BIN")
class FabricOperatorIT {
    @TempDir
    Path folder;

    private List<String> command(String name, String... rest) {
        List<String> command = new ArrayList<>(List.of("ledger", name, "--data", data().toString()));
        command.addAll(List.of(rest));
        return command;
    }

    private Path data() {
        return folder.resolve("operator");
    }

    private Path network() {
        return data().resolve("fabric");
    }

    /** The last line that it prints. */
    private String said(List<String> command) {
        try (var process = HieProcess.start(folder.resolve("logs"), command.toArray(String[]::new))) {
            assertThat(process.exitCode()).as(process::err).isZero();
            return process.lines().getLast();
        }
    }

    private String refused(List<String> command) {
        try (var process = HieProcess.start(folder.resolve("logs"), command.toArray(String[]::new))) {
            assertThat(process.exitCode()).isEqualTo(1);
            return process.err().strip();
        }
    }

    @Test
    void a_hospital_comes_an_identity_is_taken_back_certificates_are_renewed_and_a_hospital_goes() throws IOException {
        try (var up = HieProcess.start(
                folder.resolve("logs"),
                command("up", "--mode", "fabric-raft", "--hospitals", "north,south", "--port", "0", "--json")
                        .toArray(String[]::new))) {
            assertThat(up.ready().path("ports").size()).isEqualTo(2);
            assertThat(said(command("add-hospital", "--hospital", "west")))
                    .startsWith("west reads and writes the ledger at 127.0.0.1:");
            assertThat(refused(command("add-hospital", "--hospital", "west")))
                    .contains("an organization of this name is in the network");
            assertThat(said(command("renew"))).startsWith("Nothing ends within 90 days. Valid until ");
            identities();
            hospitals();
            verified();
        }
        try (var pids = Files.list(network().resolve("pids"))) {
            assertThat(pids).isEmpty();
        }
    }

    private void identities() throws IOException {
        var client = network().resolve("hospitals/south/client/msp/signcerts/cert.pem");
        assertThat(refused(command("revoke-identity", "--of", "north", client.toString())))
                .contains("a certificate that the authority of north issued");
        var kept = Files.copy(client, folder.resolve("old.pem"));
        assertThat(said(command("revoke-identity", "--of", "south", client.toString())))
                .endsWith("is no longer heard on the ledger; south has taken back 1 by now");
        assertThat(said(command("renew", "--within", "400")))
                .startsWith("Renewed: north, south, west, ordering, orderer3, orderer2, orderer1. Valid until ");
        assertThat(Files.readString(client)).isNotEqualTo(Files.readString(kept));
    }

    private void hospitals() {
        assertThat(refused(command("remove-hospital", "--hospital", "north")))
                .contains("the hospital that founded the ledger stays");
        assertThat(said(command("remove-hospital", "--hospital", "west")))
                .startsWith("west is no longer heard on the ledger; north, south go on.");
        assertThat(refused(command("remove-hospital", "--hospital", "south"))).contains("two have to stay");
        assertThat(refused(command("add-hospital", "--hospital", "west")))
                .contains("a hospital of this name was in the network once");
    }

    private void verified() {
        var blocks = folder.resolve("blocks").toString();
        assertThat(said(command("export", "--hospital", "south", blocks))).contains("blocks in " + blocks);
        assertThat(said(List.of("ledger", "verify", blocks, "--authority", blocks + ".authorities.pem")))
                .startsWith("The ledger holds: ");
    }
}
