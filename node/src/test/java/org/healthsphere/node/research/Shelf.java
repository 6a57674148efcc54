package org.healthsphere.node.research;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.memory.InMemoryResourceStore;
import org.healthsphere.specs.Bytes;

/** A store in memory, with short words for putting things on it. */
final class Shelf {
    final InMemoryResourceStore store = new InMemoryResourceStore(() -> Instant.parse("2026-03-01T08:00:00Z"));

    void put(String type, String id, String patient, String json) {
        commit(new Commit.Write.Put(
                new ResourceId(type, id), OptionalLong.empty(), Optional.of(patient), Bytes.utf8(json)));
    }

    void delete(String type, String id) {
        commit(new Commit.Write.Delete(new ResourceId(type, id), OptionalLong.empty()));
    }

    private void commit(Commit.Write write) {
        var _ = store.commit(Commit.of(write));
    }
}
