package org.healthsphere.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.healthsphere.consent.fabric.FabricNetwork;
import org.healthsphere.consent.fabric.FabricPrograms;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FabricMachineryTest {
    @TempDir
    Path home;

    private Path programs() throws IOException {
        var bin = Files.createDirectories(home.resolve(".fabric/bin"));
        for (var name : new String[] {"peer", "orderer"}) {
            assertThat(Files.createFile(bin.resolve(name)).toFile().setExecutable(true))
                    .isTrue();
        }
        return bin;
    }

    @Test
    void it_is_fabrics_programs_and_the_contract_with_its_own_libraries() throws IOException {
        var bin = programs();
        var built = home.resolve("consent-ledger/chaincode/target");
        Files.createDirectories(built.resolve("classes"));
        Files.createDirectories(built.resolve("lib"));
        assertThat(FabricMachinery.find(Map.of(), home))
                .isEqualTo(Outcome.of(new FabricNetwork.Machinery(
                        new FabricPrograms(bin.resolve("peer"), bin.resolve("orderer")),
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        built.resolve("classes") + File.pathSeparator + built.resolve("lib") + "/*")));
    }

    @Test
    void what_is_missing_is_named() throws IOException {
        assertThat(said()).startsWith("no Fabric programs: put peer and orderer 3.1.5");
        var _ = programs();
        assertThat(said()).startsWith("no consent contract to run behind peers: " + home);
    }

    private String said() {
        return FabricMachinery.find(Map.of(), home)
                        instanceof Outcome.Failure<FabricNetwork.Machinery>(Fault.Unavailable(var part))
                ? part
                : "nothing is missing";
    }
}
