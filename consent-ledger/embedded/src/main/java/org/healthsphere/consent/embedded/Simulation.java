package org.healthsphere.consent.embedded;

import com.google.protobuf.ByteString;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
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
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVReadHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWrite;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.KVWriteHash;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.QueryReads;
import org.hyperledger.fabric.protos.ledger.rwset.kvrwset.RangeQueryInfo;
import org.hyperledger.fabric.protos.peer.ChaincodeEvent;

/** One run of the contract against the committed state, with a note of all that it reads and writes. */
final class Simulation implements LedgerStub {
    private static final char SEPARATOR = '\0';

    private final Call call;
    private final String creator;
    private final WorldState state;
    private final KeyPolicies keyPolicies;
    private final Map<String, KVRead> reads = new LinkedHashMap<>();
    private final Map<String, KVWrite> writes = new LinkedHashMap<>();
    private final Map<String, ByteString> policies = new LinkedHashMap<>();
    private final Map<Private, Bytes> privateWrites = new LinkedHashMap<>();
    private final Set<WorldState.PrivateKey> privateReads = new LinkedHashSet<>();
    private final Set<WorldState.PrivateKey> purges = new LinkedHashSet<>();
    private final List<RangeQueryInfo> ranges = new ArrayList<>();
    private Optional<ChaincodeEvent> event = Optional.empty();
    private boolean beyondReadSet;

    /** A value for a member's private collection. */
    record Private(String collection, String key) {
        WorldState.PrivateKey hashed() {
            return new WorldState.PrivateKey(collection, hash(ByteString.copyFromUtf8(key)));
        }
    }

    Simulation(Call call, String creator, WorldState state, KeyPolicies keyPolicies) {
        this.call = call;
        this.creator = creator;
        this.state = state;
        this.keyPolicies = keyPolicies;
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

    @Override
    public void anyOneEndorses(String key, Set<String> members) {
        policies.put(key, keyPolicies.anyOne(members));
    }

    @Override
    public void custodianAndOneMoreEndorse(String key, String custodian, Set<String> members) {
        keyPolicies.custodianAndOneMore(custodian, members).ifPresent(policy -> policies.put(key, policy));
    }

    @Override
    public Optional<Bytes> readPrivate(String member, String key) {
        var hashed = new Private(collection(member), key).hashed();
        privateReads.add(hashed);
        return member.equals(creator) ? state.privateValue(hashed) : Optional.empty();
    }

    @Override
    public void purgePrivate(String member, String key) {
        purges.add(new Private(collection(member), key).hashed());
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
        var prefix = composite(index, under);
        // What follows the separator sorts before the code point after it.
        var end = prefix.substring(0, prefix.length() - 1) + (char) (SEPARATOR + 1);
        var range = state.range(prefix, end);
        var reads = QueryReads.newBuilder();
        range.forEach(
                (key, value) -> reads.addKvReads(KVRead.newBuilder().setKey(key).setVersion(value.version())));
        ranges.add(RangeQueryInfo.newBuilder()
                .setStartKey(prefix)
                .setEndKey(end)
                .setItrExhausted(true)
                .setRawReads(reads)
                .build());
        return range.keySet().stream()
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

    /** Whether it rests on a history: nothing then would notice a change before it commits. */
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
        var kv = KVRWSet.newBuilder()
                .addAllReads(reads.values())
                .addAllRangeQueriesInfo(ranges)
                .addAllWrites(writes.values());
        policies.forEach((key, policy) -> kv.addMetadataWrites(KVMetadataWrite.newBuilder()
                .setKey(key)
                .addEntries(KVMetadataEntry.newBuilder()
                        .setName(Policies.VALIDATION_PARAMETER)
                        .setValue(policy))));
        var set = NsReadWriteSet.newBuilder()
                .setNamespace(call.chaincode())
                .setRwset(kv.build().toByteString());
        var hashed = hashedSets();
        hashed.forEach((collection, writeSet) -> set.addCollectionHashedRwset(CollectionHashedReadWriteSet.newBuilder()
                .setCollectionName(collection)
                .setHashedRwset(writeSet.build().toByteString())));
        return TxReadWriteSet.newBuilder()
                .setDataModel(TxReadWriteSet.DataModel.KV)
                .addNsRwset(set)
                .build()
                .toByteString();
    }

    private Map<String, HashedRWSet.Builder> hashedSets() {
        Map<String, HashedRWSet.Builder> sets = new LinkedHashMap<>();
        privateReads.forEach(key -> {
            var read = KVReadHash.newBuilder().setKeyHash(key.keyHash());
            state.privateVersion(key).ifPresent(read::setVersion);
            set(sets, key.collection()).addHashedReads(read);
        });
        privateWrites.forEach((key, value) -> set(sets, key.collection())
                .addHashedWrites(KVWriteHash.newBuilder()
                        .setKeyHash(key.hashed().keyHash())
                        .setValueHash(hash(ByteString.copyFrom(value.array())))));
        purges.forEach(key -> set(sets, key.collection())
                .addHashedWrites(KVWriteHash.newBuilder()
                        .setKeyHash(key.keyHash())
                        .setIsDelete(true)
                        .setIsPurge(true)));
        return sets;
    }

    private static HashedRWSet.Builder set(Map<String, HashedRWSet.Builder> sets, String collection) {
        return sets.computeIfAbsent(collection, _ -> HashedRWSet.newBuilder());
    }
}
