package org.healthsphere.consent.fabric;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Fault;

/**
 * The processes of a network on this machine. Of each its number and its start are kept in a file, so that another process can
 * end it, and nobody ends a stranger that was given the same number later.
 */
final class Processes {
    private static final Duration ASKED = Duration.ofSeconds(10);
    private static final Duration FORCED = Duration.ofSeconds(5);
    private static final int CONNECT_MILLIS = 500;

    private final Path numbers;
    private final Path logs;

    Processes(Path folder) {
        this.numbers = folder.resolve("pids");
        this.logs = folder.resolve("logs");
    }

    Path log(String name) {
        return logs.resolve(name + ".log");
    }

    /** Does nothing where it runs already. */
    void start(Program program) throws IOException {
        if (isRunning(program.name())) {
            return;
        }
        Files.createDirectories(numbers);
        Files.createDirectories(logs);
        Files.createDirectories(program.folder());
        var builder = new ProcessBuilder(program.command())
                .directory(program.folder().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(log(program.name()).toFile()));
        builder.environment().keySet().removeIf(Processes::isFabrics);
        builder.environment().putAll(program.environment());
        var handle = builder.start().toHandle();
        Files.writeString(numbers.resolve(program.name()), handle.pid() + " " + begun(handle));
    }

    private static boolean isFabrics(String variable) {
        return List.of("CORE_", "ORDERER_", "FABRIC_", "CHAINCODE_").stream().anyMatch(variable::startsWith);
    }

    private static long begun(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** Waits until it listens; an IOException that names its log when it ended instead, or takes longer than this. */
    void awaitListening(Program program, Duration patience) throws IOException {
        var up = Waiting.until(
                () -> {
                    if (!isRunning(program.name())) {
                        throw new IOException(program.name() + " ended at its start; see " + log(program.name()));
                    }
                    return listens(program.address());
                },
                patience);
        if (!up) {
            throw new IOException(
                    program.name() + " does not listen at " + program.address() + "; see " + log(program.name()));
        }
    }

    private static boolean listens(Program.Address address) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    /** The names of those that were started and not ended. */
    List<String> noted() throws IOException {
        if (!Files.exists(numbers)) {
            return List.of();
        }
        try (var files = Files.list(numbers)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    boolean isRunning(String name) throws IOException {
        return handle(name).isPresent();
    }

    /** Why nothing can be changed now, when one of these does not run. */
    Optional<Fault> missing(List<String> needed) throws IOException {
        for (var name : needed) {
            if (!isRunning(name)) {
                return Optional.of(new Fault.Unavailable("all of the network; " + name + " does not run"));
            }
        }
        return Optional.empty();
    }

    Optional<Long> pid(String name) throws IOException {
        return handle(name).map(ProcessHandle::pid);
    }

    private Optional<ProcessHandle> handle(String name) throws IOException {
        var file = numbers.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var noted = Files.readString(file).strip().split(" ", -1);
        return ProcessHandle.of(Long.parseLong(noted[0]))
                .filter(ProcessHandle::isAlive)
                .filter(handle -> begun(handle) == Long.parseLong(noted[1]));
    }

    /** Asks it to end, and ends it when it does not. */
    void stop(String name) throws IOException {
        var running = handle(name);
        if (running.isPresent()) {
            var _ = running.get().destroy();
            if (!ends(running.get(), ASKED)) {
                kill(name);
            }
        }
        Files.deleteIfExists(numbers.resolve(name));
    }

    /** Ends it at once, as a power cut would. */
    void kill(String name) throws IOException {
        var running = handle(name);
        if (running.isPresent()) {
            var _ = running.get().destroyForcibly();
            if (!ends(running.get(), FORCED)) {
                throw new IOException(name + " cannot be ended");
            }
        }
        Files.deleteIfExists(numbers.resolve(name));
    }

    private static boolean ends(ProcessHandle handle, Duration patience) throws IOException {
        return Waiting.until(() -> !handle.isAlive(), patience);
    }
}
