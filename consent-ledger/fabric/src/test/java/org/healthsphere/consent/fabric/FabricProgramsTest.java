package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FabricProgramsTest {
    @TempDir
    Path folder;

    private static void programs(Path folder) throws IOException {
        Files.createDirectories(folder);
        for (var name : new String[] {"peer", "orderer"}) {
            Files.writeString(folder.resolve(name), "");
            assertThat(folder.resolve(name).toFile().setExecutable(true)).isTrue();
        }
    }

    @Test
    void they_are_looked_for_where_the_environment_says_and_else_in_the_checkout() throws IOException {
        var own = folder.resolve(".fabric/bin");
        var other = folder.resolve("other");
        programs(own);
        programs(other);
        assertThat(FabricPrograms.find(Map.of(), folder))
                .isEqualTo(Outcome.of(new FabricPrograms(own.resolve("peer"), own.resolve("orderer"))));
        assertThat(FabricPrograms.find(Map.of("FABRIC_BIN", other.toString()), folder))
                .isEqualTo(Outcome.of(new FabricPrograms(other.resolve("peer"), other.resolve("orderer"))));
    }

    @Test
    void when_they_are_missing_it_says_so_in_words() throws IOException {
        var expected = "no Fabric programs: put peer and orderer 3.1.5 of Hyperledger Fabric's release into "
                + folder.resolve(".fabric/bin") + ", or set FABRIC_BIN";
        assertThat(FabricPrograms.find(Map.of("FABRIC_BIN", " "), folder))
                .isEqualTo(Outcome.failed(new Fault.Unavailable(expected)));
        programs(folder.resolve(".fabric/bin"));
        Files.delete(folder.resolve(".fabric/bin/orderer"));
        assertThat(FabricPrograms.find(Map.of(), folder)).isEqualTo(Outcome.failed(new Fault.Unavailable(expected)));
    }
}
