package org.healthsphere.node.release;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Erased;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** A store in which there is, and ever was, only what the naive gate permits. It is read only. */
final class OnlyPermitted implements ResourceStore {
    private final ResourceStore whole;
    private final NaiveGate naive;

    OnlyPermitted(ResourceStore whole, NaiveGate naive) {
        this.whole = whole;
        this.naive = naive;
    }

    private boolean isThere(StoredResource version) {
        return naive.showsEver(whole, version);
    }

    @Override
    public Optional<StoredResource> get(ResourceId id) {
        return whole.get(id).filter(this::isThere);
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, long version) {
        return whole.version(id, version).filter(this::isThere);
    }

    @Override
    public List<StoredResource> history(ResourceId id) {
        return whole.history(id).stream().filter(this::isThere).toList();
    }

    @Override
    public Stream<StoredResource> changesAfter(long change) {
        return whole.changesAfter(change).filter(this::isThere);
    }

    @Override
    public Stream<StoredResource> changesUpTo(long change) {
        return whole.changesUpTo(change).filter(this::isThere);
    }

    @Override
    public long lastChange() {
        return whole.lastChange();
    }

    @Override
    public long erasures() {
        return whole.erasures();
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public Optional<Bytes> mark(String space, String key) {
        return whole.mark(space, key);
    }

    @Override
    public Stream<Commit.Mark> marks(String space) {
        return whole.marks(space);
    }

    @Override
    public void putMark(Commit.Mark mark) {
        whole.putMark(mark);
    }

    @Override
    public void removeMark(String space, String key) {
        whole.removeMark(space, key);
    }

    @Override
    public Outcome<List<StoredResource>> commit(Commit commit) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public Outcome<Erased> erase(String patient, Consumer<Set<ResourceId>> derived) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public void endErasures(Consumer<Set<ResourceId>> derived) {
        throw new UnsupportedOperationException("read only");
    }

    @Override
    public void close() {
        // The whole store is another's.
    }
}
