package org.healthsphere.compose.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.healthsphere.node.cli.Hie;

/** One command of {@code hie} in a process of its own, with the flags and the class path of this one. */
public final class HieProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    static final List<String> JVM = List.of("-Xmx640m", "-XX:+UseSerialGC");

    private final Process process;
    private final Path out;
    private final Path err;

    private HieProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
        // Even if the tests are stopped half way, no process is left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /**
     * Starts it.
     *
     * @param logs where to keep what it prints
     */
    public static HieProcess start(Path logs, String... command) {
        return start(logs, JVM, command);
    }

    /**
     * Starts it with a memory of its own.
     *
     * @param jvm flags of the Java virtual machine: its heap above all
     */
    public static HieProcess start(Path logs, List<String> jvm, String... command) {
        try {
            Files.createDirectories(logs);
            var out = Files.createTempFile(logs, command[0] + "-", ".out");
            var err = Files.createTempFile(logs, command[0] + "-", ".err");
            var process = new ProcessBuilder(commandLine(jvm, command))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            return new HieProcess(process, out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> commandLine(List<String> jvm, String... command) {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-javaagent") && !flag.startsWith("-agentlib"))
                // It has a collector of its own.
                .filter(flag -> !flag.matches("-XX:\\+Use\\w+GC"))
                .forEach(line::add);
        line.addAll(jvm);
        line.add("-Dhie.home=" + Path.of("").toAbsolutePath().getParent());
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), Hie.class.getName()));
        line.addAll(List.of(command));
        return line;
    }

    /** What it said when it was ready, which is its first line. */
    public JsonNode ready() {
        Patience.until("the ready line of " + this, () -> !process.isAlive() || !lines().isEmpty());
        assertThat(lines()).as("%s ended: %s", this, err()).isNotEmpty();
        try {
            return JSON.readTree(lines().getFirst());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end; its exit code. */
    public int exitCode() {
        Patience.until("the end of " + this, () -> !process.isAlive());
        return process.exitValue();
    }

    /** Asks it to stop: SIGTERM. */
    public void stop() {
        process.destroy();
    }

    /** Ends it at once, as a power cut would: SIGKILL. */
    public void kill() {
        process.destroyForcibly();
        var _ = exitCode();
    }

    public long pid() {
        return process.pid();
    }

    /** Processor time that it has used, where the system tells. */
    public Optional<Duration> cpu() {
        return process.info().totalCpuDuration();
    }

    /** The lines it has printed, as far as they are whole. */
    public List<String> lines() {
        var text = read(out);
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    public String err() {
        return read(err);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "process " + process.pid() + " (" + out.getFileName() + ")";
    }
}
