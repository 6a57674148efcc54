package org.healthsphere.federation.linkage;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.healthsphere.federation.linkage.Resemblance.Pair;

/**
 * The patients of this node by what is known of each, for whom the tokens do not find: compared field by field, weighed after Fellegi and
 * Sunter (1969), by weights that are learnt from these patients themselves.
 *
 * <p>Derived from the Patient resources: it can be thrown away and filled again. Safe for use by several threads. It never leaves this
 * node: other members send tokens.
 */
public final class ResemblanceIndex {
    /** What more patients share tells nobody apart. */
    private static final int LARGEST_BLOCK = 250;

    private static final int MOST_FOUND = 50;
    private static final int ENOUGH_TO_LEARN = 1_000;
    private static final int SAMPLED = 4_000;
    private static final int RANDOM_PAIRS = 200_000;

    /** Whoever is looked for is here as probably as not. */
    private static final double HERE = 0.5;

    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private final RandomGenerator random;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> ids = new ArrayList<>();
    private final List<Packed> people = new ArrayList<>();
    private final BitSet gone = new BitSet();
    private final Rarity rarity = new Rarity();
    private Postings postings = new Postings();
    private Optional<Learning> learnt = Optional.empty();
    private int learntOf;

    /**
     * Nobody is in it yet.
     *
     * @param random draws the pairs to learn from; no secret depends on it
     */
    public ResemblanceIndex(RandomGenerator random) {
        this.random = random;
    }

    /** Adds a patient, or what is known of him now in place of what was. */
    public void put(String patient, Demographics person) {
        var described = Described.of(person);
        lock.writeLock().lock();
        try {
            forget(patient);
            var number = ids.size();
            numbers.put(patient, number);
            ids.add(patient);
            people.add(Packed.of(described));
            Blocks.of(described).forEach(key -> postings.add(key, number));
            rarity.add(described);
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

    private void forget(String patient) {
        var number = numbers.remove(patient);
        if (number != null) {
            rarity.remove(people.get(number).described());
            people.set(number, new Packed(""));
            gone.set(number);
            if (gone.cardinality() > numbers.size() + LARGEST_BLOCK) {
                tidy();
            }
        }
    }

    /** Numbers anew, so that who has gone takes no place. */
    private void tidy() {
        var keptIds = new ArrayList<String>();
        var kept = new ArrayList<Packed>();
        var fresh = new Postings();
        for (var i = 0; i < ids.size(); i++) {
            if (!gone.get(i)) {
                var number = kept.size();
                numbers.put(ids.get(i), number);
                keptIds.add(ids.get(i));
                kept.add(people.get(i));
                Blocks.of(people.get(i).described()).forEach(key -> fresh.add(key, number));
            }
        }
        ids.clear();
        ids.addAll(keptIds);
        people.clear();
        people.addAll(kept);
        postings = fresh;
        gone.clear();
    }

    public int size() {
        return reading(numbers::size);
    }

    /** Learns the weights from who is here now; with few patients, what is usual elsewhere is believed. */
    public void learn() {
        var there = reading(() ->
                numbers.values().stream().sorted().mapToInt(Integer::intValue).toArray());
        var of = there.length;
        var learning = of < ENOUGH_TO_LEARN ? Optional.<Learning>empty() : Optional.of(learning(there));
        lock.writeLock().lock();
        try {
            learnt = learning;
            learntOf = of;
        } finally {
            lock.writeLock().unlock();
        }
    }

    /** Whether there are so many more patients, or so many fewer, that it is time to learn again. */
    public boolean isStale() {
        return reading(() ->
                numbers.size() >= ENOUGH_TO_LEARN && (numbers.size() > 2L * learntOf || numbers.size() < learntOf / 2));
    }

    /** Step by step, so that whoever adds or looks for somebody meanwhile hardly waits. */
    private Learning learning(int[] there) {
        var byChance = new HashMap<Levels, Integer>();
        for (var i = 0; i < RANDOM_PAIRS; i++) {
            var one = there[random.nextInt(there.length)];
            var other = there[random.nextInt(there.length)];
            if (one != other) {
                reading(() -> pair(one, other)).ifPresent(levels -> byChance.merge(levels, 1, Integer::sum));
            }
        }
        var sampled = Math.min(SAMPLED, there.length);
        var alike = new HashMap<Levels, Integer>();
        for (var i = 0; i < sampled; i++) {
            var number = sampled == there.length ? there[i] : there[random.nextInt(there.length)];
            reading(() -> alike(number)).forEach(levels -> alike.merge(levels, 1, Integer::sum));
        }
        return Learning.from(byChance, alike, (double) sampled * (there.length - 1));
    }

    private Optional<Levels> pair(int one, int other) {
        return isThere(one) && isThere(other) ? Optional.of(Levels.of(person(one), person(other))) : Optional.empty();
    }

    private List<Levels> alike(int number) {
        if (!isThere(number)) {
            return List.of();
        }
        var person = person(number);
        return candidates(person).stream()
                .filter(other -> other != number)
                .mapToObj(other -> Levels.of(person, person(other)))
                .toList();
    }

    /** Somebody may have gone, and the others been numbered anew, since the numbers were read. */
    private boolean isThere(int number) {
        return number < people.size() && !gone.get(number);
    }

    private <T> T reading(Supplier<T> read) {
        lock.readLock().lock();
        try {
            return read.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private Described person(int number) {
        return people.get(number).described();
    }

    private BitSet candidates(Described wanted) {
        var found = new BitSet();
        Blocks.of(wanted).forEach(key -> postings.each(key, LARGEST_BLOCK, found::set));
        found.andNot(gone);
        return found;
    }

    /** Who may be meant among those that count, most probable first. */
    public List<Resemblance> find(Demographics wanted, Predicate<String> counts) {
        var described = Described.of(wanted);
        return reading(() -> find(described, counts));
    }

    private List<Resemblance> find(Described described, Predicate<String> counts) {
        var weighed = new ArrayList<Weighed>();
        var odds = Math.max(1, numbers.size()) * (1 - HERE) / HERE;
        for (var number : candidates(described).stream().toArray()) {
            var weight = weighed(described, number);
            if (!weight.levels().areTwoPeople() && counts.test(ids.get(number))) {
                odds += Math.pow(2, weight.bits());
                weighed.add(weight);
            }
        }
        var all = odds;
        return weighed.stream()
                .flatMap(w -> w.resemblance(ids.get(w.number()), Math.pow(2, w.bits()) / all).stream())
                .sorted(Comparator.comparingDouble(Resemblance::probability)
                        .reversed()
                        .thenComparing(Resemblance::patient))
                .limit(MOST_FOUND)
                .toList();
    }

    private Weighed weighed(Described wanted, int number) {
        var levels = Levels.of(wanted, person(number));
        var weights = weights();
        return new Weighed(number, levels, weights.bits(levels) + rarity.bits(levels, wanted, weights));
    }

    private Weights weights() {
        return learnt.map(Learning::weights).orElse(Weights.USUAL);
    }

    /** All pairs here that may be of one person, most probable first: by them is measured how well the weights tell people apart. */
    List<Pair> duplicates() {
        return reading(this::pairs);
    }

    private List<Pair> pairs() {
        var pairs = new ArrayList<Pair>();
        var share = learnt.map(Learning::share).orElse(1.0 / Math.max(2, numbers.size()) / numbers.size());
        for (var one : numbers.values()) {
            var person = person(one);
            candidates(person).stream().filter(other -> other > one).forEach(other -> {
                var weighed = weighed(person, other);
                if (weighed.levels().areTwoPeople()) {
                    return;
                }
                weighed.resemblance(ids.get(other), Learning.probability(weighed.bits(), share))
                        .ifPresent(r -> pairs.add(new Pair(ids.get(one), ids.get(other), r.probability(), r.grade())));
            });
        }
        pairs.sort(Comparator.comparingDouble(Pair::probability).reversed().thenComparing(Pair::one));
        return pairs;
    }

    /** From which probability on a pair is to be taken for one person, as learnt: where expected errors of both kinds are fewest. */
    double threshold() {
        return reading(() -> learnt.map(Learning::threshold).orElse(Weighed.PROBABLE));
    }
}
