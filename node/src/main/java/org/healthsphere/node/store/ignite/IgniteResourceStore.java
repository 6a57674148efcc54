package org.healthsphere.node.store.ignite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.Stamp;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable store: a log of commits in chunks, and a directory derived from it, in an Ignite server of its own in this process.
 *
 * <p>One commit is written at a time. It is seen from the moment in which its number becomes {@link #lastChange()}: a reader that
 * finds a newer version in the directory steps back along the versions to what was there.
 */
public final class IgniteResourceStore implements ResourceStore {
    private static final Logger LOG = LoggerFactory.getLogger(IgniteResourceStore.class);

    private final InstantSource clock;
    private final Engine engine;
    private final ChunkLog log;
    private final Directory directory;
    private final ReentrantLock writing = new ReentrantLock();
    private volatile long lastChange;
    private volatile boolean broken;

    private IgniteResourceStore(InstantSource clock, Engine engine) {
        this.clock = clock;
        this.engine = engine;
        this.log = new ChunkLog(engine);
        this.directory = new Directory(engine);
    }

    /** Opens what is in the directory, or begins there; every commit that was ever answered is there. */
    public static IgniteResourceStore open(IgniteSettings settings, InstantSource clock) {
        try {
            Files.createDirectories(settings.directory());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var store = new IgniteResourceStore(clock, Engine.start(settings));
        store.replay();
        return store;
    }

    /** Brings the directory up to date with the log. */
    private void replay() {
        var last = directory.flushed();
        for (var commit = log.commit(last + 1); !commit.isEmpty(); commit = log.commit(last + 1)) {
            directory.apply(commit);
            last++;
        }
        lastChange = last;
    }

    @Override
    public Outcome<List<StoredResource>> commit(Commit commit) {
        return writing(() -> {
            var refusal = refusal(commit);
            return refusal.isPresent() ? Outcome.failed(refusal.get()) : write(commit);
        });
    }

    private Optional<Fault> refusal(Commit commit) {
        return Versions.refusal(
                commit,
                this::get,
                mark -> directory.mark(mark.space(), mark.key()).isPresent());
    }

    private Outcome<List<StoredResource>> write(Commit commit) {
        var change = lastChange + 1;
        var now = Stamp.time(clock.instant());
        var packing = new Packing(
                change, now, commit.marks().stream().map(MarkChange::set).toList());
        List<StoredResource> written = new ArrayList<>(commit.writes().size());
        for (var write : commit.writes()) {
            var next = Versions.next(write, get(write.id()), change, now);
            written.add(next);
            var _ = packing.add(next, directory.head(write.id()));
        }
        append(packing.chunks());
        return Outcome.of(written);
    }

    /** The commit is durable when the log has it; only then it becomes visible. */
    private void append(List<Chunk> commit) {
        var change = lastChange + 1;
        log.append(change, commit);
        directory.apply(commit);
        lastChange = change;
        if (directory.isFull()) {
            log.forget(directory.flush(change));
        }
    }

    private <T> Outcome<T> writing(Supplier<Outcome<T>> work) {
        writing.lock();
        try {
            return available() ? work.get() : Outcome.failed(new Fault.Unavailable("store"));
        } catch (IgniteException | CacheException e) {
            broken = true;
            LOG.error(
                    "the store is unavailable until it is opened again: {}",
                    e.getClass().getName());
            return Outcome.failed(new Fault.Unavailable("store"));
        } finally {
            writing.unlock();
        }
    }

    @Override
    public Optional<StoredResource> get(ResourceId id) {
        return versions(id).findFirst();
    }

    @Override
    public Optional<StoredResource> version(ResourceId id, long version) {
        return versions(id)
                .takeWhile(r -> r.version() >= version)
                .filter(r -> r.version() == version)
                .findFirst();
    }

    @Override
    public List<StoredResource> history(ResourceId id) {
        return versions(id).toList();
    }

    /** From the newest version that is committed back to the first. */
    private Stream<StoredResource> versions(ResourceId id) {
        var visible = lastChange;
        return Stream.iterate(directory.head(id), at -> at != Location.NONE, this::previous)
                .map(Location::of)
                .filter(at -> at.change() <= visible)
                .map(at -> log.chunk(at).resource(at.slot()));
    }

    private long previous(long at) {
        return log.entry(Location.of(at)).previous();
    }

    @Override
    public Optional<Bytes> mark(String space, String key) {
        return directory.mark(space, key);
    }

    @Override
    public Stream<Mark> marks(String space) {
        return directory.marks(space);
    }

    @Override
    public void putMark(Mark mark) {
        changeMark(MarkChange.set(mark));
    }

    @Override
    public void removeMark(String space, String key) {
        changeMark(new MarkChange(space, key, Optional.empty()));
    }

    private void changeMark(MarkChange change) {
        var _ = writing(() -> {
                    append(new Packing(lastChange + 1, Stamp.time(clock.instant()), List.of(change)).chunks());
                    return Outcome.of(change);
                })
                .orElseThrow();
    }

    @Override
    public boolean available() {
        return !broken && !engine.failed();
    }

    @Override
    public long lastChange() {
        return lastChange;
    }

    @Override
    public Stream<StoredResource> changesAfter(long change) {
        return log.commits(change + 1, lastChange)
                .flatMap(chunk -> Stream.iterate(0, slot -> slot + 1)
                        .limit(chunk.entries().size())
                        .map(chunk::resource));
    }

    @Override
    public Stream<StoredResource> changesUpTo(long change) {
        return log.commitsBack(Math.min(change, lastChange))
                .flatMap(chunk -> Stream.iterate(chunk.entries().size() - 1, slot -> slot - 1)
                        .limit(chunk.entries().size())
                        .map(chunk::resource));
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (available()) {
                log.forget(directory.flush(lastChange));
            }
            broken = true;
        } finally {
            engine.close();
            writing.unlock();
        }
    }
}
