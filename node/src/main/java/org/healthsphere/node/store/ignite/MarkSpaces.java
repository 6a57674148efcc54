package org.healthsphere.node.store.ignite;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.cache.Cache;
import org.apache.ignite.IgniteCache;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.keys.KeyRing;
import org.healthsphere.specs.Bytes;

/** The marks in their caches, a cache for each space: under a name that tells nothing, sealed with the key of whom it is about. */
final class MarkSpaces {
    private static final String PREFIX = "marks-";

    private final Engine engine;
    private final KeyRing keys;
    private final Owners owners;
    private final Map<String, IgniteCache<UUID, byte[]>> caches = new ConcurrentHashMap<>();

    MarkSpaces(Engine engine, KeyRing keys) {
        this.engine = engine;
        this.keys = keys;
        this.owners = new Owners(keys);
    }

    Optional<Mark> get(String space, String key) {
        var name = name(space, key);
        return Optional.ofNullable(cache(space).get(name)).flatMap(closed -> open(space, name, closed));
    }

    Stream<Mark> all(String space) {
        return stored(space).flatMap(e -> open(space, e.getKey(), e.getValue()).stream());
    }

    /** The spaces that have ever been used. */
    Set<String> names() {
        var names = new TreeSet<String>();
        engine.cacheNames()
                .filter(name -> name.startsWith(PREFIX))
                .forEach(name -> names.add(name.substring(PREFIX.length())));
        return names;
    }

    /** The marks of a space as they are stored. */
    Stream<Cache.Entry<UUID, byte[]>> stored(String space) {
        return StreamSupport.stream(cache(space).spliterator(), false);
    }

    /** Puts marks in their places as another store has stored them. */
    void restore(String space, Map<UUID, byte[]> stored) {
        cache(space).putAll(new TreeMap<>(stored));
    }

    void put(String space, Map<String, Optional<Mark>> changes) {
        var puts = new TreeMap<UUID, byte[]>();
        var removals = new TreeSet<UUID>();
        changes.forEach((key, value) -> {
            var name = name(space, key);
            value.ifPresentOrElse(mark -> puts.put(name, seal(name, mark)), () -> removals.add(name));
        });
        if (!puts.isEmpty()) {
            cache(space).putAll(puts);
        }
        if (!removals.isEmpty()) {
            cache(space).removeAll(removals);
        }
    }

    /** Removes all that is sealed with one of these keys. */
    int removeSealedBy(Set<Integer> gone) {
        var removed = 0;
        for (var space : names()) {
            var names = new TreeSet<UUID>();
            stored(space).filter(e -> gone.contains(sealedBy(e.getValue()))).forEach(e -> names.add(e.getKey()));
            cache(space).removeAll(names);
            removed += names.size();
        }
        return removed;
    }

    static int sealedBy(byte[] stored) {
        return ByteBuffer.wrap(stored).getInt();
    }

    private UUID name(String space, String key) {
        return keys.name(space + " " + key);
    }

    private byte[] seal(UUID name, Mark mark) {
        try {
            var bytes = new ByteArrayOutputStream();
            var out = new DataOutputStream(bytes);
            out.writeUTF(mark.key());
            out.writeUTF(mark.patient().orElse(""));
            out.write(mark.value().array());
            var key = owners.keyOf(mark.patient());
            var closed = keys.seal(key, bytes.toByteArray(), context(mark.space(), name));
            return ByteBuffer.allocate(Integer.BYTES + closed.length)
                    .putInt(key)
                    .put(closed)
                    .array();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<Mark> open(String space, UUID name, byte[] stored) {
        var closed = Arrays.copyOfRange(stored, Integer.BYTES, stored.length);
        return keys.open(sealedBy(stored), closed, context(space, name)).map(plain -> {
            try {
                var in = new DataInputStream(new ByteArrayInputStream(plain));
                var key = in.readUTF();
                var patient = Optional.of(in.readUTF()).filter(p -> !p.isEmpty());
                return new Mark(space, key, Bytes.of(in.readAllBytes()), patient);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static byte[] context(String space, UUID name) {
        return Bytes.utf8(space + " " + name).array();
    }

    private IgniteCache<UUID, byte[]> cache(String space) {
        return caches.computeIfAbsent(space, s -> engine.cache(PREFIX + s, "marks"));
    }
}
