package org.healthsphere.node.store.ignite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.cache.CacheException;
import org.apache.ignite.IgniteException;
import org.healthsphere.node.cluster.Consensus;
import org.healthsphere.node.cluster.ReplicatedLog;
import org.healthsphere.node.store.Commit;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.Commit.Write.Put;
import org.healthsphere.node.store.Erased;
import org.healthsphere.node.store.Mentions;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ResourceStore;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.Versions;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The durable store: a log of commits in chunks, and a directory derived from it, in an Ignite server of its own in this process.
 * It is the whole node's, or one of several copies that agree on one log.
 *
 * <p>One commit is written at a time. It is seen from the moment in which its number becomes {@link #lastChange()}: a reader that
 * finds a newer version in the directory steps back along the versions to what was there.
 */
public final class IgniteResourceStore implements ResourceStore {
    private static final Logger LOG = LoggerFactory.getLogger(IgniteResourceStore.class);

    private final Engine engine;
    private final KeyRing keys;
    private final NextCommit next;
    private final ChunkLog log;
    private final Directory directory;
    private final Seen seen;
    private final Journal journal;
    private final ReentrantLock writing = new ReentrantLock();
    /** Held by who copies or erases: nothing is taken away from under a copy. */
    private final ReentrantLock whole = new ReentrantLock();

    private volatile boolean broken;

    private IgniteResourceStore(
            Engine engine, KeyRing keys, InstantSource clock, boolean forgetting, Function<Parts, Journal> journal) {
        this.engine = engine;
        this.keys = keys;
        this.log = new ChunkLog(engine, keys);
        this.directory = new Directory(engine, keys);
        this.seen = new Seen(log, directory, forgetting);
        this.next = new NextCommit(new Owners(keys), seen, clock);
        this.journal = journal.apply(new Parts(log, directory, keys, seen, next));
    }

    /** What a journal writes to. */
    record Parts(ChunkLog log, Directory directory, KeyRing keys, Seen seen, NextCommit next) {}

    /**
     * Opens what is in the directory, or begins there; every commit that was ever answered is there.
     *
     * @param keys those that it was begun with; closed with the store
     */
    public static IgniteResourceStore open(IgniteSettings settings, KeyRing keys, InstantSource clock) {
        if (Files.exists(settings.shared())) {
            throw new IllegalStateException(
                    "this store is one of several copies, and alone it may lack what was acknowledged");
        }
        createFolder(settings.directory());
        return Engine.under(settings, engine -> {
            var store = new IgniteResourceStore(engine, keys, clock, true, OwnJournal::new);
            store.seen.replay();
            return store;
        });
    }

    private static void createFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The same as one of several copies.
     *
     * @param joining begins to agree with the others on this log
     */
    public static CopiedStore openCopy(
            IgniteSettings settings, KeyRing keys, InstantSource clock, Function<ReplicatedLog, Consensus> joining) {
        var made = new AtomicReference<SharedJournal>();
        createFolder(settings.shared());
        var store = Engine.under(
                settings,
                engine -> new IgniteResourceStore(engine, keys, clock, false, parts -> {
                    var journal = SharedJournal.of(parts, joining);
                    made.set(journal);
                    return journal;
                }));
        return new CopiedStore(store, made.get());
    }

    @Override
    public Outcome<List<StoredResource>> commit(Commit commit) {
        return writing(() -> {
            var current = Versions.current(commit, this::get);
            var refusal = refusal(commit, current);
            return refusal.isPresent() ? Outcome.failed(refusal.get()) : write(commit, current);
        });
    }

    private Optional<Fault> refusal(Commit commit, Map<ResourceId, Optional<StoredResource>> current) {
        return Versions.refusal(
                commit,
                id -> current.getOrDefault(id, Optional.empty()),
                mark -> directory.mark(mark.space(), mark.key()).isPresent());
    }

    private Outcome<List<StoredResource>> write(Commit commit, Map<ResourceId, Optional<StoredResource>> current) {
        var change = next.change();
        var now = next.now();
        var packing = next.packing(now, commit.marks().stream().map(next::set).toList());
        List<StoredResource> written = new ArrayList<>(commit.writes().size());
        for (var write : commit.writes()) {
            var version = Versions.next(write, current.getOrDefault(write.id(), Optional.empty()), change, now);
            written.add(version);
            var _ = packing.add(version, directory.head(write.id()));
        }
        journal.append(packing.chunks());
        return Outcome.of(written);
    }

    private <T> Outcome<T> writing(Supplier<Outcome<T>> work) {
        writing.lock();
        try {
            if (!available()) {
                return Outcome.failed(new Fault.Unavailable("store"));
            }
            var refusal = journal.refusal();
            return refusal.isPresent() ? Outcome.failed(refusal.get()) : work.get();
        } catch (Journal.Unsettled e) {
            return Outcome.failed(e.fault());
        } catch (IgniteException | CacheException e) {
            broken = true;
            LOG.error(
                    "the store is unavailable until it is opened again: {}",
                    e.getClass().getName());
            return Outcome.failed(new Fault.Unavailable("store"));
        } catch (UncheckedIOException e) {
            // Keys or what is derived could not be written. Nothing is half done: a commit begins with its keys.
            LOG.error(
                    "a file beside the store cannot be written: {}",
                    e.getClass().getName());
            return Outcome.failed(new Fault.Unavailable("a file beside the store"));
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

    /** From the newest version that is committed back to the first, or to where something was erased. */
    private Stream<StoredResource> versions(ResourceId id) {
        var visible = seen.lastChange();
        return Stream.iterate(
                        entry(directory.head(id)),
                        Optional::isPresent,
                        entry -> entry(entry.orElseThrow().previous()))
                .map(entry -> entry.orElseThrow().resource())
                .filter(resource -> resource.change() <= visible);
    }

    private Optional<Chunk.Entry> entry(long at) {
        return at == Location.NONE ? Optional.empty() : log.entry(Location.of(at));
    }

    @Override
    public Optional<Bytes> mark(String space, String key) {
        return directory.mark(space, key).map(Mark::value);
    }

    @Override
    public Stream<Mark> marks(String space) {
        return directory.marks(space);
    }

    @Override
    public void putMark(Mark mark) {
        changeMark(() -> next.set(mark));
    }

    @Override
    public void removeMark(String space, String key) {
        changeMark(() -> {
            var patient = directory.mark(space, key).flatMap(Mark::patient);
            return new MarkChange(next.owners().keyOf(patient), space, key, Optional.empty());
        });
    }

    private void changeMark(Supplier<MarkChange> mark) {
        var _ = writing(() -> {
                    var change = mark.get();
                    journal.append(next.of(change));
                    return Outcome.of(change);
                })
                .orElseThrow();
    }

    @Override
    public Outcome<Erased> erase(String patient, Consumer<Set<ResourceId>> derived) {
        return alone(() -> writing(() -> {
            var own = keys.ofPatient(patient);
            var refusal = journal.refusalToErase();
            if (own.isEmpty() || refusal.isPresent()) {
                return Outcome.failed(refusal.orElseGet(() -> new Fault.NotFound("a record of this patient")));
            }
            var shared = new Erasing(log, directory, keys, seen.lastChange()).sharedWith(patient);
            var condemned = new TreeSet<>(Set.of(own.getAsInt()));
            shared.values().forEach(condemned::addAll);
            var masked = shared.entrySet().stream()
                    .filter(e -> isKept(e.getKey(), patient))
                    .filter(e -> mask(e.getKey(), patient, e.getValue()))
                    .count();
            var gone = journal.erase(own.getAsInt(), condemned, derived);
            return Outcome.of(new Erased(own.getAsInt(), gone.size(), (int) masked));
        }));
    }

    /** Whether the resource is in somebody else's record now, or in nobody's. */
    private boolean isKept(ResourceId id, String patient) {
        return entry(directory.head(id))
                .filter(head -> !head.resource().patient().equals(Optional.of(patient)))
                .isPresent();
    }

    /** Writes it anew under a new key, without the patient; what is there was sealed with a key that is to end. */
    private boolean mask(ResourceId id, String patient, Set<Integer> sealedBy) {
        var head = entry(directory.head(id)).orElseThrow();
        if (sealedBy.contains(head.sealedBy())) {
            keys.renewShared(id.toString());
            var json = Mentions.without(head.resource().json(), patient);
            var commit =
                    Commit.of(new Put(id, OptionalLong.empty(), head.resource().patient(), json));
            var _ = write(commit, Versions.current(commit, this::get)).orElseThrow();
        }
        return true;
    }

    @Override
    public long erasures() {
        return seen.erasures();
    }

    @Override
    public void endErasures(Consumer<Set<ResourceId>> derived) {
        whole.lock();
        writing.lock();
        try {
            journal.endErasures(derived);
        } finally {
            writing.unlock();
            whole.unlock();
        }
    }

    /** Ends keys for good that nothing in the store is sealed with; on return they are at no process any more. */
    public void destroy(Set<Integer> ended) {
        var _ = writing(() -> {
                    journal.destroy(ended);
                    return Outcome.of(ended);
                })
                .orElseThrow();
    }

    private <T> Outcome<T> alone(Supplier<Outcome<T>> work) {
        whole.lock();
        try {
            return work.get();
        } finally {
            whole.unlock();
        }
    }

    /**
     * Copies all marks, and what was committed after this change; the number of the last commit that is in the copy. All that was
     * answered before the call is in it, and of what came later nothing by half. Others write meanwhile.
     */
    public Outcome<Long> copy(long after, StoreCopy to) {
        return alone(() -> {
            var last = writing(() -> Outcome.of(seen.pin()));
            return last.map(cut -> {
                copyMarks(to);
                log.stored(after + 1, cut).forEach(chunk -> to.chunk(chunk.getKey(), chunk.getValue()));
                return cut;
            });
        });
    }

    private void copyMarks(StoreCopy to) {
        try {
            for (var space : directory.spaces().names()) {
                directory.spaces().stored(space).forEach(e -> to.mark(space, e.getKey(), e.getValue()));
            }
        } finally {
            directory.pin(false);
        }
    }

    /**
     * Makes a store of copies, in an empty directory; what was sealed with keys that are no more is not in it.
     *
     * @param last the number of the last commit of the copies
     * @param keys closed when it is done
     */
    public static void restore(IgniteSettings settings, long last, KeyRing keys, Consumer<StoreCopy> copies) {
        try (keys;
                var engine = Engine.start(settings)) {
            var restoring = new Restoring(engine, keys);
            copies.accept(restoring);
            restoring.end(last);
        }
    }

    @Override
    public boolean available() {
        return !broken && !engine.failed();
    }

    @Override
    public long lastChange() {
        return seen.lastChange();
    }

    @Override
    public Stream<StoredResource> changesAfter(long change) {
        return log.commits(change + 1, seen.lastChange())
                .flatMap(chunk -> chunk.entries().stream().map(Chunk.Entry::resource));
    }

    @Override
    public Stream<StoredResource> changesUpTo(long change) {
        return log.commitsBack(Math.min(change, seen.lastChange()))
                .flatMap(chunk -> chunk.entries().reversed().stream().map(Chunk.Entry::resource));
    }

    @Override
    public void close() {
        writing.lock();
        try {
            if (available()) {
                seen.flush();
            }
            broken = true;
        } finally {
            engine.close();
            keys.close();
            writing.unlock();
        }
    }
}
