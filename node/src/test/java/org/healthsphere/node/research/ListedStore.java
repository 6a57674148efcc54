package org.healthsphere.node.research;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** A list of versions, in the order in which they were written. */
final class ListedStore implements ResourceStore {
    private final List<StoredResource> versions = new ArrayList<>();
    private long change;

    void put(String type, String id, String patient, String json) {
        var _ = commit(Commit.of(new Commit.Write.Put(
                new ResourceId(type, id), OptionalLong.empty(), Optional.of(patient), Bytes.utf8(json))));
    }

    void delete(String type, String id) {
        var _ = commit(Commit.of(new Commit.Write.Delete(new ResourceId(type, id), OptionalLong.empty())));
    }

    @Override
    public Outcome<List<StoredResource>> commit(Commit commit) {
        change++;
        var written = commit.writes().stream().map(this::next).toList();
        versions.addAll(written);
        return Outcome.of(written);
    }

    private StoredResource next(Commit.Write write) {
        var before = get(write.id());
        var version = before.map(StoredResource::version).orElse(0L) + 1;
        return switch (write) {
            case Commit.Write.Put put ->
                new StoredResource(put.id(), version, change, Instant.EPOCH, put.patient(), false, put.json());
            case Commit.Write.Delete delete ->
                new StoredResource(
                        delete.id(),
                        version,
                        change,
                        Instant.EPOCH,
                        before.flatMap(StoredResource::patient),
                        true,
                        Bytes.NONE);
        };
    }

    @Override
    public Optional<StoredResource> get(ResourceId id) {
        return history(id).stream().findFirst();
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, long version) {
        return history(id).stream().filter(known -> known.version() == version).findFirst();
    }

    @Override
    public List<StoredResource> history(ResourceId id) {
        return versions.stream().filter(known -> known.id().equals(id)).toList().reversed();
    }

    @Override
    public Optional<Bytes> mark(String space, String key) {
        return Optional.empty();
    }

    @Override
    public Stream<Commit.Mark> marks(String space) {
        return Stream.empty();
    }

    @Override
    public void putMark(Commit.Mark mark) {
        change++;
    }

    @Override
    public void removeMark(String space, String key) {
        change++;
    }

    @Override
    public long lastChange() {
        return change;
    }

    @Override
    public Stream<StoredResource> changesAfter(long after) {
        return versions.stream().filter(known -> known.change() > after).toList().stream();
    }

    @Override
    public void close() {}
}
