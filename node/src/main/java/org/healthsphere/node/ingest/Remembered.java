package org.healthsphere.node.ingest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * What one attempt at one message has read, read and parsed once: who a patient is, what is written over and what it refers to are
 * mostly the same few resources.
 *
 * <p>What somebody else changes meanwhile is found by the commit, as ever.
 */
final class Remembered implements RecordSink {
    private final RecordSink sink;
    private final Map<ResourceId, Optional<StoredResource>> read = new HashMap<>();
    private final Map<ResourceId, ObjectNode> parsed = new HashMap<>();

    Remembered(RecordSink sink) {
        this.sink = sink;
    }

    @Override
    public Outcome<Integer> store(Commit commit) {
        return sink.store(commit);
    }

    @Override
    public Optional<StoredResource> current(ResourceId id) {
        return read.computeIfAbsent(id, sink::current);
    }

    @Override
    public Optional<ObjectNode> says(ResourceId id) {
        return current(id).map(resource -> parsed.computeIfAbsent(id, _ -> Json.tree(resource.json())));
    }

    @Override
    public long lastChange() {
        return sink.lastChange();
    }

    @Override
    public Optional<Bytes> mark(String space, String key) {
        return sink.mark(space, key);
    }

    @Override
    public Stream<Commit.Mark> marks(String space) {
        return sink.marks(space);
    }
}
