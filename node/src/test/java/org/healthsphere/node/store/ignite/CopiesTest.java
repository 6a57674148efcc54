package org.healthsphere.node.store.ignite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.store.ResourceStoreContract.ANY;
import static org.healthsphere.node.store.ResourceStoreContract.NEW;
import static org.healthsphere.node.store.ResourceStoreContract.NOW;
import static org.healthsphere.node.store.ResourceStoreContract.id;
import static org.healthsphere.node.store.ResourceStoreContract.put;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.healthsphere.node.cluster.Pace;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CopiesTest {
    private static final Pace PACE =
            new Pace(Duration.ofMillis(150), Duration.ofMillis(1_500), Duration.ofMillis(2_000));
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void what_the_head_acknowledged_is_seen_at_every_copy_and_none_of_the_others_writes() {
        try (var copies = new Copies(folder, "spread", PACE)) {
            var head = copies.head();
            var written = write(copies, head, "Patient/a", "first");
            for (var member = 1; member <= Copies.MEMBERS; member++) {
                assertThat(read(copies, member, "Patient/a")).isEqualTo(written);
                if (member != head) {
                    assertThat(copies.of(member).store().commit(Commit.of(put("Patient/b", NEW, "{}"))))
                            .isEqualTo(Outcome.failed(new Fault.Unavailable("the leading process of this hospital")));
                }
            }
        }
    }

    @Test
    void a_head_that_is_cut_off_neither_writes_nor_answers_and_learns_what_was_written_without_it() {
        try (var copies = new Copies(folder, "cut", PACE)) {
            var old = copies.head();
            var before = write(copies, old, "Patient/a", "before");
            copies.cutOff(old);
            assertThat(copies.of(old).store().commit(Commit.of(put("Patient/a", ANY, "{\"x\":\"lost\"}"))))
                    .isInstanceOf(Outcome.Failure.class);
            var head = headBut(copies, old);
            var after = write(copies, head, "Patient/a", "after");
            assertThat(copies.of(old).member().sight(PATIENCE)).isInstanceOf(Outcome.Failure.class);
            assertThat(after.version()).isEqualTo(before.version() + 1);
            copies.heal();
            assertThat(readWhenItCan(copies, old, "Patient/a")).isEqualTo(after);
            assertThat(copies.of(old).store().history(id("Patient/a"))).containsExactly(after, before);
        }
    }

    @Test
    void a_copy_that_was_away_catches_up_and_two_that_are_left_go_on() {
        try (var copies = new Copies(folder, "away", PACE)) {
            var first = copies.head();
            var kept = write(copies, first, "Patient/a", "kept");
            copies.stop(first);
            var second = copies.head();
            assertThat(read(copies, second, "Patient/a")).isEqualTo(kept);
            List<StoredResource> more = new ArrayList<>();
            for (var i = 0; i < 300; i++) {
                more.add(write(copies, second, "Patient/more" + i, "x".repeat(i)));
            }
            copies.start(first);
            copies.stop(second);
            var third = copies.head();
            var _ = write(copies, third, "Patient/z", "last");
            for (var resource : more) {
                assertThat(readWhenItCan(copies, first, resource.id().toString()))
                        .isEqualTo(resource);
            }
        }
    }

    @Test
    void a_copy_that_lost_its_disk_is_made_anew() throws IOException {
        try (var copies = new Copies(folder, "lost", PACE)) {
            var head = copies.head();
            var lost = head % Copies.MEMBERS + 1;
            var kept = write(copies, head, "Patient/a", "kept");
            copies.of(head).store().putMark(new Mark("kept", "mark", Bytes.utf8("value")));
            copies.stop(lost);
            delete(copies.folder(lost));
            Files.createDirectories(copies.folder(lost));
            copies.start(lost);
            assertThat(readWhenItCan(copies, lost, "Patient/a")).isEqualTo(kept);
            assertThat(copies.of(lost).store().mark("kept", "mark")).contains(Bytes.utf8("value"));
        }
    }

    @Test
    void one_of_the_copies_does_not_open_as_if_it_were_all() {
        try (var _ = new Copies(folder, "alone", PACE)) {
            assertThat(Files.isDirectory(folder.resolve("1/store/shared"))).isTrue();
        }
        var settings = new IgniteSettings(folder.resolve("1/store"), "alone", 64L << 20);
        try (var keys = Keys.in(folder.resolve("1"))) {
            assertThatThrownBy(() -> IgniteResourceStore.open(settings, keys, () -> NOW))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void an_erasure_is_one_at_every_copy_and_waits_for_all_of_them() {
        try (var copies = new Copies(folder, "erased", PACE)) {
            var head = copies.head();
            var _ = write(copies, head, "Patient/p1", "to be erased");
            var away = head % Copies.MEMBERS + 1;
            copies.stop(away);
            awaitAway(copies, head, away);
            assertThat(copies.of(head).store().erase("p1", _ -> {})).isInstanceOf(Outcome.Failure.class);
            copies.start(away);
            var _ = readWhenItCan(copies, away, "Patient/p1");
            assertThat(eraseWhenItCan(copies, head)).isEqualTo(Outcome.of(true));
            for (var member = 1; member <= Copies.MEMBERS; member++) {
                assertThat(copies.of(member).store().get(id("Patient/p1"))).isEmpty();
                assertThat(copies.of(member).store().erasures()).isEqualTo(1);
            }
            assertThat(Set.copyOf(destroyed(copies))).hasSize(1);
        }
    }

    /** The keys that each copy has destroyed. */
    private static List<Set<Integer>> destroyed(Copies copies) {
        return IntStream.rangeClosed(1, Copies.MEMBERS)
                .mapToObj(member -> copies.of(member).keys().destroyed())
                .toList();
    }

    private static Outcome<Boolean> eraseWhenItCan(Copies copies, int head) {
        for (; ; ) {
            var erased = copies.of(head).store().erase("p1", _ -> {});
            if (!(erased instanceof Outcome.Failure<?>(Fault.Unavailable _))) {
                return erased.map(_ -> true);
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void awaitAway(Copies copies, int head, int away) {
        while (copies.of(head).copy().consensus().report().others().stream()
                .anyMatch(other -> other.member() == away && other.present())) {
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static int headBut(Copies copies, int old) {
        for (; ; ) {
            for (var member = 1; member <= Copies.MEMBERS; member++) {
                if (member != old
                        && copies.of(member).copy().consensus().leadingIn().isPresent()) {
                    return member;
                }
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    private static StoredResource write(Copies copies, int head, String name, String text) {
        return copies.of(head)
                .store()
                .commit(Commit.of(put(name, ANY, "{\"x\":\"" + text + "\"}")))
                .orElseThrow()
                .getFirst();
    }

    /** As a reader does it: first how far it must see, then the reading. */
    private static StoredResource read(Copies copies, int member, String name) {
        var one = copies.of(member);
        var sight = one.member().sight(PATIENCE).orElseThrow();
        assertThat(one.copy().awaitSeen(sight, PATIENCE)).isTrue();
        return one.store().get(id(name)).orElseThrow();
    }

    private static StoredResource readWhenItCan(Copies copies, int member, String name) {
        while (copies.of(member).member().sight(PATIENCE) instanceof Outcome.Failure<?>) {
            LockSupport.parkNanos(20_000_000);
        }
        return read(copies, member, name);
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
