package org.healthsphere.node.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.store.ResourceStoreContract.ANY;
import static org.healthsphere.node.store.ResourceStoreContract.NEW;
import static org.healthsphere.node.store.ResourceStoreContract.NOW;
import static org.healthsphere.node.store.ResourceStoreContract.id;
import static org.healthsphere.node.store.ResourceStoreContract.put;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReopenedStoreTest {
    @TempDir
    private Path directory;

    private IgniteResourceStore open(String name) {
        var folder = directory.resolve(name);
        return IgniteResourceStore.open(IgniteSettings.of(folder, name), Keys.in(folder), () -> NOW);
    }

    @Test
    void everything_is_there_after_it_was_closed_and_opened_again() {
        // More than one batch of the directory, so that both what it holds in memory and what it wrote are seen.
        var writes = IntStream.range(0, 5_000)
                .<Write>mapToObj(i -> put("Basic/r" + i, NEW, "{\"n\":" + i + "}"))
                .toList();
        var mark = new Mark("reopened", "m", Bytes.utf8("v"));
        long last;
        try (var store = open("a")) {
            var _ = store.commit(new Commit(writes, List.of(mark))).orElseThrow();
            store.putMark(new Mark("reopened", "n", Bytes.utf8("w")));
            store.removeMark("reopened", "n");
            var _ = store.commit(Commit.of(put("Basic/r7", ANY, "{\"n\":-7}"), new Write.Delete(id("Basic/r8"), ANY)))
                    .orElseThrow();
            last = store.lastChange();
        }
        try (var store = open("a")) {
            assertThat(store.lastChange()).isEqualTo(last);
            assertThat(store.marks("reopened")).containsExactly(mark);
            assertThat(store.get(id("Basic/r4999")).orElseThrow().json().utf8()).endsWith("\"n\":4999}");
            assertThat(store.history(id("Basic/r7"))).hasSize(2);
            assertThat(store.get(id("Basic/r8")).orElseThrow().deleted()).isTrue();
            assertThat(store.changesAfter(0)).hasSize(5_002);
            assertThat(store.commit(Commit.of(put("Basic/r9", NEW, "{}"))))
                    .isEqualTo(Outcome.failed(new Fault.VersionMismatch("Basic/r9 is at version 1")));
            assertThat(store.commit(Commit.of(put("Basic/later", NEW, "{}")))
                            .orElseThrow()
                            .getFirst()
                            .change())
                    .isEqualTo(last + 1);
        }
    }

    @Test
    void two_stores_in_one_process_know_nothing_of_each_other() {
        try (var one = open("one");
                var two = open("two")) {
            var _ = one.commit(Commit.of(put("Basic/x", NEW, "{}"))).orElseThrow();
            assertThat(two.get(id("Basic/x"))).isEmpty();
            assertThat(two.lastChange()).isZero();
        }
    }

    @Test
    void a_closed_store_says_that_it_is_not_available() {
        var store = open("closed");
        store.close();
        assertThat(store.available()).isFalse();
        assertThat(store.commit(Commit.of(put("Basic/x", NEW, "{}"))))
                .isEqualTo(Outcome.failed(new Fault.Unavailable("store")));
    }
}
