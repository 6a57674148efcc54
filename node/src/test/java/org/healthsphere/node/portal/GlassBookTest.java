package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.healthsphere.node.release.Identities;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class GlassBookTest {
    private static final Instant NOW = Instant.parse("2026-03-03T10:15:00Z");

    private final SecureRandom random = new SecureRandom();
    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> NOW);
    private final GlassBook book = book();

    private GlassBook book() {
        return new GlassBook(store, Identities.of("north").secretBox("broken glass"), random);
    }

    @Test
    void a_glass_is_found_by_its_id_also_after_a_restart() {
        var glass = book.add("ann", "user-1", "Unconscious after a fall", NOW);
        assertThat(glass.id()).matches("[0-9a-f]{32}");
        assertThat(book().find(glass.id())).contains(glass);
        assertThat(book.find("another")).isEmpty();
    }

    @Test
    void those_of_a_patient_come_newest_first() {
        var first = book.add("ann", "user-1", "Unconscious after a fall", NOW);
        var _ = book.add("bea", "user-1", "Somebody else", NOW);
        var second = book.add("ann", "user-2", "Once more", NOW.plus(Duration.ofMinutes(1)));
        assertThat(book.of("ann")).containsExactly(second, first);
        assertThat(book.of("nobody")).isEmpty();
    }

    @Test
    void the_words_are_sealed_and_tied_to_their_id() {
        var glass = book.add("annabella", "user-1", "Unconscious after a fall", NOW);
        var other = book.add("bea", "user-2", "Somebody else", NOW);
        var sealed = store.mark("broken-glass", glass.id()).orElseThrow();
        assertThat(new String(sealed.array(), StandardCharsets.ISO_8859_1))
                .doesNotContain("Unconscious")
                .doesNotContain("annabella")
                .doesNotContain("user-1");
        store.putMark(new Mark("broken-glass", other.id(), Bytes.of(sealed.array())));
        assertThatThrownBy(() -> book.find(other.id())).isInstanceOf(RuntimeException.class);
    }

    @Test
    void a_glass_prints_its_id_alone() {
        var glass = book.add("ann", "user-1", "Unconscious after a fall", NOW);
        assertThat(glass).hasToString("Glass[" + glass.id() + "]");
    }
}
