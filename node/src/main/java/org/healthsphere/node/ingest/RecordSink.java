package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Where records go, and what ingest must know of what is there. */
public interface RecordSink {
    /**
     * Writes all or nothing; durable on return. The number of resources written.
     *
     * <p>{@link org.healthsphere.specs.Fault.Conflict} when a mark exists already,
     * {@link org.healthsphere.specs.Fault.VersionMismatch} when a resource is no longer the one that was expected.
     */
    Outcome<Integer> store(Commit commit);

    /** The current version, unless it is deleted. */
    Optional<StoredResource> current(ResourceId id);

    /** What the current version says, to be read and never changed. */
    default Optional<ObjectNode> says(ResourceId id) {
        return current(id).map(resource -> Json.tree(resource.json()));
    }

    /** The number of the newest commit. */
    long lastChange();

    Optional<Bytes> mark(String space, String key);

    /** Close it. */
    Stream<Commit.Mark> marks(String space);
}
