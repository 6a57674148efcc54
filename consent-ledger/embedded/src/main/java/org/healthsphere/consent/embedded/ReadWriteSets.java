package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.util.Comparator;
import java.util.List;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;

/**
 * Compares what a transaction read and wrote, in whatever order it stands there. What was private is not in a block: that something
 * was written there under this key is compared, what it was is not.
 */
final class ReadWriteSets {
    private ReadWriteSets() {}

    /** Whether both did the same in this namespace, and wrote in no other; what was read elsewhere is the peer's affair. */
    static boolean same(String namespace, ByteString one, ByteString other) throws InvalidProtocolBufferException {
        return only(namespace, one).equals(only(namespace, other));
    }

    private static List<NsReadWriteSet> only(String namespace, ByteString results)
            throws InvalidProtocolBufferException {
        var sets = TxReadWriteSet.parseFrom(results).getNsRwsetList();
        for (var set : sets) {
            if (!set.getNamespace().equals(namespace) && writes(set)) {
                throw new InvalidProtocolBufferException("writes where it should not");
            }
        }
        var own = sets.stream()
                .filter(set -> set.getNamespace().equals(namespace))
                .toList();
        return own.size() == 1 ? List.of(inOrder(own.getFirst())) : List.of();
    }

    static boolean writes(NsReadWriteSet set) throws InvalidProtocolBufferException {
        var kv = KVRWSet.parseFrom(set.getRwset());
        return kv.getWritesCount() + kv.getMetadataWritesCount() + set.getCollectionHashedRwsetCount() > 0;
    }

    private static NsReadWriteSet inOrder(NsReadWriteSet set) throws InvalidProtocolBufferException {
        var ordered = set.toBuilder()
                .setRwset(inOrder(KVRWSet.parseFrom(set.getRwset())).toByteString());
        ordered.clearCollectionHashedRwset();
        for (var collection : set.getCollectionHashedRwsetList().stream()
                .sorted(Comparator.comparing(CollectionHashedReadWriteSet::getCollectionName))
                .toList()) {
            ordered.addCollectionHashedRwset(CollectionHashedReadWriteSet.newBuilder()
                    .setCollectionName(collection.getCollectionName())
                    .setHashedRwset(inOrder(HashedRWSet.parseFrom(collection.getHashedRwset()))
                            .toByteString()));
        }
        return ordered.build();
    }

    private static KVRWSet inOrder(KVRWSet set) {
        return set.toBuilder()
                .clearReads()
                .addAllReads(set.getReadsList().stream()
                        .sorted(Comparator.comparing(KVRead::getKey))
                        .toList())
                .clearWrites()
                .addAllWrites(set.getWritesList().stream()
                        .sorted(Comparator.comparing(KVWrite::getKey))
                        .toList())
                .clearMetadataWrites()
                .addAllMetadataWrites(set.getMetadataWritesList().stream()
                        .sorted(Comparator.comparing(KVMetadataWrite::getKey))
                        .toList())
                .build();
    }

    private static HashedRWSet inOrder(HashedRWSet set) {
        var byHash = ByteString.unsignedLexicographicalComparator();
        return set.toBuilder()
                .clearHashedReads()
                .addAllHashedReads(set.getHashedReadsList().stream()
                        .sorted(Comparator.comparing(KVReadHash::getKeyHash, byHash))
                        .toList())
                .clearHashedWrites()
                .addAllHashedWrites(set.getHashedWritesList().stream()
                        .map(write -> write.toBuilder().clearValueHash().build())
                        .sorted(Comparator.comparing(KVWriteHash::getKeyHash, byHash))
                        .toList())
                .build();
    }
}
