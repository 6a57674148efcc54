package org.healthsphere.node.store.memory;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.Stamp;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The reference: it keeps every promise of the store but to survive the process. */
public final class InMemoryResourceStore implements ResourceStore {
    private final InstantSource clock;
    private final Map<ResourceId, List<StoredResource>> versions = new HashMap<>();
    private final List<StoredResource> changes = new ArrayList<>();
    private final Map<String, NavigableMap<String, Bytes>> marks = new HashMap<>();
    private long lastChange;

    public InMemoryResourceStore(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public synchronized Outcome<List<StoredResource>> commit(Commit commit) {
        var refusal = refusal(commit);
        if (refusal.isPresent()) {
            return Outcome.failed(refusal.get());
        }
        lastChange++;
        var now = Stamp.time(clock.instant());
        var written = commit.writes().stream()
                .map(write -> Versions.next(write, get(write.id()), lastChange, now))
                .toList();
        written.forEach(this::keep);
        commit.marks().forEach(this::keep);
        return Outcome.of(written);
    }

    private Optional<Fault> refusal(Commit commit) {
        return Versions.refusal(
                commit, this::get, mark -> mark(mark.space(), mark.key()).isPresent());
    }

    private void keep(StoredResource resource) {
        versions.computeIfAbsent(resource.id(), _ -> new ArrayList<>()).addFirst(resource);
        changes.add(resource);
    }

    private void keep(Mark mark) {
        var _ = marks.computeIfAbsent(mark.space(), _ -> new TreeMap<>()).put(mark.key(), mark.value());
    }

    @Override
    public synchronized Optional<StoredResource> get(ResourceId id) {
        return history(id).stream().findFirst();
    }

    @Override
    public synchronized Optional<StoredResource> version(ResourceId id, long version) {
        return history(id).stream().filter(r -> r.version() == version).findFirst();
    }

    @Override
    public synchronized List<StoredResource> history(ResourceId id) {
        return List.copyOf(versions.getOrDefault(id, List.of()));
    }

    @Override
    public synchronized Optional<Bytes> mark(String space, String key) {
        return Optional.ofNullable(spaceOf(space).get(key));
    }

    @Override
    public synchronized Stream<Mark> marks(String space) {
        return spaceOf(space).entrySet().stream().map(e -> new Mark(space, e.getKey(), e.getValue())).toList().stream();
    }

    private NavigableMap<String, Bytes> spaceOf(String space) {
        return marks.getOrDefault(space, new TreeMap<>());
    }

    @Override
    public synchronized void putMark(Mark mark) {
        lastChange++;
        keep(mark);
    }

    @Override
    public synchronized void removeMark(String space, String key) {
        lastChange++;
        var _ = spaceOf(space).remove(key);
    }

    @Override
    public boolean available() {
        return true;
    }

    @Override
    public synchronized long lastChange() {
        return lastChange;
    }

    @Override
    public synchronized Stream<StoredResource> changesAfter(long change) {
        return changes.stream().filter(r -> r.change() > change).toList().stream();
    }

    @Override
    public synchronized Stream<StoredResource> changesUpTo(long change) {
        return changes.reversed().stream().filter(r -> r.change() <= change).toList().stream();
    }

    @Override
    public void close() {}
}
