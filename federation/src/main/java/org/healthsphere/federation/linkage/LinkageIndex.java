package org.healthsphere.federation.linkage;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.healthsphere.federation.linkage.Location.Candidate;

/**
 * The patients of this node by their tokens. Derived from the Patient resources: it can be thrown away and filled again.
 *
 * <p>Safe for use by several threads.
 */
public final class LinkageIndex {
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final Map<String, Entry> entries = new HashMap<>();
    private final Map<String, Set<String>> byToken = new HashMap<>();
    private final Commonness commonness = new Commonness();
    private final Tokenizer tokenizer;
    private final Translation translation;

    public LinkageIndex(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.translation = new Translation(tokenizer.key());
    }

    private record Entry(PatientTokens tokens, Map<Part, Set<String>> said) {
        /** Never who it is: this lands in logs. */
        @Override
        public String toString() {
            return "Entry[REDACTED]";
        }
    }

    /** Adds a patient, or what is known of him now in place of what was. */
    public void put(String patient, Demographics person) {
        var entry = new Entry(tokenizer.tokens(person), Commonness.said(person));
        lock.writeLock().lock();
        try {
            forget(patient);
            entries.put(patient, entry);
            eachToken(
                    entry.tokens,
                    token ->
                            byToken.computeIfAbsent(token, _ -> new HashSet<>()).add(patient));
            commonness.add(entry.said);
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * From now on the patient is found by the members' tokens as well, which were made of these inputs.
     *
     * @param shared in the order of the inputs
     */
    public void name(String patient, TokenInputs inputs, List<String> shared) {
        var own = tokenizer.tokens(inputs);
        lock.writeLock().lock();
        try {
            translation.put(patient, shared, own);
        } finally {
            lock.writeLock().unlock();
        }
    }

    public void remove(String patient) {
        lock.writeLock().lock();
        try {
            forget(patient);
        } finally {
            lock.writeLock().unlock();
        }
    }

    public int size() {
        lock.readLock().lock();
        try {
            return entries.size();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Who this is here. Two who both could be are doubtful, however much one of them resembles more. */
    public Location locate(PatientTokens wanted) {
        return locate(wanted, _ -> true);
    }

    /** The same among those that count: the others neither are found nor put anybody in doubt. */
    public Location locate(PatientTokens wanted, Predicate<String> counts) {
        lock.readLock().lock();
        try {
            var own = own(wanted);
            var alike = alike(own);
            alike.removeIf(patient -> !counts.test(patient));
            return new Judgement(entries.size()).of(compare(own, alike));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Who of the others here is the same as somebody who is here; nobody when he is not. */
    public Location others(String patient) {
        lock.readLock().lock();
        try {
            var entry = entries.get(patient);
            return entry == null ? new Location.Nobody() : locate(entry.tokens, other -> !other.equals(patient));
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Those with any token in common. */
    public Set<String> alike(PatientTokens wanted) {
        lock.readLock().lock();
        try {
            var alike = new HashSet<String>();
            eachToken(own(wanted), token -> alike.addAll(byToken.getOrDefault(token, Set.of())));
            return alike;
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Tokens of this member's own key are compared as they are. */
    private PatientTokens own(PatientTokens wanted) {
        return wanted.key().equals(tokenizer.key()) ? wanted : translation.own(wanted);
    }

    private List<Candidate> compare(PatientTokens wanted, Set<String> alike) {
        var comparison = new Comparison(Judgement.needed(entries.size()));
        return alike.stream()
                .map(patient -> {
                    var entry = entry(patient);
                    return comparison.candidate(
                            patient, wanted, entry.tokens, part -> commonness.share(part, entry.said, entries.size()));
                })
                .sorted(Comparator.comparingDouble(Candidate::bits).reversed().thenComparing(Candidate::patient))
                .toList();
    }

    private Entry entry(String patient) {
        var entry = entries.get(patient);
        if (entry == null) {
            throw new IllegalStateException("a token of a patient who is not in the index");
        }
        return entry;
    }

    private void forget(String patient) {
        var entry = entries.remove(patient);
        if (entry == null) {
            return;
        }
        eachToken(
                entry.tokens,
                token -> byToken.computeIfPresent(token, (_, patients) -> {
                    patients.remove(patient);
                    return patients.isEmpty() ? null : patients;
                }));
        commonness.remove(entry.said);
        translation.remove(patient);
    }

    private static void eachToken(PatientTokens tokens, Consumer<String> consumer) {
        tokens.tokens().values().forEach(values -> values.forEach(consumer));
    }
}
