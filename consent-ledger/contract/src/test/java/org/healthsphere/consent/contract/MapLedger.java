package org.healthsphere.consent.contract;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/** A ledger in a map, whose transactions commit at once when they succeed; it remembers what the last one touched. */
final class MapLedger implements LedgerStub {
    final Map<String, String> state = new TreeMap<>();
    final Map<String, Bytes> privates = new TreeMap<>();
    final Set<String> reads = new TreeSet<>();
    final Map<String, String> writes = new TreeMap<>();
    final Map<String, Set<String>> policies = new TreeMap<>();
    final List<String> events = new ArrayList<>();
    private final Map<String, Bytes> passed = new TreeMap<>();
    private final Map<String, Bytes> privateWrites = new TreeMap<>();
    private final Set<String> purges = new TreeSet<>();
    private String creator = "north";
    private int count;

    MapLedger by(String member) {
        creator = member;
        return this;
    }

    MapLedger passing(String name, String value) {
        passed.put(name, Bytes.utf8(value));
        return this;
    }

    /** Runs a function of the contract as one transaction. */
    Outcome<Bytes> call(String function, String... arguments) {
        reads.clear();
        writes.clear();
        privateWrites.clear();
        purges.clear();
        events.clear();
        count++;
        var result = new ConsentContract().invoke(this, function, List.of(arguments));
        if (result instanceof Outcome.Success<Bytes>) {
            state.putAll(writes);
            privates.putAll(privateWrites);
            purges.forEach(privates::remove);
        }
        passed.clear();
        creator = "north";
        return result;
    }

    @Override
    public String transaction() {
        return "tx-" + count;
    }

    @Override
    public Instant time() {
        return Instant.parse("2026-03-01T12:00:00Z");
    }

    @Override
    public String creator() {
        return creator;
    }

    @Override
    public Optional<Bytes> passed(String name) {
        return Optional.ofNullable(passed.get(name));
    }

    @Override
    public Optional<String> read(String key) {
        reads.add(key);
        return Optional.ofNullable(state.get(key));
    }

    @Override
    public void write(String key, String value) {
        writes.put(key, value);
    }

    @Override
    public void anyOneEndorses(String key, Set<String> members) {
        policies.put(key, Set.copyOf(members));
    }

    @Override
    public void custodianAndOneMoreEndorse(String key, String custodian, Set<String> members) {
        policies.put(key, Set.of(custodian + " and one of " + new TreeSet<>(members)));
    }

    @Override
    public void purgePrivate(String member, String key) {
        purges.add(member + "/" + key);
    }

    @Override
    public Optional<Bytes> readPrivate(String member, String key) {
        return Optional.ofNullable(privates.get(member + "/" + key));
    }

    @Override
    public void writePrivate(String member, String key, Bytes value) {
        privateWrites.put(member + "/" + key, value);
    }

    @Override
    public void index(String index, String under, String entry) {
        writes.put(index + "/" + under + "/" + entry, "");
    }

    @Override
    public List<String> indexed(String index, String under) {
        var prefix = index + "/" + under + "/";
        return state.keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .toList();
    }

    @Override
    public List<Change> history(String key) {
        return Optional.ofNullable(state.get(key))
                .map(value -> List.of(new Change("tx", time(), value)))
                .orElse(List.of());
    }

    @Override
    public void emit(String name, Bytes payload) {
        events.add(name + " " + payload.utf8());
    }
}
