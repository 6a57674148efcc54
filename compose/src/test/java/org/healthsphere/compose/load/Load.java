package org.healthsphere.compose.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.TestNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that write, read, search, export and go through histories at once, for minutes, at a node with a bounded heap: every
 * answer is held against what was acknowledged, nothing fails, and memory does not grow.
 *
 * <p>A program, not a part of the suite: {@code ./hie load --clients 8 --minutes 10 --heap 1g}. It writes
 * {@code compose/target/load.json}.
 */
@Tag("load")
class Load {
    private static final int CLIENTS = Integer.getInteger("load.clients", 8);
    private static final int MINUTES = Integer.getInteger("load.minutes", 10);
    private static final String HEAP = System.getProperty("load.heap", "1g");

    /** How much more may be live in the heap in the last minutes than halfway: a share, and megabytes of chance. */
    private static final double GROWTH = 1.15;

    private static final long CHANCE = 24;

    @TempDir
    private Path folder;

    /** What it came to. */
    private record Report(
            int clients,
            int minutes,
            String heap,
            long cpuSeconds,
            int resources,
            List<Tally.Row> requests,
            List<Memory.Sample> memory,
            List<String> wrong) {}

    @Test
    void many_clients_for_minutes_get_right_answers_from_a_node_whose_memory_does_not_grow() throws Exception {
        var log = folder.resolve("gc.log");
        // As `hie start` has it.
        var flags = Stream.concat(Stream.of("-Xmx" + HEAP, "-XX:+UseParallelGC"), Memory.flags(log).stream())
                .toList();
        try (var network = TestNetwork.found(folder.resolve("network"));
                var node = network.node("north", flags)) {
            var tally = new Tally();
            var memory = new Memory(node.running(), log);
            var before = node.running().cpu().orElse(Duration.ZERO);
            var resources = run(node, tally, memory);
            var report = new Report(
                    CLIENTS,
                    MINUTES,
                    HEAP,
                    node.running().cpu().orElse(Duration.ZERO).minus(before).toSeconds(),
                    resources,
                    tally.rows(),
                    memory.samples(),
                    tally.wrong());
            tell(report, tally);
            assertThat(report.wrong()).isEmpty();
            assertThat(node.running().err()).doesNotContain("\"level\":\"ERROR\"", "OutOfMemoryError");
            assertThat(node.total("Patient?identifier=urn:load%7C")).isEqualTo(people(report));
            flat(memory);
        }
    }

    /** Each transaction makes a patient. */
    private static int people(Report report) {
        return report.requests().stream()
                .filter(row -> row.kind().equals("transaction"))
                .mapToInt(Tally.Row::count)
                .sum();
    }

    private static int run(NodeProcess node, Tally tally, Memory memory) throws InterruptedException {
        var began = System.nanoTime();
        var end = began + TimeUnit.MINUTES.toNanos(MINUTES);
        var clients = new ArrayList<Client>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            var sampling = clock.scheduleAtFixedRate(
                    () -> memory.sample(Duration.ofNanos(System.nanoTime() - began)), 1, 1, TimeUnit.MINUTES);
            IntStream.range(0, CLIENTS).forEach(number -> {
                var wire = new Wire(node, tally);
                var client = new Client(number, wire, tally);
                clients.add(client);
                var _ = threads.submit(() -> {
                    client.run(() -> System.nanoTime() < end);
                    wire.close();
                });
            });
            threads.shutdown();
            assertThat(threads.awaitTermination(MINUTES + 2L, TimeUnit.MINUTES)).isTrue();
            sampling.cancel(false);
        }
        return clients.stream().mapToInt(Client::resources).sum();
    }

    private static void tell(Report report, Tally tally) throws IOException {
        var table = tally.table(Duration.ofMinutes(MINUTES));
        var target = Files.createDirectories(Path.of("target"));
        Files.writeString(
                target.resolve("load.json"),
                new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        var text = new StringBuilder(table);
        report.memory().forEach(sample -> text.append(sample).append('\n'));
        text.append(report.cpuSeconds())
                .append(" s of CPU, ")
                .append(report.resources())
                .append(" resources\n");
        Files.writeString(target.resolve("load.txt"), text);
    }

    /** What is live after a full collection does not grow from the middle to the end; nor does what the process holds. */
    private static void flat(Memory memory) {
        var later = memory.later();
        if (later.size() < 2) {
            return;
        }
        assertThat(later.getLast().live())
                .as("live in the heap: %s", memory.samples())
                .isLessThanOrEqualTo((long) (later.getFirst().live() * GROWTH) + CHANCE);
        assertThat(later.getLast().resident())
                .as("resident: %s", memory.samples())
                .isLessThanOrEqualTo((long) (later.getFirst().resident() * GROWTH) + CHANCE);
    }
}
