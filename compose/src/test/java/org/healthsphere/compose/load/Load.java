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
import org.healthsphere.compose.network.TestNetwork;
import org.healthsphere.compose.network.ThreeProcesses;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that write, read, search, export and go through histories at once, for minutes, at a node with a bounded heap: every
 * answer is held against what was acknowledged, nothing fails, and memory does not grow. Of a hospital of three processes each
 * client comes to one.
 *
 * <p>A program, not a part of the suite: {@code ./hie load --clients 8 --minutes 10 --heap 1g}. It writes
 * {@code compose/target/load.json}.
 */
@Tag("load")
class Load {
    private static final int CLIENTS = Integer.getInteger("load.clients", 8);
    private static final int MINUTES = Integer.getInteger("load.minutes", 10);
    private static final int PROCESSES = Integer.getInteger("load.processes", 1);
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
            int processes,
            long cpuSeconds,
            int resources,
            List<Tally.Row> requests,
            List<Memory.Sample> memory,
            List<String> wrong) {}

    @Test
    void many_clients_for_minutes_get_right_answers_from_a_node_whose_memory_does_not_grow() throws Exception {
        try (var network = TestNetwork.found(folder.resolve("network"))) {
            if (PROCESSES == 1) {
                try (var node = network.node("north", Door.flags(HEAP, log(1)))) {
                    holds(List.of(Door.of(node)));
                }
            } else {
                try (var hospital = new ThreeProcesses(network, "north", process -> Door.flags(HEAP, log(process)))) {
                    hospital.admit();
                    hospital.start(1, 2, 3);
                    holds(Door.of(hospital));
                }
            }
        }
    }

    private Path log(int process) {
        return folder.resolve("gc-" + process + ".log");
    }

    private void holds(List<Door> doors) throws IOException, InterruptedException {
        var tally = new Tally();
        var memory = IntStream.rangeClosed(1, doors.size())
                .mapToObj(process -> new Memory(doors.get(process - 1).process(), log(process)))
                .toList();
        var before = cpu(doors);
        var resources = run(doors, tally, memory);
        var samples = memory.stream().flatMap(one -> one.samples().stream()).toList();
        var report = new Report(
                CLIENTS,
                MINUTES,
                HEAP,
                doors.size(),
                cpu(doors).minus(before).toSeconds(),
                resources,
                tally.rows(),
                samples,
                tally.wrong());
        tell(report, tally);
        assertThat(report.wrong()).isEmpty();
        for (var door : doors) {
            assertThat(door.process().err()).doesNotContain("\"level\":\"ERROR\"", "OutOfMemoryError");
            try (var wire = new Wire(door, tally)) {
                var all = wire.send("count", "GET", "/Patient?identifier=urn:load%7C&_summary=count", "");
                assertThat(all.json().path("total").asInt()).isEqualTo(people(report));
            }
        }
        memory.forEach(Load::flat);
    }

    private static Duration cpu(List<Door> doors) {
        return doors.stream().map(Door::cpu).reduce(Duration.ZERO, Duration::plus);
    }

    /** Each transaction makes a patient. */
    private static int people(Report report) {
        return report.requests().stream()
                .filter(row -> row.kind().equals("transaction"))
                .mapToInt(Tally.Row::count)
                .sum();
    }

    private static int run(List<Door> doors, Tally tally, List<Memory> memory) throws InterruptedException {
        var began = System.nanoTime();
        var end = began + TimeUnit.MINUTES.toNanos(MINUTES);
        var clients = new ArrayList<Client>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var clock = Executors.newSingleThreadScheduledExecutor()) {
            var sampling = clock.scheduleAtFixedRate(
                    () -> memory.forEach(one -> one.sample(Duration.ofNanos(System.nanoTime() - began))),
                    1,
                    1,
                    TimeUnit.MINUTES);
            IntStream.range(0, CLIENTS).forEach(number -> {
                var wire = new Wire(doors.get(number % doors.size()), tally);
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
