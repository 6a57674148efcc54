package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreQuarantineTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    private Path folder;

    private final Seal seal = new AesSeal(new SecretKeySpec(new byte[32], "AES"), new SecureRandom());
    private final ResourceStore store = new InMemoryResourceStore(() -> FIRST);

    @Test
    void the_oldest_comes_first_and_a_repetition_keeps_its_place() {
        var quarantine = new StoreQuarantine(store, seal);
        var old = quarantine.put("v2", "north", Bytes.utf8("one"), "broken", FIRST);
        var young = quarantine.put("v2", "north", Bytes.utf8("two"), "broken", SECOND);
        var again = quarantine.put("v2", "north", Bytes.utf8("one"), "still broken", SECOND);
        assertThat(again).isEqualTo(new Quarantine.Entry(old.id(), "v2", "north", FIRST, "still broken"));
        var another = new StoreQuarantine(store, seal);
        assertThat(another.list()).isEqualTo(List.of(again, young));
        assertThat(another.raw(young.id())).contains(Bytes.utf8("two"));
    }

    @Test
    void the_message_cannot_be_read_in_the_store() {
        var _ = new StoreQuarantine(store, seal).put("v2", "north", Bytes.utf8("PID|Nobody"), "broken", FIRST);
        try (var marks = store.marks("quarantine")) {
            assertThat(marks.map(mark -> mark.value().utf8()))
                    .singleElement()
                    .satisfies(value -> assertThat(value).doesNotContain("Nobody"));
        }
    }

    @Test
    void what_is_removed_is_gone_and_a_strange_name_is_nothing() {
        var quarantine = new StoreQuarantine(store, seal);
        var entry = quarantine.put("v2", "north", Bytes.utf8("raw"), "broken", FIRST);
        quarantine.remove(entry.id());
        quarantine.remove("another");
        assertThat(quarantine.list()).isEmpty();
        assertThat(quarantine.raw(entry.id())).isEmpty();
        assertThat(quarantine.raw("")).isEmpty();
    }

    @Test
    void what_waited_in_a_folder_is_taken_in_once_for_ever() {
        var before = new FolderQuarantine(folder, seal);
        var entry = before.put("v2", "north", Bytes.utf8("raw"), "broken", FIRST);
        var quarantine = new StoreQuarantine(store, seal);
        quarantine.moveFrom(before);
        assertThat(quarantine.list()).containsExactly(entry);
        quarantine.remove(entry.id());
        quarantine.moveFrom(before);
        assertThat(quarantine.list()).isEmpty();
    }
}
