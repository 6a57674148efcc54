package org.healthsphere.node.processes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.access.Shelf;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file of one process, as the store and an operator change it. */
class CommonFileTest {
    private static final Bytes OLD = Bytes.utf8("as it was");
    private static final Bytes EDITED = Bytes.utf8("as somebody wrote it");

    private final Shelf stored =
            new StoredShelf(new InMemoryResourceStore(() -> Instant.parse("2026-01-01T00:00:00Z")), "apps.json");
    private final List<Handed> handed = new ArrayList<>();
    private boolean led = true;

    @TempDir
    private Path folder;

    private Path path = Path.of("apps.json");
    private CommonFile file = opened();

    @BeforeEach
    void open() {
        path = folder.resolve("apps.json");
        file = opened();
    }

    private CommonFile opened() {
        return CommonFile.ofApps(path, stored, this::take);
    }

    private boolean take(Handed what) {
        handed.add(what);
        if (led) {
            stored.write(what.after());
        }
        return led;
    }

    private Bytes inFile() throws Exception {
        return Bytes.of(Files.readAllBytes(path));
    }

    private static Handed apps(Bytes before, Bytes after) {
        return new Handed(Handed.Kind.APPS, before, after);
    }

    @Test
    void what_is_in_the_store_stands_in_the_file() throws Exception {
        file.look();
        assertThat(path).doesNotExist();
        stored.write(OLD);
        file.look();
        assertThat(inFile()).isEqualTo(OLD);
        assertThat(handed).isEmpty();
    }

    @Test
    void what_somebody_writes_is_brought_to_who_leads_with_what_was_there() throws Exception {
        stored.write(OLD);
        file.look();
        Files.write(path, EDITED.array());
        file.look();
        file.look();
        assertThat(handed).containsExactly(apps(OLD, EDITED));
        assertThat(stored.read()).contains(EDITED);
    }

    @Test
    void it_is_brought_again_until_somebody_takes_it() throws Exception {
        stored.write(OLD);
        file.look();
        Files.write(path, EDITED.array());
        led = false;
        file.look();
        assertThat(inFile()).as("not lost meanwhile").isEqualTo(EDITED);
        led = true;
        file.look();
        assertThat(handed).containsExactly(apps(OLD, EDITED), apps(OLD, EDITED));
    }

    @Test
    void what_was_written_while_the_process_was_away_is_brought_with_what_was_there() throws Exception {
        stored.write(OLD);
        file.look();
        Files.write(path, EDITED.array());
        opened().look();
        assertThat(handed).containsExactly(apps(OLD, EDITED));
    }

    @Test
    void a_file_of_the_time_of_one_process_is_brought_whole() throws Exception {
        Files.write(path, OLD.array());
        file.look();
        assertThat(handed).containsExactly(apps(Bytes.NONE, OLD));
    }
}
