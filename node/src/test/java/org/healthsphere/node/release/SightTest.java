package org.healthsphere.node.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Write;
import org.healthsphere.node.store.ReleaseFilter;
import org.healthsphere.node.store.ReleaseFilter.Hidden;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.junit.jupiter.api.Test;

class SightTest {
    private static final ResourceId ID = new ResourceId("Observation", "o");
    private static final Coding LABEL = new Coding("urn:labels", "HIV");

    private final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.parse("2026-03-01T12:00:00Z"));
    private final Sight sight = new Sight(
            store,
            new ReleaseFilter(Optional.empty(), Map.of("p", new Hidden(false, Set.of(), Set.of(LABEL), Set.of()))));

    private StoredResource put(boolean labelled) {
        var label = "\"meta\":{\"security\":[{\"system\":\"urn:labels\",\"code\":\"HIV\"}]}";
        return store.commit(Commit.of(new Write.Put(
                        ID, OptionalLong.empty(), Optional.of("p"), Bytes.utf8("{" + (labelled ? label : "") + "}"))))
                .orElseThrow()
                .getFirst();
    }

    private StoredResource delete() {
        return store.commit(Commit.of(new Write.Delete(ID, OptionalLong.empty())))
                .orElseThrow()
                .getFirst();
    }

    @Test
    void what_was_hidden_is_deleted_without_a_sign() {
        var hidden = put(true);
        var deleted = delete();
        assertThat(sight.lets(deleted)).isFalse();
        assertThat(sight.letsVersion(deleted)).isFalse();
        assertThat(sight.letsVersion(hidden)).isFalse();
    }

    @Test
    void what_could_be_seen_may_be_known_to_be_deleted() {
        var seen = put(false);
        assertThat(sight.lets(seen)).isTrue();
        assertThat(sight.letsVersion(delete())).isTrue();
        assertThat(sight.letsVersion(seen)).isTrue();
    }

    @Test
    void what_is_hidden_today_is_hidden_in_its_old_versions() {
        var before = put(false);
        assertThat(sight.letsVersion(before)).isTrue();
        var labelled = put(true);
        assertThat(sight.letsVersion(before)).isFalse();
        assertThat(sight.letsVersion(labelled)).isFalse();
        var after = put(false);
        assertThat(sight.letsVersion(after)).isTrue();
        assertThat(sight.letsVersion(labelled)).isFalse();
    }
}
