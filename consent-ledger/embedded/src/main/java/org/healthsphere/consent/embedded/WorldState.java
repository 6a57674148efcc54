package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.healthsphere.specs.Bytes;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/** What all committed transactions came to. Rebuilt at every start from the blocks, or a snapshot and the blocks after it. */
final class WorldState {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final TreeMap<String, Value> values = new TreeMap<>();
    private final Map<String, List<Past>> history = new HashMap<>();
    private final Map<PrivateKey, Bytes> privates = new HashMap<>();
    private final Map<PrivateKey, Version> hashed = new HashMap<>();

    /**
     * @param policy who must endorse a change of this key; empty: whoever must endorse any other
     */
    record Value(String value, Version version, ByteString policy) {}

    record Past(String transaction, Instant time, String value) {}

    /** A value in a private collection, by the hash of its key as it stands in the block. */
    record PrivateKey(String collection, ByteString keyHash) {}

    <T> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    Optional<Value> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    List<Past> history(String key) {
        return history.getOrDefault(key, List.of()).reversed();
    }

    Optional<Bytes> privateValue(PrivateKey key) {
        return Optional.ofNullable(privates.get(key));
    }

    void keep(PrivateKey key, Bytes value) {
        writing(() -> privates.put(key, value));
    }

    /** Lets go of a private value. */
    void forget(PrivateKey key) {
        writing(() -> privates.remove(key));
    }

    private void writing(Runnable write) {
        lock.writeLock().lock();
        try {
            write.run();
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** When a private value was written last; who holds it does not matter. */
    Optional<Version> privateVersion(PrivateKey key) {
        return Optional.ofNullable(hashed.get(key));
    }

    /** The keys from the first on, up to the second, that one not, with their versions. */
    SortedMap<String, Value> range(String from, String to) {
        return values.subMap(from, to);
    }

    Batch batch() {
        return new Batch();
    }

    /** All of it but the private values, as it is now. */
    StateImage image() {
        return reading(() -> {
            Map<PrivateKey, ByteString> held = new HashMap<>();
            privates.forEach((key, value) -> held.put(key, Simulation.hash(ByteString.copyFrom(value.array()))));
            return new StateImage(new TreeMap<>(values), new HashMap<>(history), held, new HashMap<>(hashed));
        });
    }

    /** Takes the place of nothing: for a state that is empty yet. Private values come beside it. */
    void load(StateImage image) {
        writing(() -> {
            values.putAll(image.values());
            history.putAll(image.history());
            hashed.putAll(image.hashed());
        });
    }

    /** The changes of one block, before it is on disk. */
    final class Batch {
        private final TreeMap<String, Value> changed = new TreeMap<>();
        private final Map<PrivateKey, Optional<Version>> hashes = new HashMap<>();
        private final Map<String, List<Past>> past = new LinkedHashMap<>();

        Optional<Value> get(String key) {
            return Optional.ofNullable(changed.get(key)).or(() -> WorldState.this.get(key));
        }

        /** Whether it still is the version that was read. */
        boolean isCurrent(KVRead read) {
            return get(read.getKey())
                    .map(value -> read.hasVersion() && read.getVersion().equals(value.version()))
                    .orElse(!read.hasVersion());
        }

        /** Whether a private value still is the version that was read. */
        boolean isCurrent(String collection, KVReadHash read) {
            var key = new PrivateKey(collection, read.getKeyHash());
            var version = hashes.containsKey(key) ? hashes.get(key) : privateVersion(key);
            return version.map(v -> read.hasVersion() && read.getVersion().equals(v))
                    .orElse(!read.hasVersion());
        }

        /** Whether a range still holds what was read of it: nothing came, went or changed. */
        boolean isCurrent(RangeQueryInfo range) {
            SortedMap<String, Value> now = new TreeMap<>(range(range.getStartKey(), range.getEndKey()));
            now.putAll(changed.subMap(range.getStartKey(), range.getEndKey()));
            var read = range.getRawReads().getKvReadsList();
            return range.getItrExhausted()
                    && range.hasRawReads()
                    && read.size() == now.size()
                    && read.stream().allMatch(this::isCurrent);
        }

        void apply(Checked transaction, Version version) {
            for (var write : transaction.kv().getWritesList()) {
                var policy = get(write.getKey()).map(Value::policy).orElse(ByteString.EMPTY);
                var value = write.getValue().toStringUtf8();
                changed.put(write.getKey(), new Value(value, version, policy));
                past.computeIfAbsent(write.getKey(), _ -> new ArrayList<>())
                        .add(new Past(transaction.id(), transaction.time(), value));
            }
            for (var write : transaction.kv().getMetadataWritesList()) {
                get(write.getKey())
                        .ifPresent(value -> changed.put(
                                write.getKey(),
                                new Value(
                                        value.value(),
                                        version,
                                        write.getEntries(0).getValue())));
            }
            for (var set : transaction.hashed()) {
                for (var write : set.set().getHashedWritesList()) {
                    hashes.put(
                            new PrivateKey(set.collection(), write.getKeyHash()),
                            write.getIsPurge() || write.getIsDelete() ? Optional.empty() : Optional.of(version));
                }
            }
        }

        void commit() {
            writing(() -> {
                values.putAll(changed);
                past.forEach((key, changes) ->
                        history.computeIfAbsent(key, _ -> new ArrayList<>()).addAll(changes));
                hashes.forEach((key, version) -> {
                    if (version.isPresent()) {
                        hashed.put(key, version.get());
                    } else {
                        hashed.remove(key);
                    }
                });
            });
        }
    }
}
