package org.healthsphere.node.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * One command of {@code hie} in a process of its own, with the JVM, flags and class path of this one.
 *
 * <p>It is ready when it has printed one line of JSON. What it logs goes to a file.
 */
public final class ChildProcess implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_SECONDS = 20;
    private static final Duration LONGEST_START = Duration.ofMinutes(5);

    private final Process process;
    private final JsonNode ready;

    private ChildProcess(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
        // Whoever is stopped half way leaves nobody behind.
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
    }

    /** Starts it and waits for its ready line; the JVM flags are added to this process' own and win over them. */
    public static Outcome<ChildProcess> start(Path log, List<String> jvmFlags, List<String> command) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            var process = new ProcessBuilder(commandLine(jvmFlags, command))
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return ready(process, log);
        } catch (IOException e) {
            return Outcome.failed(new Fault.Unavailable("a process for 'hie " + String.join(" ", command) + "'"));
        }
    }

    private static Outcome<ChildProcess> ready(Process process, Path log) throws IOException {
        // Left open on purpose: closing it would break the pipe of a child that prints again.
        var out = new BufferedReader(process.inputReader(StandardCharsets.UTF_8));
        var patience = new CompletableFuture<Boolean>();
        var _ = patience.completeOnTimeout(false, LONGEST_START.toSeconds(), TimeUnit.SECONDS)
                .thenAccept(isReady -> end(process, isReady));
        for (var line = out.readLine(); line != null; line = out.readLine()) {
            if (line.startsWith("{") && patience.complete(true)) {
                return Outcome.of(new ChildProcess(process, JSON.readTree(line)));
            }
        }
        return Outcome.failed(new Fault.Unavailable(
                "a process that ended before it was ready, or was not within %d minutes; its log is %s"
                        .formatted(LONGEST_START.toMinutes(), log)));
    }

    private static void end(Process process, boolean isReady) {
        if (!isReady) {
            var _ = process.destroyForcibly();
        }
    }

    private static List<String> commandLine(List<String> jvmFlags, List<String> command) {
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-agentlib") && !flag.startsWith("-javaagent"))
                .forEach(line::add);
        line.addAll(jvmFlags);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.healthsphere.node.cli.Hie"));
        line.addAll(command);
        return line;
    }

    /** What it said when it was ready. */
    public JsonNode ready() {
        return ready;
    }

    public long pid() {
        return process.pid();
    }

    /** CPU time that it has used, where the system tells. */
    public Optional<Duration> cpu() {
        return process.info().totalCpuDuration();
    }

    /** Ends it at once, as a power cut would. */
    public void kill() {
        var _ = process.destroyForcibly();
        var _ = ended();
    }

    /** Asks it to stop, and stops it when it does not. */
    @Override
    public void close() {
        process.destroy();
        if (!ended()) {
            kill();
        }
    }

    private boolean ended() {
        try {
            return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
