package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.compose.network.Laboratory;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.NodeProcess.Messages;
import org.healthsphere.compose.network.Order;
import org.healthsphere.compose.network.Patience;
import org.healthsphere.compose.network.TestNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node's power fails again and again while laboratories send to it.
 *
 * <p>How often and during how many messages may be set: {@code -Dkilled.kills=50 -Dkilled.orders=34000} is the long run of about
 * 100,000 messages.
 */
class KilledNodeIT {
    private static final long SEED = 20260101;
    private static final int KILLS = Integer.getInteger("killed.kills", 3);
    private static final int LABORATORIES = 3;
    private static final int ORDERS = Integer.getInteger("killed.orders", 60);
    /** What a laboratory sends between two kills at most: so each kill, however late, has something left to come after it. */
    private static final int AT_ONCE = ORDERS / (KILLS + 1);

    @TempDir
    private Path folder;

    private final List<Laboratory> laboratories = IntStream.range(0, LABORATORIES)
            .mapToObj(i -> new Laboratory(Order.of(i, ORDERS, SEED)))
            .toList();

    @Test
    void what_was_acknowledged_is_there_once_however_often_the_node_is_killed() {
        var random = new Random(SEED);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var network = TestNetwork.found(folder);
                var node = network.node("river")) {
            for (var kill = 0; kill < KILLS; kill++) {
                var enough = acknowledged() + 1 + random.nextInt(AT_ONCE * LABORATORIES);
                var sending = sending(node, threads, AT_ONCE * (kill + 1));
                Patience.until("%s acknowledged messages".formatted(enough), () -> acknowledged() >= enough);
                node.kill();
                sending.join();
                node.start();
                assertNothingIsLostAndNothingIsThereTwice(node);
            }
            assertThat(acknowledged()).as("the last kill was in the middle").isLessThan(ORDERS * LABORATORIES);
            sending(node, threads, ORDERS).join();
            assertAllIsThereOnce(node);
        }
    }

    private CompletableFuture<Void> sending(NodeProcess node, ExecutorService threads, int upTo) {
        var address = node.mllp();
        return CompletableFuture.allOf(laboratories.stream()
                .map(laboratory -> CompletableFuture.runAsync(() -> laboratory.send(address, upTo), threads))
                .toArray(CompletableFuture<?>[]::new));
    }

    private int acknowledged() {
        return laboratories.stream().mapToInt(Laboratory::count).sum();
    }

    /** Before anything is sent again: what was under way may be there, whole. */
    private void assertNothingIsLostAndNothingIsThereTwice(NodeProcess node) {
        var believed = laboratories.stream()
                .flatMap(laboratory -> laboratory.acknowledged().stream())
                .collect(Collectors.toSet());
        var pending = laboratories.stream()
                .flatMap(laboratory -> laboratory.pending().stream())
                .collect(Collectors.toSet());
        var found = orders(node);
        var others = new HashSet<>(found);
        assertThat(others).as("each once").hasSize(found.size());
        var lost = new HashSet<>(believed);
        lost.removeAll(others);
        assertThat(lost).as("what was acknowledged and is not there").isEmpty();
        others.removeAll(believed);
        others.removeAll(pending);
        assertThat(others).as("beside what was acknowledged or under way").isEmpty();
        assertThat(node.messages()).isEqualTo(new Messages(found.size(), found.size(), 0));
    }

    private void assertAllIsThereOnce(NodeProcess node) {
        var sent = laboratories.stream()
                .flatMap(laboratory -> laboratory.acknowledged().stream())
                .sorted(Comparator.comparing(Order::number))
                .toList();
        assertThat(sent).hasSize(ORDERS * LABORATORIES);
        assertThat(orders(node)).isEqualTo(sent);
        assertThat(node.messages()).isEqualTo(new Messages(sent.size(), sent.size(), 0));
        assertThat(node.total("Provenance?")).as("one for each message").isEqualTo(sent.size());
        var patients = sent.stream().map(Order::patient).distinct().sorted().toList();
        assertThat(node.all("Patient").stream().map(KilledNodeIT::number).sorted())
                .isEqualTo(patients);
        assertThat(Stream.of("Patient", "DiagnosticReport", "Observation", "Provenance")
                        .flatMap(type -> node.all(type).stream())
                        .map(resource -> resource.at("/meta/versionId").asText()))
                .as("versions")
                .containsOnly("1");
        assertThat(node.audited("node-started")).hasSize(1 + KILLS);
    }

    /** The orders that the node's reports and observations tell of, by number. */
    private static List<Order> orders(NodeProcess node) {
        Map<String, JsonNode> observations = new HashMap<>();
        node.all("Observation")
                .forEach(o -> observations.put("Observation/" + o.path("id").asText(), o));
        Map<String, String> patients = new HashMap<>();
        node.all("Patient").forEach(p -> patients.put("Patient/" + p.path("id").asText(), number(p)));
        List<Order> orders = new ArrayList<>();
        for (var report : node.all("DiagnosticReport")) {
            var values = report.path("result")
                    .valueStream()
                    .map(result -> observations.remove(result.path("reference").asText()))
                    .map(observation -> observation.at("/valueQuantity/value").asInt())
                    .sorted()
                    .toList();
            var patient = patients.get(report.at("/subject/reference").asText());
            orders.add(new Order(number(report), String.valueOf(patient), values));
        }
        assertThat(observations).as("observations without a report").isEmpty();
        return orders.stream().sorted(Comparator.comparing(Order::number)).toList();
    }

    private static String number(JsonNode resource) {
        return resource.at("/identifier/0/value").asText();
    }
}
