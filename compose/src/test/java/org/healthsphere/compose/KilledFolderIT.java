package org.healthsphere.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.compose.network.NodeProcess;
import org.healthsphere.compose.network.Patience;
import org.healthsphere.compose.network.TestNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node's power fails again and again while it takes in files of a laboratory.
 *
 * <p>{@code -Dkilled.kills=20 -Dkilled.rows=25000} is the long run of 100,000 rows.
 */
class KilledFolderIT {
    private static final long SEED = 20260102;
    private static final int KILLS = Integer.getInteger("killed.kills", 3);
    private static final int ROWS = Integer.getInteger("killed.rows", 5_000);
    private static final int FILES = 4;
    private static final int PATIENTS = 40;

    @TempDir
    private Path folder;

    @Test
    void each_row_of_the_files_is_there_once_however_often_the_node_is_killed() throws IOException {
        var random = new Random(SEED);
        try (var network = TestNetwork.found(folder);
                var node = network.node("river")) {
            node.kill();
            Files.writeString(node.data().resolve("sources.json"), """
                    [{"name": "lab", "zone": "Europe/Berlin", "identifierSystems": {"": "https://river.example/mrn"},
                      "csv": {"folder": "in/lab", "files": {"labs-*.csv": "labs"}}}]""");
            var in = Files.createDirectories(node.data().resolve("in").resolve("lab"));
            for (var file = 0; file < FILES; file++) {
                drop(in, file);
            }
            for (var kill = 0; kill < KILLS; kill++) {
                node.start();
                var more = 1 + random.nextInt(ROWS * FILES / (KILLS + 1));
                var enough = Math.min(ROWS * FILES, node.total("Observation?") + more);
                Patience.until(enough + " rows", () -> node.total("Observation?") >= enough);
                node.kill();
            }
            node.start();
            Patience.until("the files are taken", () -> done(in) == FILES);
            assertAllIsThereOnce(node);
        }
    }

    /** As another program would: under its name stands the whole file. */
    private static void drop(Path in, int file) throws IOException {
        var rows = IntStream.range(0, ROWS)
                .mapToObj(row -> "r%d-%d,%d,2345-7,LOINC,%d,mg/dL,2026-01-02T08:30:00,final"
                        .formatted(file, row, (row * 7) % PATIENTS, row))
                .collect(Collectors.joining(
                        "\n", "result_id,mrn,test_code,test_system,value,unit,taken_at,status\n", "\n"));
        var draft = Files.writeString(in.resolve(file + ".draft"), rows);
        Files.move(draft, in.resolve("labs-" + file + ".csv"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static long done(Path in) {
        try (var files = Files.list(in.resolve("done"))) {
            return files.count();
        } catch (IOException _) {
            return 0;
        }
    }

    private static void assertAllIsThereOnce(NodeProcess node) {
        var observations = node.all("Observation");
        assertThat(observations).hasSize(ROWS * FILES);
        assertThat(observations.stream().map(KilledFolderIT::value).sorted().toList())
                .isEqualTo(IntStream.range(0, FILES)
                        .boxed()
                        .flatMap(_ -> IntStream.range(0, ROWS).boxed())
                        .sorted()
                        .toList());
        assertThat(node.all("Patient")).hasSize(PATIENTS);
        assertThat(Stream.of(observations, node.all("Patient"))
                        .flatMap(List::stream)
                        .map(resource -> resource.at("/meta/versionId").asText()))
                .as("versions")
                .containsOnly("1");
    }

    private static int value(JsonNode observation) {
        return observation.at("/valueQuantity/value").asInt();
    }
}
