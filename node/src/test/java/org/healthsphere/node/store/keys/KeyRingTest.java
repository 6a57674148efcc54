package org.healthsphere.node.store.keys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRingTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final byte[] PLAIN = "a record".getBytes(UTF_8);
    private static final byte[] PLACE = "chunk 7".getBytes(UTF_8);

    @TempDir
    private Path folder;

    private final SecureRandom random = new SecureRandom();
    private final SecretBox box = SecretBox.generate(random);
    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("records.keys");
    }

    private KeyRing open(Optional<Path> copy) {
        return KeyRing.open(new KeyRing.Places(file, copy), box, random, () -> NOW);
    }

    private KeyRing open() {
        return open(Optional.empty());
    }

    @Test
    void what_a_patients_key_sealed_opens_after_the_ring_was_closed_and_opened_again() {
        byte[] sealed;
        int key;
        try (var ring = open()) {
            key = ring.forPatient("a");
            sealed = ring.seal(key, PLAIN, PLACE);
            assertThat(ring.forPatient("a")).isEqualTo(key);
            assertThat(ring.forPatient("b")).isNotEqualTo(key);
        }
        try (var ring = open()) {
            assertThat(ring.ofPatient("a")).hasValue(key);
            assertThat(ring.ofPatient("c")).isEqualTo(OptionalInt.empty());
            assertThat(ring.open(key, sealed, PLACE)).contains(PLAIN);
            assertThat(ring.open(KeyRing.NODE, ring.seal(KeyRing.NODE, PLAIN, PLACE), PLACE))
                    .contains(PLAIN);
            assertThatThrownBy(() -> ring.open(KeyRing.NODE, sealed, PLACE)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void a_destroyed_key_opens_nothing_and_its_bytes_are_nowhere_in_the_file() throws IOException {
        try (var ring = open()) {
            var key = ring.forPatient("a");
            var other = ring.forPatient("b");
            var sealed = ring.seal(key, PLAIN, PLACE);
            var slot = slot(key);
            ring.destroy(Set.of(key));
            assertThat(ring.open(key, sealed, PLACE)).isEmpty();
            assertThat(ring.isReadable(key)).isFalse();
            assertThat(ring.isReadable(other)).isTrue();
            assertThat(ring.ofPatient("a")).isEmpty();
            assertThat(ring.destroyed()).containsExactly(key);
            // Nothing but that it was destroyed, what kind it was of and when.
            assertThat(slot(key))
                    .isEqualTo(new Slot(
                                    Slot.State.DESTROYED,
                                    Slot.Kind.PATIENT,
                                    new UUID(0, 0),
                                    NOW.toEpochMilli(),
                                    Bytes.NONE)
                            .bytes());
            assertThat(slot).isNotEqualTo(slot(key));
            assertThat(ring.forPatient("a")).isNotEqualTo(key);
            assertThatThrownBy(() -> ring.seal(key, PLAIN, PLACE)).isInstanceOf(IllegalStateException.class);
        }
        try (var ring = open()) {
            assertThat(ring.destroyed()).hasSize(1);
        }
    }

    private byte[] slot(int number) throws IOException {
        var all = Files.readAllBytes(file);
        return Arrays.copyOfRange(all, number * Slot.BYTES, (number + 1) * Slot.BYTES);
    }

    @Test
    void a_condemned_key_still_opens_and_is_known_as_condemned_after_a_crash() {
        int key;
        byte[] sealed;
        try (var ring = open()) {
            key = ring.forPatient("a");
            sealed = ring.seal(key, PLAIN, PLACE);
            ring.condemn(Set.of(key));
        }
        try (var ring = open()) {
            assertThat(ring.condemned()).containsExactly(key);
            assertThat(ring.open(key, sealed, PLACE)).contains(PLAIN);
            assertThat(ring.ofPatient("a")).isEmpty();
            assertThat(ring.forPatient("a")).isNotEqualTo(key);
        }
    }

    @Test
    void a_renewed_key_takes_the_place_of_the_old_one_which_still_opens() {
        int old;
        int renewed;
        try (var ring = open()) {
            old = ring.forShared("Group/1");
            ring.renewShared("Group/1");
            ring.renewShared("Group/2");
            renewed = ring.forShared("Group/1");
            assertThat(renewed).isNotEqualTo(old);
            assertThat(ring.isReadable(old)).isTrue();
            assertThat(List.of(ring.isShared(old), ring.isShared(renewed), ring.isShared(KeyRing.NODE)))
                    .containsExactly(true, true, false);
        }
        try (var ring = open()) {
            assertThat(ring.forShared("Group/1")).isEqualTo(renewed);
        }
    }

    @Test
    void the_copy_is_the_same_file_and_alone_is_enough() throws IOException {
        var copy = folder.resolve("elsewhere").resolve("copy.keys");
        int before;
        byte[] sealed;
        try (var ring = open()) {
            before = ring.forPatient("a");
            sealed = ring.seal(before, PLAIN, PLACE);
        }
        try (var ring = open(Optional.of(copy))) {
            var _ = ring.forPatient("b");
        }
        assertThat(copy).hasSameBinaryContentAs(file);
        Files.delete(file);
        try (var ring = open(Optional.of(copy))) {
            assertThat(ring.ofPatient("a")).hasValue(before);
            assertThat(ring.open(before, sealed, PLACE)).contains(PLAIN);
        }
        assertThat(copy).hasSameBinaryContentAs(file);
    }

    @Test
    void a_key_that_was_destroyed_in_one_copy_does_not_come_back_from_the_other() throws IOException {
        var old = folder.resolve("old.keys");
        int key;
        try (var ring = open()) {
            key = ring.forPatient("a");
            var _ = ring.forPatient("b");
            Files.copy(file, old);
            ring.destroy(Set.of(key));
        }
        try (var ring = open(Optional.of(old))) {
            assertThat(ring.ofPatient("a")).isEmpty();
            assertThat(ring.isReadable(key)).isFalse();
            assertThat(ring.ofPatient("b")).isPresent();
        }
        assertThat(old).hasSameBinaryContentAs(file);
    }

    @Test
    void the_keys_of_another_node_are_refused() {
        var copy = folder.resolve("foreign.keys");
        KeyRing.open(new KeyRing.Places(copy, Optional.empty()), box, random, () -> NOW)
                .close();
        open().close();
        assertThatThrownBy(() -> open(Optional.of(copy)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not of the same node");
    }

    @Test
    void a_slot_that_a_crash_cut_short_is_used_again() throws IOException {
        int key;
        try (var ring = open()) {
            key = ring.forPatient("a");
            var _ = ring.forPatient("b");
        }
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek((key + 1L) * Slot.BYTES + 64);
            raw.write(new byte[64]);
        }
        try (var ring = open()) {
            assertThat(ring.ofPatient("a")).hasValue(key);
            assertThat(ring.ofPatient("b")).isEmpty();
            assertThat(ring.forPatient("b")).isEqualTo(key + 1);
        }
    }

    @Test
    void only_its_owner_may_read_the_file_and_one_process_at_a_time_uses_it() throws IOException {
        try (var _ = open()) {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(this::open)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("in use");
        }
        Files.write(file, new byte[Slot.BYTES]);
        assertThatThrownBy(this::open)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("not a file of keys");
    }

    @Test
    void the_keys_of_messages_that_wait_no_more_are_told_apart() {
        try (var ring = open()) {
            var waits = ring.forMessage("m1");
            var left = ring.forMessage("m2");
            var _ = ring.forPatient("m3");
            assertThat(ring.messagesBut(Set.of("m1"))).containsExactly(left);
            ring.destroy(ring.messagesBut(Set.of("m1")));
            assertThat(ring.ofMessage("m1")).hasValue(waits);
            assertThat(ring.ofMessage("m2")).isEmpty();
            assertThat(ring.ofPatient("m3")).isPresent();
        }
    }

    @Test
    void names_tell_nothing_and_stay_the_same() {
        UUID name;
        try (var ring = open()) {
            name = ring.name("Patient/a");
            assertThat(name).isNotEqualTo(ring.name("Patient/b"));
            assertThat(ring).hasToString("KeyRing[REDACTED]");
        }
        try (var ring = open()) {
            assertThat(ring.name("Patient/a")).isEqualTo(name);
        }
    }

    private KeyRing another() {
        return KeyRing.open(
                new KeyRing.Places(folder.resolve("other").resolve("records.keys"), Optional.empty()),
                box,
                random,
                () -> NOW);
    }

    @Test
    void a_ring_that_sealed_nothing_yet_becomes_a_copy_of_another() {
        try (var one = open();
                var copy = another()) {
            var key = one.forPatient("ada");
            var sealed = one.seal(key, PLAIN, PLACE);
            copy.take(1, one.slots(1, 100), true);
            assertThat(copy.name("ada")).isEqualTo(one.name("ada"));
            assertThat(copy.ofPatient("ada")).isEqualTo(OptionalInt.of(key));
            assertThat(copy.open(key, sealed, PLACE).orElseThrow()).isEqualTo(PLAIN);
        }
        try (var copy = another();
                var one = open()) {
            assertThat(copy.slots(1, 100)).isEqualTo(one.slots(1, 100));
        }
    }

    @Test
    void a_ring_that_sealed_something_takes_no_keys_of_another_node() {
        try (var one = open();
                var other = another()) {
            assertThatThrownBy(() -> other.take(1, one.slots(1, 100), false)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void the_others_word_counts_on_who_a_key_is_for_and_what_was_destroyed_stays_so() {
        try (var head = open();
                var copy = another()) {
            copy.take(1, head.slots(1, 100), true);
            var lost = copy.forPatient("nobody");
            var ada = head.forPatient("ada");
            assertThat(lost).isEqualTo(ada);
            copy.take(ada, head.slots(ada, 1), false);
            assertThat(copy.ofPatient("nobody")).isEmpty();
            assertThat(copy.ofPatient("ada")).isEqualTo(OptionalInt.of(ada));
            assertThat(copy.open(ada, head.seal(ada, PLAIN, PLACE), PLACE).orElseThrow())
                    .isEqualTo(PLAIN);
            copy.destroy(Set.of(ada));
            copy.take(1, head.slots(1, 100), false);
            assertThat(copy.destroyed()).containsExactly(ada);
            head.take(1, copy.slots(1, 100), false);
            assertThat(head.destroyed()).containsExactly(ada);
            assertThat(head.ofPatient("ada")).isEmpty();
        }
    }
}
