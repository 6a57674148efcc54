package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.healthsphere.consent.embedded.WorldState.Past;
import org.healthsphere.consent.embedded.WorldState.PrivateKey;
import org.healthsphere.consent.embedded.WorldState.Value;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.Version;

/**
 * All of a {@link WorldState} but the private values: of those, their hashes.
 *
 * @param privates the hash of each private value that is held
 * @param hashed when each private value was written last
 */
record StateImage(
        TreeMap<String, Value> values,
        Map<String, List<Past>> history,
        Map<PrivateKey, ByteString> privates,
        Map<PrivateKey, Version> hashed) {

    void write(DataOutputStream out) throws IOException {
        out.writeInt(values.size());
        for (var entry : values.entrySet()) {
            text(out, entry.getKey());
            text(out, entry.getValue().value());
            version(out, entry.getValue().version());
            Snapshots.bytes(out, entry.getValue().policy());
        }
        out.writeInt(history.size());
        for (var entry : history.entrySet()) {
            text(out, entry.getKey());
            out.writeInt(entry.getValue().size());
            for (var past : entry.getValue()) {
                text(out, past.transaction());
                text(out, past.time().toString());
                text(out, past.value());
            }
        }
        out.writeInt(privates.size());
        for (var entry : privates.entrySet()) {
            key(out, entry.getKey());
            Snapshots.bytes(out, entry.getValue());
        }
        out.writeInt(hashed.size());
        for (var entry : hashed.entrySet()) {
            key(out, entry.getKey());
            version(out, entry.getValue());
        }
    }

    static StateImage read(DataInputStream in) throws IOException {
        TreeMap<String, Value> values = new TreeMap<>();
        for (var left = in.readInt(); left > 0; left--) {
            values.put(text(in), new Value(text(in), version(in), Snapshots.bytes(in)));
        }
        Map<String, List<Past>> history = new HashMap<>();
        for (var left = in.readInt(); left > 0; left--) {
            var past = history.computeIfAbsent(text(in), _ -> new ArrayList<>());
            for (var changes = in.readInt(); changes > 0; changes--) {
                past.add(new Past(text(in), Instant.parse(text(in)), text(in)));
            }
        }
        Map<PrivateKey, ByteString> privates = new HashMap<>();
        for (var left = in.readInt(); left > 0; left--) {
            privates.put(key(in), Snapshots.bytes(in));
        }
        Map<PrivateKey, Version> hashed = new HashMap<>();
        for (var left = in.readInt(); left > 0; left--) {
            hashed.put(key(in), version(in));
        }
        return new StateImage(values, history, privates, hashed);
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        Snapshots.bytes(out, ByteString.copyFromUtf8(text));
    }

    private static String text(DataInputStream in) throws IOException {
        return Snapshots.bytes(in).toStringUtf8();
    }

    private static void version(DataOutputStream out, Version version) throws IOException {
        out.writeLong(version.getBlockNum());
        out.writeLong(version.getTxNum());
    }

    private static Version version(DataInputStream in) throws IOException {
        return Version.newBuilder()
                .setBlockNum(in.readLong())
                .setTxNum(in.readLong())
                .build();
    }

    private static void key(DataOutputStream out, PrivateKey key) throws IOException {
        text(out, key.collection());
        Snapshots.bytes(out, key.keyHash());
    }

    private static PrivateKey key(DataInputStream in) throws IOException {
        return new PrivateKey(text(in), Snapshots.bytes(in));
    }
}
