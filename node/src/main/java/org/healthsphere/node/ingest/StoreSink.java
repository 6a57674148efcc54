package org.healthsphere.node.ingest;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** Records go to the node's store. */
public final class StoreSink implements RecordSink {
    private final ResourceStore store;

    public StoreSink(ResourceStore store) {
        this.store = store;
    }

    @Override
    public Outcome<Integer> store(Commit commit) {
        return store.commit(commit).map(List::size);
    }

    @Override
    public Optional<StoredResource> current(ResourceId id) {
        return store.get(id).filter(r -> !r.deleted());
    }

    @Override
    public long lastChange() {
        return store.lastChange();
    }

    @Override
    public Optional<Bytes> mark(String space, String key) {
        return store.mark(space, key);
    }

    @Override
    public Stream<Commit.Mark> marks(String space) {
        return store.marks(space);
    }
}
