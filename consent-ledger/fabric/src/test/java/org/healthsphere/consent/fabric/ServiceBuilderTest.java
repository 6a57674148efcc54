package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps as a peer calls them. */
class ServiceBuilderTest {
    @TempDir
    Path folder;

    private Path source;
    private Path metadata;

    @BeforeEach
    void write() throws IOException {
        ServiceBuilder.write(folder);
        source = Files.createDirectories(folder.resolve("source"));
        metadata = Files.createDirectories(folder.resolve("metadata"));
    }

    private int run(String step, Path... folders) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(folder.resolve("builder/bin").resolve(step).toString());
        for (var argument : folders) {
            command.add(argument.toString());
        }
        var process = new ProcessBuilder(command).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void a_contract_that_runs_as_a_service_is_taken_and_no_other() throws Exception {
        Files.writeString(
                metadata.resolve("metadata.json"), "{\"type\":\"ccaas\",\"label\":\"consent\",\"path\":\"\"}");
        assertThat(run("detect", source, metadata)).isZero();
        Files.writeString(metadata.resolve("metadata.json"), "{\"type\":\"golang\",\"label\":\"ccaas\"}");
        assertThat(run("detect", source, metadata)).isOne();
        Files.delete(metadata.resolve("metadata.json"));
        assertThat(run("detect", source, metadata)).isOne();
    }

    @Test
    void the_peer_is_given_the_address_that_the_package_holds() throws Exception {
        Files.writeString(source.resolve("connection.json"), "{\"address\":\"127.0.0.1:1\"}");
        var built = Files.createDirectories(folder.resolve("built"));
        var released = Files.createDirectories(folder.resolve("released"));
        assertThat(run("build", source, metadata, built)).isZero();
        assertThat(run("release", built, released)).isZero();
        assertThat(released.resolve("chaincode/server/connection.json"))
                .hasSameBinaryContentAs(source.resolve("connection.json"));
    }
}
