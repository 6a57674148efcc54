package org.healthsphere.node.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.store.ResourceStoreContract.NOW;
import static org.healthsphere.node.store.ResourceStoreContract.id;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.index.LuceneResourceIndex;
import org.healthsphere.node.store.index.SearchParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IgniteStoreIT {
    private static final int KILLS = 3;

    @TempDir
    private Path directory;

    @Test
    void what_was_acknowledged_outlives_a_killed_process_and_no_commit_is_there_by_half() throws Exception {
        var random = new Random(7);
        var log = directory.resolve("acknowledged");
        Files.createFile(log);
        var next = 0;
        for (var kill = 0; kill < KILLS; kill++) {
            var least = Files.readAllLines(log).size() + 1 + random.nextInt(60);
            var process = start(log, next);
            while (process.isAlive() && Files.readAllLines(log).size() < least) {
                process.waitFor(5, TimeUnit.MILLISECONDS);
            }
            assertThat(process.isAlive()).as("the writer came this far").isTrue();
            process.destroyForcibly().waitFor();
            next = verify(
                    Files.readAllLines(log).stream().map(Integer::parseInt).toList());
        }
    }

    private Process start(Path log, int first) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(a -> a.startsWith("--") || a.startsWith("-D"))
                .forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Writer.class.getName()));
        command.addAll(List.of(directory.resolve("store").toString(), log.toString(), Integer.toString(first)));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
    }

    /** Opens what the process left, and says where the next one goes on. */
    private int verify(List<Integer> acknowledged) {
        try (var store = IgniteResourceStore.open(
                        IgniteSettings.of(directory.resolve("store"), "reader"),
                        Keys.in(directory.resolve("store")),
                        () -> NOW);
                var index = LuceneResourceIndex.open(store, SearchParameters.r4(), directory.resolve("index"))) {
            var last = acknowledged.getLast();
            assertThat(acknowledged).allSatisfy(n -> assertThat(whole(store, n)).isTrue());
            // The commit that was under way when the process died may be there, but whole.
            var next = whole(store, last + 1) ? last + 2 : last + 1;
            assertThat(store.get(id(Writer.name(next, 0)))).isEmpty();
            var expected = IntStream.range(0, next).map(Writer::size).sum();
            assertThat(store.changesAfter(0)).hasSize(expected);
            var all = new Query("Basic", List.of(), List.of(), 0, Optional.empty());
            assertThat(index.search(all, ReleaseFilter.everything())
                            .orElseThrow()
                            .total())
                    .isEqualTo(expected);
            return next;
        }
    }

    private static boolean whole(IgniteResourceStore store, int commit) {
        var there = IntStream.range(0, Writer.size(commit))
                .filter(r -> store.get(id(Writer.name(commit, r))).isPresent())
                .count();
        var marked = store.mark("kill", Integer.toString(commit)).isPresent();
        assertThat(there).as("commit %s", commit).isIn(0L, (long) Writer.size(commit));
        assertThat(marked).isEqualTo(there > 0);
        return marked;
    }
}
