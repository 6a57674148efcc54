package org.healthsphere.node.store.ignite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.ignite.IgniteCache;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/**
 * The commits in their order, the one truth of the store.
 *
 * <p>The first chunk of a commit is put last and by itself: while it is not there, the commit is not, whatever else is.
 */
final class ChunkLog {
    private static final long UNPACKED_BYTES = 48L << 20;
    private static final int AN_ENTRY = 200;

    private final IgniteCache<Long, byte[]> chunks;
    private final KeyRing keys;
    private final Cache<Long, Chunk> unpacked = Caffeine.newBuilder()
            .maximumWeight(UNPACKED_BYTES)
            .<Long, Chunk>weigher(
                    (_, chunk) -> chunk.weight() + AN_ENTRY * chunk.entries().size())
            .executor(Runnable::run)
            .build();

    ChunkLog(Engine engine, KeyRing keys) {
        this.chunks = engine.cache("chunks");
        this.keys = keys;
    }

    /** Durable on return. */
    void append(long change, List<Chunk> commit) {
        put(change, written(commit));
        remember(change, commit);
    }

    /** A commit as it is stored. */
    List<Bytes> written(List<Chunk> commit) {
        return commit.stream()
                .map(chunk -> Bytes.of(ChunkFormat.write(chunk, keys)))
                .toList();
    }

    /** Puts a commit as it is stored; durable on return. */
    void put(long change, List<Bytes> commit) {
        if (commit.size() > 1) {
            var rest = new TreeMap<Long, byte[]>();
            for (var i = 1; i < commit.size(); i++) {
                rest.put(Location.key(change, i), commit.get(i).array());
            }
            chunks.putAll(rest);
        }
        chunks.put(Location.key(change, 0), commit.getFirst().array());
    }

    /** Spares the unpacking of what was just put. */
    void remember(long change, List<Chunk> commit) {
        for (var i = 0; i < commit.size(); i++) {
            unpacked.put(Location.key(change, i), commit.get(i));
        }
    }

    /** A commit as it is stored; nothing when there is no such commit, or it has been forgotten. */
    Optional<List<Bytes>> stored(long change) {
        List<Bytes> all =
                stored(change, change).map(entry -> Bytes.of(entry.getValue())).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all);
    }

    /** When a commit was made, in milliseconds; 0 when there is no such commit, or it has been forgotten. */
    long time(long change) {
        return Optional.ofNullable(chunks.get(Location.key(change, 0)))
                .map(ChunkFormat::time)
                .orElse(0L);
    }

    /** Takes a commit away that nobody has seen. */
    void remove(long change) {
        var first = chunks.get(Location.key(change, 0));
        if (first != null) {
            chunks.remove(Location.key(change, 0));
            for (var i = 1; i < ChunkFormat.chunks(first); i++) {
                chunks.remove(Location.key(change, i));
            }
        }
    }

    /** What lies there, unless it was erased. */
    Optional<Chunk.Entry> entry(Location location) {
        return find(location.change(), location.chunk()).flatMap(chunk -> chunk.entry(location.slot()));
    }

    /** Where a version lies and those before it, as far back as nothing was erased. */
    Stream<Long> chain(long newest) {
        return Stream.iterate(
                newest,
                at -> at != Location.NONE && entry(Location.of(at)).isPresent(),
                at -> entry(Location.of(at)).map(Chunk.Entry::previous).orElse(Location.NONE));
    }

    /** The chunks of a commit; none when there is no such commit, or it has been forgotten. */
    List<Chunk> commit(long change) {
        return find(change, 0).stream()
                .flatMap(first -> Stream.concat(
                        Stream.of(first),
                        IntStream.range(1, first.chunks()).boxed().flatMap(i -> find(change, i).stream())))
                .toList();
    }

    /** The chunks of the commits in a range, ends included, in their order. */
    Stream<Chunk> commits(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().flatMap(change -> commit(change).stream());
    }

    /** The chunks of the commits up to this one, the newest first. */
    Stream<Chunk> commitsBack(long last) {
        return LongStream.iterate(last, change -> change > 0, change -> change - 1)
                .boxed()
                .flatMap(change -> commit(change).reversed().stream());
    }

    /** Removes commits that hold no resource and whose marks are kept elsewhere. */
    void forget(Collection<Long> changes) {
        Set<Long> keys = changes.stream().map(c -> Location.key(c, 0)).collect(Collectors.toSet());
        chunks.removeAll(keys);
        unpacked.invalidateAll(keys);
    }

    /** The places of the chunks in a range of commits for which any of their keys is one of these. */
    List<Long> sealedBy(long first, long last, IntPredicate key) {
        List<Long> found = new ArrayList<>();
        stored(first, last).forEach(entry -> {
            if (ChunkFormat.keys(entry.getValue()).stream().anyMatch(key::test)) {
                found.add(entry.getKey());
            }
        });
        return found;
    }

    /** The chunks of a range of commits as they are stored, by their places, in the order of both. */
    Stream<Map.Entry<Long, byte[]>> stored(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().flatMap(change -> {
            var begin = Optional.ofNullable(chunks.get(Location.key(change, 0)));
            var count = begin.map(ChunkFormat::chunks).orElse(0);
            return IntStream.range(0, count).boxed().flatMap(i -> {
                var place = Location.key(change, i);
                var bytes = i == 0 ? begin : Optional.ofNullable(chunks.get(place));
                return bytes.stream().map(b -> Map.entry(place, b));
            });
        });
    }

    /** Puts a chunk in its place as another log has stored it. */
    void restore(long place, byte[] stored) {
        chunks.put(place, stored);
    }

    /** The chunk at a place, from what is stored. */
    Chunk read(long place) {
        return ChunkFormat.read(
                Optional.ofNullable(chunks.get(place)).orElseThrow(() -> new IllegalStateException("no such chunk")),
                keys);
    }

    /** Writes a chunk anew, without what was erased. */
    void rewrite(long place, Chunk chunk) {
        chunks.put(place, ChunkFormat.write(chunk, keys));
        unpacked.invalidate(place);
    }

    private Optional<Chunk> find(long change, int chunk) {
        var key = Location.key(change, chunk);
        var known = unpacked.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        var stored = Optional.ofNullable(chunks.get(key)).map(bytes -> ChunkFormat.read(bytes, keys));
        stored.ifPresent(c -> unpacked.put(key, c));
        return stored;
    }
}
