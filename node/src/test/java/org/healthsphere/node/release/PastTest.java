package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories of a time, held against a look at every version. */
class PastTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int HOURS = 60;

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final InMemoryResourceStore store = new InMemoryResourceStore(now::get);

    private void write(Random random) {
        for (var hour = 0; hour < HOURS; hour++) {
            now.set(START.plusSeconds(3_600L * hour));
            var id = new ResourceId(random.nextBoolean() ? "Patient" : "Device", "r" + random.nextInt(4));
            var there = store.get(id).filter(r -> !r.deleted()).isPresent();
            var write = there && random.nextInt(3) == 0
                    ? new Write.Delete(id, OptionalLong.empty())
                    : new Write.Put(id, OptionalLong.empty(), Optional.empty(), Bytes.utf8("{}"));
            assertThat(store.commit(Commit.of(write)).orElseThrow()).hasSize(1);
        }
    }

    private List<StoredResource> all() {
        try (var changes = store.changesUpTo(Long.MAX_VALUE)) {
            return changes.toList();
        }
    }

    private static boolean wasCurrent(List<StoredResource> all, StoredResource version, Past.Span span) {
        var end = all.stream()
                .filter(v -> v.id().equals(version.id()) && v.version() == version.version() + 1)
                .map(StoredResource::lastUpdated)
                .findFirst()
                .orElse(Instant.MAX);
        return !version.lastUpdated().isAfter(span.until()) && end.isAfter(span.from());
    }

    private List<StoredResource> paged(Optional<String> type, Instant since, Past.Span span) {
        var found = new ArrayList<StoredResource>();
        Optional<String> after = Optional.empty();
        do {
            var page = new Past(type, Optional.empty(), since, 7, after, Optional.of(span))
                    .of(store, _ -> true)
                    .orElseThrow();
            found.addAll(page.versions());
            after = page.next();
        } while (after.isPresent());
        return found;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_history_of_a_time_has_what_was_current_then(long seed) {
        var random = new Random(seed);
        write(random);
        var all = all();
        for (var n = 0; n < 50; n++) {
            var from = START.plusSeconds(1_800L * random.nextInt(2 * HOURS));
            var span = new Past.Span(from, from.plusSeconds(1_800L * random.nextInt(8)));
            var since = START.plusSeconds(3_600L * random.nextInt(HOURS / 3));
            var type = random.nextBoolean() ? Optional.of("Device") : Optional.<String>empty();
            assertThat(paged(type, since, span))
                    .isEqualTo(all.stream()
                            .filter(v -> type.map(v.id().type()::equals).orElse(true))
                            .filter(v -> !v.lastUpdated().isBefore(since))
                            .filter(v -> wasCurrent(all, v, span))
                            .toList());
            counted(all, new ResourceId("Device", "r1"), span);
        }
    }

    /** Of one resource, what is not on the page is counted all the same. */
    private void counted(List<StoredResource> all, ResourceId id, Past.Span span) {
        var page = new Past(Optional.of("Device"), Optional.of(id), START, 1, Optional.empty(), Optional.of(span))
                .of(store, _ -> true)
                .orElseThrow();
        assertThat(page.total()).contains((int) all.stream()
                .filter(v -> v.id().equals(id) && wasCurrent(all, v, span))
                .count());
        assertThat(page.versions())
                .isEqualTo(all.stream()
                        .filter(v -> v.id().equals(id) && wasCurrent(all, v, span))
                        .limit(1)
                        .toList());
    }
}
