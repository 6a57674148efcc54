package org.healthsphere.node.store.ignite;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.ignite.IgniteCache;

/**
 * The commits in their order, the one truth of the store.
 *
 * <p>The first chunk of a commit is put last and by itself: while it is not there, the commit is not, whatever else is.
 */
final class ChunkLog {
    private static final long UNPACKED_BYTES = 48L << 20;
    private static final int AN_ENTRY = 200;

    private final IgniteCache<Long, byte[]> chunks;
    private final Cache<Long, Chunk> unpacked = Caffeine.newBuilder()
            .maximumWeight(UNPACKED_BYTES)
            .<Long, Chunk>weigher((_, chunk) ->
                    chunk.raw().length() + AN_ENTRY * chunk.entries().size())
            .executor(Runnable::run)
            .build();

    ChunkLog(Engine engine) {
        this.chunks = engine.cache("chunks");
    }

    /** Durable on return. */
    void append(long change, List<Chunk> commit) {
        if (commit.size() > 1) {
            var rest = new TreeMap<Long, byte[]>();
            for (var i = 1; i < commit.size(); i++) {
                rest.put(Location.key(change, i), ChunkFormat.write(commit.get(i)));
            }
            chunks.putAll(rest);
        }
        chunks.put(Location.key(change, 0), ChunkFormat.write(commit.getFirst()));
        for (var i = 0; i < commit.size(); i++) {
            unpacked.put(Location.key(change, i), commit.get(i));
        }
    }

    Chunk.Entry entry(Location location) {
        return chunk(location).entries().get(location.slot());
    }

    Chunk chunk(Location location) {
        return find(location.change(), location.chunk())
                .orElseThrow(() -> new IllegalStateException("the store lacks a chunk that its directory names"));
    }

    /** The chunks of a commit; none when there is no such commit, or it has been forgotten. */
    List<Chunk> commit(long change) {
        return find(change, 0).stream()
                .flatMap(first -> Stream.concat(
                        Stream.of(first),
                        IntStream.range(1, first.chunks()).mapToObj(i -> chunk(new Location(change, i, 0)))))
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

    private Optional<Chunk> find(long change, int chunk) {
        var key = Location.key(change, chunk);
        var known = unpacked.getIfPresent(key);
        if (known != null) {
            return Optional.of(known);
        }
        var stored = Optional.ofNullable(chunks.get(key)).map(ChunkFormat::read);
        stored.ifPresent(c -> unpacked.put(key, c));
        return stored;
    }
}
