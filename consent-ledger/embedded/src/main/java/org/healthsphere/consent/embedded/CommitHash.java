package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import org.hyperledger.fabric.protos.common.Metadata;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/**
 * What a peer notes beside each block but the first: a SHA-256 over the verdicts, over all that the block's valid transactions wrote,
 * in order of namespace, collection and key, and over what it noted beside the block before (Fabric 3.1, {@code kvledger}). Two peers
 * with the same note came to the same state.
 *
 * <p>Nobody signs it: it does not prove a block, but shows when a peer's own state is another one than its blocks come to.
 */
final class CommitHash {
    private static final Comparator<ByteString> IN_ORDER = ByteString.unsignedLexicographicalComparator();
    /** The public part of a namespace, which comes before its private collections. */
    private static final String PUBLIC = "";

    private ByteString last = ByteString.EMPTY;

    /** What one block's transactions write, the later ones over the earlier ones. */
    static final class Updates {
        private final TreeMap<String, TreeMap<String, TreeMap<ByteString, Update>>> all = new TreeMap<>();

        /** An empty value takes the key away. */
        private record Update(ByteString value, Version version) {}

        /** What a valid transaction writes, before it is put into the state. */
        void add(ChannelTransaction transaction, ChannelState.Batch state, Version version) {
            transaction.parts().forEach((namespace, part) -> {
                for (var write : part.kv().getMetadataWritesList()) {
                    state.of(namespace)
                            .get(write.getKey())
                            .ifPresent(present -> put(
                                    namespace,
                                    PUBLIC,
                                    ByteString.copyFromUtf8(write.getKey()),
                                    new Update(ByteString.copyFromUtf8(present.value()), version)));
                }
                for (var write : part.kv().getWritesList()) {
                    var value = write.getIsDelete() ? ByteString.EMPTY : write.getValue();
                    put(namespace, PUBLIC, ByteString.copyFromUtf8(write.getKey()), new Update(value, version));
                }
                for (var set : part.hashed()) {
                    for (var write : set.set().getHashedWritesList()) {
                        var value = write.getIsDelete() ? ByteString.EMPTY : write.getValueHash();
                        put(namespace, set.collection(), write.getKeyHash(), new Update(value, version));
                    }
                }
            });
        }

        private void put(String namespace, String collection, ByteString key, Update update) {
            all.computeIfAbsent(namespace, _ -> new TreeMap<>())
                    .computeIfAbsent(collection, _ -> new TreeMap<>(IN_ORDER))
                    .put(key, update);
        }

        /** The messages that a peer hashes: a namespace and a collection are named at their first key only. */
        private void write(CodedOutputStream out) throws IOException {
            for (var namespace : all.entrySet()) {
                var name = namespace.getKey();
                for (var collection : namespace.getValue().entrySet()) {
                    var within = collection.getKey();
                    for (var update : collection.getValue().entrySet()) {
                        out.writeByteArray(1, message(name, within, update));
                        name = "";
                        within = "";
                    }
                }
            }
        }

        private static byte[] message(String namespace, String collection, Map.Entry<ByteString, Update> update)
                throws IOException {
            var bytes = new ByteArrayOutputStream();
            var out = CodedOutputStream.newInstance(bytes);
            if (!namespace.isEmpty()) {
                out.writeString(1, namespace);
            }
            if (!collection.isEmpty()) {
                out.writeString(2, collection);
            }
            out.writeBytes(3, update.getKey());
            var value = update.getValue().value();
            if (value.isEmpty()) {
                out.writeBool(4, true);
            } else {
                out.writeBytes(5, value);
            }
            out.writeBytes(6, height(update.getValue().version()));
            out.flush();
            return bytes.toByteArray();
        }

        private static ByteString height(Version version) {
            return inOrder(version.getBlockNum()).concat(inOrder(version.getTxNum()));
        }

        /** The count of the bytes that a number needs, and these. */
        private static ByteString inOrder(long number) {
            var count = (Long.SIZE - Long.numberOfLeadingZeros(number) + Byte.SIZE - 1) / Byte.SIZE;
            var bytes = new byte[count + 1];
            bytes[0] = (byte) count;
            for (var i = count; i > 0; i--) {
                bytes[i] = (byte) (number >>> (Byte.SIZE * (count - i)));
            }
            return ByteString.copyFrom(bytes);
        }
    }

    /** Whether the block's note is what it comes to, after all blocks before it. */
    boolean follows(ByteString verdicts, Updates updates, ByteString note) throws InvalidProtocolBufferException {
        var bytes = new ByteArrayOutputStream();
        try {
            var out = CodedOutputStream.newInstance(bytes);
            out.writeBytesNoTag(verdicts);
            updates.write(out);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory does not fail", e);
        }
        last = Simulation.hash(ByteString.copyFrom(bytes.toByteArray()).concat(last));
        return Metadata.parseFrom(note)
                .equals(Metadata.newBuilder().setValue(last).build());
    }
}
