package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.contract.LedgerStub;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.hyperledger.fabric.protos.ledger.rwset.CollectionHashedReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.NsReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.TxReadWriteSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.HashedRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataEntry;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVMetadataWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRWSet;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVRead;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;

/** One run of the contract against the committed state, with a note of all that it reads and writes. */
final class Simulation implements LedgerStub {
    private static final char SEPARATOR = '\0';

    private final Call call;
    private final String creator;
    private final WorldState state;
    private final ByteString anyEndorser;
    private final Map<String, KVRead> reads = new LinkedHashMap<>();
    private final Map<String, KVWrite> writes = new LinkedHashMap<>();
    private final Map<String, ByteString> policies = new LinkedHashMap<>();
    private final Map<Private, Bytes> privateWrites = new LinkedHashMap<>();
    private Optional<ChaincodeEvent> event = Optional.empty();
    private boolean beyondReadSet;

    /** A value for a member's private collection. */
    record Private(String collection, String key) {
        WorldState.PrivateKey hashed() {
            return new WorldState.PrivateKey(collection, hash(ByteString.copyFromUtf8(key)));
        }
    }

    Simulation(Call call, String creator, WorldState state, ByteString anyEndorser) {
        this.call = call;
        this.creator = creator;
        this.state = state;
        this.anyEndorser = anyEndorser;
    }

    static ByteString hash(ByteString bytes) {
        return ByteString.copyFrom(Sha256.of(bytes.toByteArray()).bytes());
    }

    /** The collection that only this organization's peers hold. */
    static String collection(String member) {
        return "_implicit_org_" + member;
    }

    @Override
    public String transaction() {
        return call.channel().getTxId();
    }

    @Override
    public Instant time() {
        return call.time();
    }

    @Override
    public String creator() {
        return creator;
    }

    @Override
    public Optional<Bytes> passed(String name) {
        return Optional.ofNullable(call.passed().get(name)).map(bytes -> Bytes.of(bytes.toByteArray()));
    }

    @Override
    public Optional<String> read(String key) {
        var value = state.get(key);
        var read = KVRead.newBuilder().setKey(key);
        value.ifPresent(v -> read.setVersion(v.version()));
        reads.putIfAbsent(key, read.build());
        return value.map(WorldState.Value::value);
    }

    @Override
    public void write(String key, String value) {
        writes.put(
                key,
                KVWrite.newBuilder()
                        .setKey(key)
                        .setValue(ByteString.copyFromUtf8(value))
                        .build());
    }

    /** One operator endorses for all members here. */
    @Override
    public void anyOneEndorses(String key, Set<String> members) {
        policies.put(key, anyEndorser);
    }

    @Override
    public Optional<Bytes> readPrivate(String member, String key) {
        beyondReadSet = true;
        return member.equals(creator)
                ? state.privateValue(new Private(collection(member), key).hashed())
                : Optional.empty();
    }

    @Override
    public void writePrivate(String member, String key, Bytes value) {
        privateWrites.put(new Private(collection(member), key), value);
    }

    @Override
    public void index(String index, String under, String entry) {
        writes.put(
                composite(index, under, entry),
                KVWrite.newBuilder()
                        .setKey(composite(index, under, entry))
                        .setValue(ByteString.copyFrom(new byte[] {1}))
                        .build());
    }

    @Override
    public List<String> indexed(String index, String under) {
        beyondReadSet = true;
        var prefix = composite(index, under);
        return state.keysWith(prefix).stream()
                .map(key -> key.substring(prefix.length(), key.length() - 1))
                .toList();
    }

    private static String composite(String... parts) {
        var key = new StringBuilder().append(SEPARATOR);
        for (var part : parts) {
            key.append(part).append(SEPARATOR);
        }
        return key.toString();
    }

    @Override
    public List<Change> history(String key) {
        beyondReadSet = true;
        return state.history(key).stream()
                .map(past -> new Change(past.transaction(), past.time(), past.value()))
                .toList();
    }

    @Override
    public void emit(String name, Bytes payload) {
        event = Optional.of(ChaincodeEvent.newBuilder()
                .setChaincodeId(call.chaincode())
                .setTxId(transaction())
                .setEventName(name)
                .setPayload(ByteString.copyFrom(payload.array()))
                .build());
    }

    /** Whether it rests on a range, a history or a private value: nothing then would notice a change before it commits. */
    boolean beyondReadSet() {
        return beyondReadSet;
    }

    Optional<ChaincodeEvent> event() {
        return event;
    }

    Map<Private, Bytes> privateWrites() {
        return privateWrites;
    }

    ByteString readWriteSet() {
        var kv = KVRWSet.newBuilder().addAllReads(reads.values()).addAllWrites(writes.values());
        policies.forEach((key, policy) -> kv.addMetadataWrites(KVMetadataWrite.newBuilder()
                .setKey(key)
                .addEntries(KVMetadataEntry.newBuilder()
                        .setName(Policies.VALIDATION_PARAMETER)
                        .setValue(policy))));
        var set = NsReadWriteSet.newBuilder()
                .setNamespace(call.chaincode())
                .setRwset(kv.build().toByteString());
        Map<String, HashedRWSet.Builder> hashed = new LinkedHashMap<>();
        privateWrites.forEach((key, value) -> hashed.computeIfAbsent(key.collection(), _ -> HashedRWSet.newBuilder())
                .addHashedWrites(KVWriteHash.newBuilder()
                        .setKeyHash(key.hashed().keyHash())
                        .setValueHash(hash(ByteString.copyFrom(value.array())))));
        hashed.forEach((collection, writeSet) -> set.addCollectionHashedRwset(CollectionHashedReadWriteSet.newBuilder()
                .setCollectionName(collection)
                .setHashedRwset(writeSet.build().toByteString())));
        return TxReadWriteSet.newBuilder()
                .setDataModel(TxReadWriteSet.DataModel.KV)
                .addNsRwset(set)
                .build()
                .toByteString();
    }
}
