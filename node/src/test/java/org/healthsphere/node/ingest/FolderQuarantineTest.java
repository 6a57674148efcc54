package org.healthsphere.node.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderQuarantineTest {
    private static final Instant FIRST = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant SECOND = Instant.parse("2026-01-02T00:00:00Z");

    @TempDir
    Path folder;

    @Test
    void what_is_put_is_there_after_a_restart() {
        var entry = quarantine().put("v2", "north", Bytes.utf8("raw"), "broken", FIRST);

        assertThat(quarantine().list()).containsExactly(entry);
        assertThat(quarantine().raw(entry.id())).contains(Bytes.utf8("raw"));
    }

    @Test
    void the_oldest_comes_first_and_a_repetition_keeps_its_place() {
        var quarantine = quarantine();
        var old = quarantine.put("v2", "north", Bytes.utf8("one"), "broken", FIRST);
        var young = quarantine.put("v2", "north", Bytes.utf8("two"), "broken", SECOND);
        var again = quarantine.put("v2", "north", Bytes.utf8("one"), "still broken", SECOND);

        assertThat(again).isEqualTo(new Quarantine.Entry(old.id(), "v2", "north", FIRST, "still broken"));
        assertThat(quarantine.list()).isEqualTo(List.of(again, young));
    }

    @Test
    void the_message_cannot_be_read_on_disk() throws IOException {
        assertThat(quarantine()
                        .put("v2", "north", Bytes.utf8("PID|Nobody"), "broken", FIRST)
                        .id())
                .isNotEmpty();

        try (var files = Files.list(folder)) {
            assertThat(files)
                    .hasSize(2)
                    .allSatisfy(f ->
                            assertThat(f).content(StandardCharsets.ISO_8859_1).doesNotContain("Nobody"));
        }
    }

    @Test
    void an_altered_message_is_not_handed_out() throws IOException {
        var quarantine = quarantine();
        var entry = quarantine.put("v2", "north", Bytes.utf8("raw"), "broken", FIRST);
        var file = folder.resolve(entry.id() + ".sealed");
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> quarantine.raw(entry.id())).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void what_is_removed_is_gone_and_a_strange_name_is_nothing() {
        var quarantine = quarantine();
        var entry = quarantine.put("v2", "north", Bytes.utf8("raw"), "broken", FIRST);
        quarantine.remove(entry.id());
        quarantine.remove("../" + entry.id());

        assertThat(quarantine.list()).isEmpty();
        assertThat(quarantine.raw(entry.id())).isEmpty();
        assertThat(quarantine.raw("../secret")).isEmpty();
    }

    private Quarantine quarantine() {
        return new FolderQuarantine(folder, new AesSeal(new SecretKeySpec(new byte[32], "AES"), new SecureRandom()));
    }
}
