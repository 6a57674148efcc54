package org.healthsphere.consent.fabric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.healthsphere.consent.FreePorts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    private Processes processes;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        processes = new Processes(folder);
        port = FreePorts.one();
    }

    @AfterEach
    void end() throws IOException {
        processes.kill("one");
    }

    /** Listens at the port until it is ended. */
    static final class Listener {
        public static void main(String[] arguments) throws IOException {
            try (var socket = new ServerSocket(Integer.parseInt(arguments[0]), 5, InetAddress.getLoopbackAddress())) {
                while (!socket.isClosed()) {
                    socket.accept().close();
                }
            }
        }
    }

    private Program program(String... command) {
        return new Program("one", folder, List.of(command), Map.of(), new Program.Address("127.0.0.1", port));
    }

    private Program listener() {
        return program(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Listener.class.getName(),
                Integer.toString(port));
    }

    @Test
    void it_is_there_until_it_is_stopped_and_whoever_else_looks_sees_the_same() throws IOException {
        var program = listener();
        processes.start(program);
        processes.awaitListening(program, PATIENCE);
        var pid = processes.pid("one").orElseThrow();
        processes.start(program);
        assertThat(processes.pid("one")).contains(pid);
        var another = new Processes(folder);
        assertThat(another.isRunning("one")).isTrue();
        another.stop("one");
        assertThat(processes.isRunning("one")).isFalse();
        assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void one_that_ends_at_its_start_is_named_with_its_log() {
        var program = program("sh", "-c", "echo no such thing; exit 3");
        assertThatThrownBy(() -> {
                    processes.start(program);
                    processes.awaitListening(program, PATIENCE);
                })
                .isInstanceOf(IOException.class)
                .hasMessage("one ended at its start; see " + folder.resolve("logs/one.log"));
        assertThat(folder.resolve("logs/one.log")).hasContent("no such thing");
    }

    @Test
    void one_that_never_listens_is_not_waited_for_for_ever() {
        var program = program("sleep", "60");
        assertThatThrownBy(() -> {
                    processes.start(program);
                    processes.awaitListening(program, Duration.ofMillis(300));
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not listen at 127.0.0.1:" + port);
    }

    @Test
    void a_stranger_who_was_given_the_same_number_is_left_alone() throws Exception {
        var stranger = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createDirectories(folder.resolve("pids"));
            Files.writeString(folder.resolve("pids/one"), stranger.pid() + " 1");
            assertThat(processes.isRunning("one")).isFalse();
            processes.kill("one");
            processes.stop("one");
            assertThat(stranger.isAlive()).isTrue();
        } finally {
            stranger.destroyForcibly().waitFor();
        }
    }

    @Test
    void variables_of_somebody_elses_fabric_do_not_reach_it() throws IOException {
        var program = new Program(
                "one",
                folder,
                List.of("sh", "-c", "env"),
                Map.of("FABRIC_CFG_PATH", "ours"),
                new Program.Address("127.0.0.1", port));
        processes.start(program);
        assertThat(Waiting.until(() -> !processes.isRunning("one"), PATIENCE)).isTrue();
        assertThat(Files.readAllLines(processes.log("one")))
                .contains("FABRIC_CFG_PATH=ours")
                .noneMatch(line -> line.startsWith("FABRIC_BIN="));
    }
}
