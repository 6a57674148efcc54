package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.specs.Bytes;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsPvtReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;

/**
 * Private values, beside the blocks: a file of its own, in Fabric's private sets, one record a value. A value counts once a block
 * holds its hash; the record is on disk before that block is.
 */
final class PrivateStore implements AutoCloseable {
    private final Disk disk;
    private final Path path;
    private Records records;
    /** Read from the file and not yet claimed by a block. */
    private final Map<WorldState.PrivateKey, List<Bytes>> found = new HashMap<>();

    private PrivateStore(Disk disk, Path path, Records records) {
        this.disk = disk;
        this.path = path;
        this.records = records;
    }

    static PrivateStore open(Disk disk, Path path) throws IOException {
        var store = new PrivateStore(disk, path, Records.open(disk, path));
        for (var i = 0; i < store.records.count(); i++) {
            store.load(store.records.get(i));
        }
        return store;
    }

    private void load(byte[] record) throws InvalidProtocolBufferException {
        held(record)
                .forEach(held -> found.computeIfAbsent(held.key(), _ -> new ArrayList<>())
                        .add(held.value()));
    }

    private static List<Held> held(byte[] record) throws InvalidProtocolBufferException {
        List<Held> held = new ArrayList<>();
        for (var set : NsPvtReadWriteSet.parseFrom(record).getCollectionPvtRwsetList()) {
            for (var write : KVRWSet.parseFrom(set.getRwset()).getWritesList()) {
                var key = new Simulation.Private(set.getCollectionName(), write.getKey());
                held.add(new Held(key.hashed(), Bytes.of(write.getValue().toByteArray())));
            }
        }
        return held;
    }

    /** The value that the file has for a hash in a block, if it has it. */
    Optional<Bytes> claim(WorldState.PrivateKey key, ByteString valueHash) {
        return found.getOrDefault(key, List.of()).stream()
                .filter(value ->
                        Simulation.hash(ByteString.copyFrom(value.array())).equals(valueHash))
                .findFirst();
    }

    /** Once all blocks are read, what they do not hold any more leaves the file too. */
    void keepOnly(Predicate<Held> current) throws IOException {
        found.clear();
        rewrite(current);
    }

    /** A value in the file. */
    record Held(WorldState.PrivateKey key, Bytes value) {}

    /**
     * Writes the file anew with these values only, and puts it in the place of the old one at once. If there was nothing to leave
     * out, it stays.
     */
    private void rewrite(Predicate<Held> kept) throws IOException {
        List<byte[]> staying = new ArrayList<>();
        for (var i = 0; i < records.count(); i++) {
            var record = records.get(i);
            if (held(record).stream().allMatch(kept)) {
                staying.add(record);
            }
        }
        if (staying.size() == records.count()) {
            return;
        }
        var fresh = path.resolveSibling(path.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try (var written = Records.open(disk, fresh)) {
            written.append(staying);
        }
        records.close();
        Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        records = Records.open(disk, path);
    }

    void append(List<Map<Simulation.Private, Bytes>> transactions) throws IOException {
        List<byte[]> added = new ArrayList<>();
        for (var values : transactions) {
            values.forEach((key, value) -> added.add(record(key, value)));
        }
        if (!added.isEmpty()) {
            records.append(added);
        }
    }

    private static byte[] record(Simulation.Private key, Bytes value) {
        var write = KVWrite.newBuilder().setKey(key.key()).setValue(ByteString.copyFrom(value.array()));
        return NsPvtReadWriteSet.newBuilder()
                .addCollectionPvtRwset(CollectionPvtReadWriteSet.newBuilder()
                        .setCollectionName(key.collection())
                        .setRwset(KVRWSet.newBuilder().addWrites(write).build().toByteString()))
                .build()
                .toByteArray();
    }

    @Override
    public void close() throws IOException {
        records.close();
    }
}
