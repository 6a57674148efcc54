package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    private final Records records;
    /** Read from the file and not yet claimed by a block. */
    private final Map<WorldState.PrivateKey, List<Bytes>> found = new HashMap<>();

    private PrivateStore(Records records) {
        this.records = records;
    }

    static PrivateStore open(Path path) throws IOException {
        var store = new PrivateStore(Records.open(path));
        for (var i = 0; i < store.records.count(); i++) {
            store.load(store.records.get(i));
        }
        return store;
    }

    private void load(byte[] record) throws InvalidProtocolBufferException {
        for (var set : NsPvtReadWriteSet.parseFrom(record).getCollectionPvtRwsetList()) {
            for (var write : KVRWSet.parseFrom(set.getRwset()).getWritesList()) {
                var key = new Simulation.Private(set.getCollectionName(), write.getKey());
                found.computeIfAbsent(key.hashed(), _ -> new ArrayList<>())
                        .add(Bytes.of(write.getValue().toByteArray()));
            }
        }
    }

    /** The value that the file has for a hash in a block, if it has it. */
    Optional<Bytes> claim(WorldState.PrivateKey key, ByteString valueHash) {
        return found.getOrDefault(key, List.of()).stream()
                .filter(value ->
                        Simulation.hash(ByteString.copyFrom(value.array())).equals(valueHash))
                .findFirst();
    }

    /** Once all blocks are read, what no block has claimed counts for nothing. */
    void forgetUnclaimed() {
        found.clear();
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
