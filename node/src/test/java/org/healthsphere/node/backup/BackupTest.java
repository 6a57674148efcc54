package org.healthsphere.node.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.healthsphere.node.backup.Backups.Kind;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceIndex.Criterion;
import org.healthsphere.node.store.ResourceIndex.Query;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupTest {
    private static final String FAMILY = "Xanthopoulos-Quirke";

    @TempDir
    private Path folder;

    private Path backups;
    private Path copy;

    @BeforeEach
    void places() {
        backups = folder.resolve("backups");
        copy = folder.resolve("custody").resolve("copy.keys");
    }

    private House house() {
        return new House(folder, Optional.of(copy));
    }

    private static List<ResourceId> search(House house, String type, Criterion... criteria) {
        var query = new Query(type, List.of(criteria), List.of(), 1_000, Optional.empty());
        return house.index
                .search(query, ReleaseFilter.everything())
                .orElseThrow()
                .matches();
    }

    private static List<List<ResourceId>> searches(House house) {
        return List.of(
                search(house, "Patient"),
                search(house, "Condition"),
                search(house, "Patient", Criterion.of("family", List.of("Common"))),
                search(house, "Condition", Criterion.of("subject:Patient.family", List.of("Rare7"))));
    }

    @Test
    void a_restored_node_answers_as_the_one_that_was_backed_up_full_and_incremental() throws IOException {
        try (var house = house()) {
            fill(house);
            assertThat(house.backups()
                            .write(backups, Kind.INCREMENTAL)
                            .orElseThrow()
                            .full())
                    .as("there is nothing that it could add to")
                    .isTrue();
            house.store.removeMark("seen", "gone");
            IntStream.range(30, 60).forEach(i -> house.admit("p" + i, i % 2 == 0 ? "Common" : "Rare" + i));
            house.file("network/letter", "second");
            var second = house.backups().write(backups, Kind.INCREMENTAL).orElseThrow();
            assertThat(second.full()).isFalse();
            var everything = house.everything();
            var found = searches(house);
            house.admit("later", "Later");
            house.shut();
            assertThat(house.restore().verify(backups, Optional.empty()))
                    .isEqualTo(Outcome.of(new Restore.Checked(second.name(), 2, second.to())));
            var restored = house.restore().restore(backups, Optional.empty()).orElseThrow();
            assertThat(restored.to()).isEqualTo(second.to());
            house.open();
            assertThat(List.of(house.everything(), searches(house))).isEqualTo(List.of(everything, found));
            assertThat(everything)
                    .allSatisfy(resource -> assertThat(house.store.version(resource.id(), resource.version()))
                            .contains(resource));
            assertThat(house.store.marks("seen")).hasSize(60);
            assertFilesAreBack(house, restored);
            house.admit("after", "After");
            assertThat(search(house, "Patient", Criterion.of("family", List.of("After"))))
                    .hasSize(1);
            // What the restored node knows as its last backup is the one before: the next adds to that.
            assertThat(house.backups()
                            .write(backups, Kind.INCREMENTAL)
                            .orElseThrow()
                            .full())
                    .isFalse();
        }
    }

    private static void fill(House house) {
        IntStream.range(0, 40).forEach(i -> house.admit("p" + i, i % 2 == 0 ? "Common" : "Rare" + i));
        house.store.putMark(new Mark("seen", "gone", Bytes.NONE));
        house.file("network/letter", "first");
        house.file("network/large", "x".repeat(3 << 20));
        house.file("users.json", "{\"users\":[{\"id\":\"user-1\",\"login\":\"o.sample\"}]}");
    }

    private static void assertFilesAreBack(House house, Restore.Checked restored) {
        assertThat(house.data.resolve("network/letter")).hasContent("second");
        assertThat(house.data.resolve("network/large")).hasSize(3 << 20);
        assertThat(house.data.resolve("audit/audit.log")).content().contains("backup-restored", restored.name());
        assertThat(house.data.resolve("users.json")).content().contains("o.sample");
        assertThat(house.data.resolve("vault")).exists();
    }

    @Test
    void a_backup_under_writes_holds_all_that_was_acknowledged_before_and_nothing_by_half() throws Exception {
        try (var house = house()) {
            var stop = new AtomicBoolean();
            var acknowledged = new AtomicInteger();
            var writer = Thread.ofVirtual().start(() -> {
                for (var i = 0; !stop.get(); i++) {
                    house.admit("w" + i, "Common");
                    acknowledged.set(i + 1);
                }
            });
            List<Integer> before = new ArrayList<>();
            List<Backups.Written> written = new ArrayList<>();
            for (var n = 0; n < 4; n++) {
                var least = acknowledged.get() + 20;
                while (acknowledged.get() < least) {
                    Thread.onSpinWait();
                }
                before.add(acknowledged.get());
                written.add(house.backups().write(backups, Kind.INCREMENTAL).orElseThrow());
            }
            stop.set(true);
            writer.join();
            house.shut();
            for (var n : List.of(3, 1)) {
                var name = Optional.of(written.get(n).name());
                assertThat(house.restore().restore(backups, name).orElseThrow().backups())
                        .isEqualTo(n + 1);
                house.open();
                assertNothingIsThereByHalf(house, before.get(n));
                house.shut();
            }
            house.open();
        }
    }

    private static void assertNothingIsThereByHalf(House house, int least) {
        var there = house.everything().stream()
                .filter(r -> r.id().type().equals("Patient"))
                .count();
        assertThat(there).isGreaterThanOrEqualTo(least);
        assertThat(house.everything()).hasSize((int) (2 * there));
        var marks = house.store.marks("seen").count();
        assertThat(marks).isBetween(there - 1, there);
        assertThat(house.store.marks("seen"))
                .allMatch(mark ->
                        house.store.get(new ResourceId("Patient", mark.key())).isPresent());
        assertThat(search(house, "Patient")).hasSize((int) there);
    }

    @Test
    void who_was_erased_stays_erased_after_the_restore_of_an_older_backup() throws IOException {
        try (var house = house()) {
            house.admit("erin", FAMILY);
            house.admit("fay", "Common");
            house.file(
                    "users.json",
                    "{\"users\":[{\"login\":\"erin\",\"name\":\"" + FAMILY + "\",\"patient\":\"erin\"},"
                            + "{\"login\":\"fay\",\"patient\":\"fay\"},{\"login\":\"o.sample\"}]}");
            var old = house.backups().write(backups, Kind.FULL).orElseThrow();
            var _ = house.store.erase("erin", house.index::forget).orElseThrow();
            house.shut();
            assertThat(house.restore().restore(backups, Optional.of(old.name())))
                    .isInstanceOf(Outcome.Success.class);
            house.open();
            assertThat(house.everything()).extracting(StoredResource::patient).containsOnly(Optional.of("fay"));
            assertThat(search(house, "Patient")).containsExactly(new ResourceId("Patient", "fay"));
            assertThat(house.store.marks("seen"))
                    .singleElement()
                    .extracting(m -> m.key())
                    .isEqualTo("fay");
            assertThat(house.data.resolve("users.json"))
                    .content()
                    .contains("\"fay\"", "o.sample")
                    .doesNotContain("\"erin\"", FAMILY);
            house.shut();
            // The folder before the restore and the backups themselves included.
            assertThat(holding(FAMILY)).isEmpty();
            house.open();
        }
    }

    @Test
    void a_message_that_waited_waits_again_unless_an_erasure_ended_its_key() throws IOException {
        try (var house = house()) {
            for (var message : List.of("a1", "b2")) {
                var _ = house.keys.forMessage(message);
                house.file("quarantine/" + message + ".json", "{}");
                house.file("quarantine/" + message + ".sealed", "sealed");
            }
            var _ = house.backups().write(backups, Kind.FULL).orElseThrow();
            house.keys.destroy(house.keys.messagesBut(Set.of("a1")));
            house.shut();
            assertThat(house.restore().restore(backups, Optional.empty())).isInstanceOf(Outcome.Success.class);
            try (var files = Files.list(house.data.resolve("quarantine"))) {
                assertThat(files.map(file -> file.getFileName().toString()))
                        .containsExactlyInAnyOrder("a1.json", "a1.sealed");
            }
            house.open();
        }
    }

    /** The files that hold a text, whatever they are. */
    private List<Path> holding(String text) throws IOException {
        try (var files = Files.walk(folder)) {
            var found = new ArrayList<Path>();
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                if (bytes.contains(text)) {
                    found.add(file);
                }
            }
            return found;
        }
    }

    @Test
    void an_old_file_of_keys_does_not_bring_back_whom_a_later_backup_knows_as_erased() throws IOException {
        try (var house = new House(folder, Optional.empty())) {
            house.admit("erin", FAMILY);
            house.admit("fay", "Common");
            house.shut();
            var old = Files.readAllBytes(house.data.resolve("keys/records.keys"));
            house.open();
            var _ = house.store.erase("erin", house.index::forget).orElseThrow();
            var _ = house.backups().write(backups, Kind.FULL).orElseThrow();
            house.shut();
            Files.write(house.data.resolve("keys/records.keys"), old);
            assertThat(house.restore().restore(backups, Optional.empty())).isInstanceOf(Outcome.Success.class);
            house.open();
            assertThat(house.keys.ofPatient("erin")).isEmpty();
            assertThat(house.keys.ofPatient("fay")).isPresent();
        }
    }

    @Test
    void a_lost_folder_comes_back_with_the_copy_of_the_keys_and_without_any_copy_nothing_does() throws IOException {
        try (var house = house()) {
            house.admit("erin", "Common");
            var _ = house.backups().write(backups, Kind.FULL).orElseThrow();
            var everything = house.everything();
            house.shut();
            Files.move(house.data, folder.resolve("lost"));
            Files.move(copy, folder.resolve("hidden"));
            assertThat(house.restore().restore(backups, Optional.empty()))
                    .isInstanceOfSatisfying(
                            Outcome.Failure.class,
                            failure -> assertThat(failure.fault()).isInstanceOf(Fault.NotFound.class));
            assertThat(house.data).doesNotExist();
            Files.move(folder.resolve("hidden"), copy);
            assertThat(house.restore().restore(backups, Optional.empty())).isInstanceOf(Outcome.Success.class);
            house.open();
            assertThat(house.everything()).isEqualTo(everything);
        }
    }

    @Test
    void no_bit_of_a_backup_can_be_changed_and_nothing_is_replaced_when_one_was() throws IOException {
        try (var house = house()) {
            house.admit("erin", "Common");
            var first = house.backups().write(backups, Kind.FULL).orElseThrow();
            house.admit("fay", "Common");
            var second = house.backups().write(backups, Kind.INCREMENTAL).orElseThrow();
            house.shut();
            List<Path> files;
            try (var found = Files.walk(backups)) {
                files = found.filter(Files::isRegularFile)
                        .filter(file -> !file.endsWith("vault"))
                        .toList();
            }
            assertThat(files).hasSize(6);
            for (var file : files) {
                var good = Files.readAllBytes(file);
                var bad = good.clone();
                bad[bad.length / 2] ^= 1;
                Files.write(file, bad);
                assertThat(house.restore().restore(backups, Optional.empty()))
                        .as(file.toString())
                        .isInstanceOf(Outcome.Failure.class);
                Files.write(file, good);
            }
            assertThat(folder.resolve("data.restoring")).doesNotExist();
            Files.move(backups.resolve(first.name()), folder.resolve("elsewhere"));
            assertThat(house.restore().verify(backups, Optional.of(second.name())))
                    .isEqualTo(Outcome.failed(new Fault.NotFound("the backup " + first.name())));
            house.open();
            assertThat(house.everything()).hasSize(4);
        }
    }

    @Test
    void a_running_node_is_not_restored_and_a_missing_folder_is_told() {
        try (var house = house()) {
            house.admit("erin", "Common");
            var _ = house.backups().write(backups, Kind.FULL).orElseThrow();
            assertThatThrownBy(() -> house.restore().restore(backups, Optional.empty()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("in use");
            assertThat(house.restore().verify(folder.resolve("none"), Optional.empty()))
                    .isEqualTo(Outcome.failed(new Fault.NotFound("the folder of backups")));
            assertThat(house.restore().verify(folder.resolve("authority"), Optional.empty()))
                    .isEqualTo(Outcome.failed(new Fault.NotFound("a backup in this folder")));
        }
    }
}
