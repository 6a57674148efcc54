package org.healthsphere.node.store.ignite;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.ignite.IgniteCache;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;
import org.healthsphere.specs.Bytes;

/**
 * Where the newest version of each resource lies, and the marks. Derived from the log, so it is written lazily: what came last is
 * held in memory and goes to its caches in batches, together with the number of the last commit that has gone.
 */
final class Directory {
    /** No resource has this name: under it is the last commit that the caches reflect. */
    private static final String FLUSHED = "";

    private static final int BATCH = 4_096;

    private final Engine engine;
    private final IgniteCache<String, Long> heads;
    private final Map<String, Long> newHeads = new ConcurrentHashMap<>();
    private final Map<String, IgniteCache<String, byte[]>> spaces = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Optional<Bytes>>> newMarks = new ConcurrentHashMap<>();
    private final List<Long> markCommits = new ArrayList<>();
    private int pendingMarks;

    Directory(Engine engine) {
        this.engine = engine;
        this.heads = engine.cache("heads");
    }

    /** The last commit that needs no replay. */
    long flushed() {
        return Optional.ofNullable(heads.get(FLUSHED)).orElse(0L);
    }

    /** Where the newest version lies, packed; {@link Location#NONE} when there is none. */
    long head(ResourceId id) {
        var key = id.toString();
        var recent = newHeads.get(key);
        return recent != null ? recent : Optional.ofNullable(heads.get(key)).orElse(Location.NONE);
    }

    Optional<Bytes> mark(String space, String key) {
        var recent = newMarks.getOrDefault(space, Map.of()).get(key);
        return recent != null
                ? recent
                : Optional.ofNullable(space(space).get(key)).map(Bytes::of);
    }

    Stream<Mark> marks(String space) {
        var all = new TreeMap<String, Bytes>();
        for (var entry : space(space)) {
            all.put(entry.getKey(), Bytes.of(entry.getValue()));
        }
        newMarks.getOrDefault(space, Map.of())
                .forEach((key, value) -> value.ifPresentOrElse(v -> all.put(key, v), () -> all.remove(key)));
        return all.entrySet().stream().map(e -> new Mark(space, e.getKey(), e.getValue()));
    }

    /** Takes in what a commit wrote. */
    void apply(List<Chunk> commit) {
        for (var i = 0; i < commit.size(); i++) {
            var chunk = commit.get(i);
            for (var slot = 0; slot < chunk.entries().size(); slot++) {
                newHeads.put(chunk.entries().get(slot).id().toString(), new Location(chunk.change(), i, slot).packed());
            }
        }
        var first = commit.getFirst();
        first.marks().forEach(this::apply);
        if (first.entries().isEmpty()) {
            markCommits.add(first.change());
        }
    }

    private void apply(MarkChange mark) {
        newMarks.computeIfAbsent(mark.space(), _ -> new ConcurrentHashMap<>()).put(mark.key(), mark.value());
        pendingMarks++;
    }

    boolean isFull() {
        return newHeads.size() + pendingMarks >= BATCH;
    }

    /** Writes everything to the caches; after it, the commits that held nothing but marks are no longer needed. */
    List<Long> flush(long lastChange) {
        newMarks.forEach(this::flush);
        if (!newHeads.isEmpty()) {
            heads.putAll(new TreeMap<>(newHeads));
        }
        heads.put(FLUSHED, lastChange);
        newHeads.clear();
        newMarks.clear();
        pendingMarks = 0;
        var forgettable = List.copyOf(markCommits);
        markCommits.clear();
        return forgettable;
    }

    private void flush(String space, Map<String, Optional<Bytes>> changes) {
        var puts = new TreeMap<String, byte[]>();
        var removals = new TreeSet<String>();
        changes.forEach((key, value) -> value.ifPresentOrElse(v -> puts.put(key, v.array()), () -> removals.add(key)));
        if (!puts.isEmpty()) {
            space(space).putAll(puts);
        }
        if (!removals.isEmpty()) {
            space(space).removeAll(removals);
        }
    }

    private IgniteCache<String, byte[]> space(String space) {
        return spaces.computeIfAbsent(space, s -> engine.cache("marks-" + s, "marks"));
    }
}
