package org.healthsphere.node.store.ignite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ignite.IgniteCache;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.node.store.keys.KeyRing;

/**
 * Where the newest version of each resource lies, and the marks. Derived from the log, so it is written lazily: what came last is
 * held in memory and goes to its caches in batches, together with the number of the last commit that has gone.
 *
 * <p>A resource goes by a name that tells nothing.
 */
final class Directory {
    /** No resource has this name: under it is the last commit that the caches reflect. */
    private static final UUID FLUSHED = new UUID(0, 0);

    private static final int BATCH = 4_096;
    private static final int KNOWN = 50_000;

    private final KeyRing keys;
    private final IgniteCache<UUID, Long> heads;
    private final MarkSpaces spaces;
    private final Map<ResourceId, Long> newHeads = new ConcurrentHashMap<>();
    /** Of the heads in the cache, those asked for lately. */
    private final Cache<ResourceId, Long> known =
            Caffeine.newBuilder().maximumSize(KNOWN).executor(Runnable::run).build();

    private final Map<String, Map<String, Optional<Mark>>> newMarks = new ConcurrentHashMap<>();
    private final List<Long> markCommits = new ArrayList<>();
    private int pendingMarks;
    private volatile boolean pinned;

    Directory(Engine engine, KeyRing keys) {
        this.keys = keys;
        this.heads = engine.cache("heads");
        this.spaces = new MarkSpaces(engine, keys);
    }

    /** The last commit that needs no replay. */
    long flushed() {
        return Optional.ofNullable(heads.get(FLUSHED)).orElse(0L);
    }

    /** Where the newest version lies, packed; {@link Location#NONE} when there is none. */
    long head(ResourceId id) {
        var recent = newHeads.get(id);
        return recent != null ? recent : Objects.requireNonNull(known.get(id, this::kept));
    }

    private long kept(ResourceId id) {
        return Optional.ofNullable(heads.get(name(id))).orElse(Location.NONE);
    }

    private UUID name(ResourceId id) {
        return keys.name(id.toString());
    }

    Optional<Mark> mark(String space, String key) {
        var recent = newMarks.getOrDefault(space, Map.of()).get(key);
        return recent != null ? recent : spaces.get(space, key);
    }

    Stream<Mark> marks(String space) {
        var all = new TreeMap<String, Mark>();
        spaces.all(space).forEach(mark -> all.put(mark.key(), mark));
        newMarks.getOrDefault(space, Map.of())
                .forEach((key, value) -> value.ifPresentOrElse(v -> all.put(key, v), () -> all.remove(key)));
        return all.values().stream();
    }

    MarkSpaces spaces() {
        return spaces;
    }

    /** Takes in what a commit wrote. */
    void apply(List<Chunk> commit) {
        commit.forEach(this::applyHeads);
        var first = commit.getFirst();
        first.marks().forEach(this::apply);
        if (first.entries().isEmpty() && commit.size() == 1) {
            markCommits.add(first.change());
        }
    }

    /** Takes in where the resources of a chunk lie. */
    void applyHeads(Chunk chunk) {
        chunk.entries()
                .forEach(entry -> newHeads.put(entry.id(), chunk.location(entry).packed()));
    }

    private void apply(MarkChange mark) {
        newMarks.computeIfAbsent(mark.space(), _ -> new ConcurrentHashMap<>()).put(mark.key(), mark.value());
        pendingMarks++;
    }

    boolean isFull() {
        return !pinned && newHeads.size() + pendingMarks >= BATCH;
    }

    /** While it is pinned, the caches stay as they are. */
    void pin(boolean on) {
        pinned = on;
    }

    /** Writes everything to the caches; after it, the commits that held nothing but marks are no longer needed. */
    List<Long> flush(long lastChange) {
        newMarks.forEach(spaces::put);
        if (!newHeads.isEmpty()) {
            var named = new TreeMap<UUID, Long>();
            newHeads.forEach((id, at) -> named.put(name(id), at));
            heads.putAll(named);
            // Only now: until then what is new is found before what is known.
            known.invalidateAll(newHeads.keySet());
        }
        heads.put(FLUSHED, lastChange);
        newHeads.clear();
        newMarks.clear();
        pendingMarks = 0;
        var forgettable = List.copyOf(markCommits);
        markCommits.clear();
        return forgettable;
    }

    /** Forgets resources for good; everything must have been flushed. */
    void forget(Collection<ResourceId> ids) {
        Set<UUID> names = ids.stream().map(this::name).collect(Collectors.toSet());
        heads.removeAll(names);
        known.invalidateAll(ids);
    }
}
