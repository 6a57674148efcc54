package org.healthsphere.node.ingest.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Ingest;
import org.healthsphere.node.ingest.IngestReport;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.RecordSink;
import org.healthsphere.node.ingest.StoreSink;
import org.healthsphere.node.ingest.WatchedFolder;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFolderTest {
    private static final String HEADER = "diagnosis_id,mrn,code,system\n";

    @TempDir
    Path temp;

    private final TableFeed feed = new TableFeed();
    private Path in;
    private Kit kit;

    @BeforeEach
    void open() throws IOException {
        in = Files.createDirectories(temp.resolve("in"));
        kit = new Kit(temp.resolve("quarantine"), feed);
    }

    @Test
    void a_file_that_is_durable_is_moved_away() throws IOException {
        put(
                "diagnoses-1.csv",
                HEADER + "d1,7,A,ICD-10\n",
                WatchedFolder.QUIET.plusSeconds(1).toSeconds());

        assertThat(folder(kit.ingest).sweep()).isEqualTo(1);

        assertThat(kit.all("Condition")).hasSize(1);
        assertThat(files()).containsExactly("done/diagnoses-1.csv");
        assertThat(folder(kit.ingest).sweep()).isZero();
    }

    @Test
    void a_file_that_is_being_written_or_is_none_of_the_tables_is_left_alone() throws IOException {
        put("diagnoses-1.csv", HEADER + "d1,7,A,ICD-10\n", 0);
        put("diagnoses-1.csv.part", HEADER, 60);
        put("notes.txt", "x", 60);

        assertThat(folder(kit.ingest).sweep()).isZero();
        assertThat(files()).containsExactly("diagnoses-1.csv", "diagnoses-1.csv.part", "notes.txt");
    }

    @Test
    void a_file_that_cannot_be_read_goes_aside_with_the_reason_and_does_not_keep_the_next() throws IOException {
        put("diagnoses-1.csv", "diagnosis_id,mrn\nsecret,7\n", 60);
        put("diagnoses-2.csv", HEADER + "d2,7,A,ICD-10\n", 60);

        assertThat(folder(kit.ingest).sweep()).isEqualTo(1);

        assertThat(files())
                .containsExactly("done/diagnoses-2.csv", "refused/diagnoses-1.csv", "refused/diagnoses-1.csv.reason");
        assertThat(in.resolve("refused/diagnoses-1.csv.reason"))
                .hasContent("column code: is missing in table diagnoses; give it, or name it among the optional columns"
                        + " of the table's mapping");
    }

    @Test
    void a_node_that_died_in_a_file_goes_on_where_it_was_and_takes_each_row_once() throws IOException {
        put("diagnoses-1.csv", HEADER + rows(1600), 60);
        var commits = new AtomicInteger();
        var dying = kit.over(new Dying(new StoreSink(kit.store), commits, 2), List.of(feed));

        assertThatThrownBy(() -> folder(dying).sweep()).hasMessage("the machine is gone");
        assertThat(kit.all("Condition")).hasSize(1000);
        assertThat(files()).containsExactly("diagnoses-1.csv");

        var restarted = kit.restarted();
        assertThat(folder(restarted).sweep()).isEqualTo(1);
        assertThat(kit.current("Condition")).hasSize(1600).allMatch(r -> r.version() == 1);
        assertThat(restarted.report()).isEqualTo(new IngestReport(1600, 1600, 0));
        assertThat(restarted.coverage("north").repeated()).isEqualTo(2);
    }

    @Test
    void when_the_store_cannot_take_it_the_file_stays_for_later() throws IOException {
        put("diagnoses-1.csv", HEADER + "d1,7,A," + Kit.LOCAL + "\n", 60);
        kit.terminology.available(false);
        assertThat(folder(kit.ingest).sweep()).isZero();
        assertThat(files()).containsExactly("diagnoses-1.csv");

        kit.terminology.available(true);
        assertThat(folder(kit.ingest).sweep()).isEqualTo(1);
    }

    @Test
    void of_two_patterns_the_longer_one_tells() {
        var place = new CsvFolder.Place(in, Map.of("*.csv", "labs", "diagnoses-*.csv", "diagnoses"), CsvForm.USUAL);

        assertThat(place.table("diagnoses-1.csv")).contains("diagnoses");
        assertThat(place.table("other.csv")).contains("labs");
        assertThat(place.table("other.txt")).isEmpty();
    }

    private static String rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "d%d,%d,A,ICD-10\n".formatted(i, i % 40))
                .collect(Collectors.joining());
    }

    private CsvFolder folder(Ingest ingest) {
        var place = new CsvFolder.Place(in, Map.of("diagnoses-*.csv", "diagnoses"), CsvForm.USUAL);
        return new CsvFolder(place, new Intake(ingest, "north"), feed, InstantSource.fixed(Kit.CLOCK.instant()));
    }

    private void put(String name, String text, long secondsAgo) throws IOException {
        var file = Files.writeString(in.resolve(name), text);
        Files.setLastModifiedTime(file, FileTime.from(Kit.CLOCK.instant().minusSeconds(secondsAgo)));
    }

    private List<String> files() throws IOException {
        try (var files = Files.walk(in)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> in.relativize(f).toString())
                    .sorted()
                    .toList();
        }
    }

    /** A sink that takes so many commits, and then the machine is gone. */
    private record Dying(RecordSink inner, AtomicInteger commits, int most) implements RecordSink {
        @Override
        public Outcome<Integer> store(Commit commit) {
            // An error, since a mere defect would set the rows aside.
            if (commits.incrementAndGet() > most) {
                throw new AssertionError("the machine is gone");
            }
            return inner.store(commit);
        }

        @Override
        public Optional<StoredResource> current(ResourceId id) {
            return inner.current(id);
        }

        @Override
        public long lastChange() {
            return inner.lastChange();
        }

        @Override
        public Optional<Bytes> mark(String space, String key) {
            return inner.mark(space, key);
        }

        @Override
        public Stream<Commit.Mark> marks(String space) {
            return inner.marks(space);
        }
    }
}
