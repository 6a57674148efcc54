package org.healthsphere.node.store.keys;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.keys.sealing.DataKey;
import org.healthsphere.keys.sealing.NamingKey;
import org.healthsphere.keys.sealing.SecretBox;
import org.healthsphere.node.store.keys.Slot.Kind;
import org.healthsphere.node.store.keys.Slot.State;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;

/**
 * The keys of one node's records: one for each patient, one for what belongs to no patient, one for each resource that speaks of
 * several. They are wrapped under the node's own key and kept in one file, and nowhere else but in the copy that the operator
 * names: no backup holds a key.
 *
 * <p>A new key is durable in both files before anything is sealed with it. A destroyed one is overwritten in both; what is left is
 * that there was one.
 */
public final class KeyRing implements AutoCloseable {
    /** Seals what belongs to no patient. */
    public static final int NODE = 2;

    private static final int NAMES = 1;
    private static final int UNWRAPPED = 50_000;

    private final List<KeyFile> files;
    private final SecretBox box;
    private final SecureRandom random;
    private final InstantSource clock;
    private final List<Optional<Slot>> slots;
    private final Map<UUID, Integer> alive = new HashMap<>();
    private final Cache<Integer, DataKey> unwrapped =
            Caffeine.newBuilder().maximumSize(UNWRAPPED).executor(Runnable::run).build();
    private volatile NamingKey names;

    /** The file of keys, and the second copy of it, in other custody. */
    public record Places(Path file, Optional<Path> copy) {}

    private KeyRing(List<KeyFile> files, SecretBox box, SecureRandom random, InstantSource clock) {
        this.files = files;
        this.box = box;
        this.random = random;
        this.clock = clock;
        this.slots = Copies.merged(files);
        dropTorn();
        if (slots.isEmpty()) {
            var _ = add(Kind.NODE, new UUID(0, NAMES));
            var _ = add(Kind.NODE, new UUID(0, NODE));
        }
        this.names = new NamingKey(unwrap(NAMES));
        for (var number = 1; number <= slots.size(); number++) {
            var n = number;
            slots.get(n - 1)
                    .filter(slot -> slot.state() == State.ALIVE)
                    .ifPresent(slot -> alive.put(slot.subject(), n));
        }
    }

    /** A crash may have cut the writing of the last one short: nothing was sealed with it yet. */
    private void dropTorn() {
        if (!slots.isEmpty()
                && slots.getLast().filter(slot -> !opens(slots.size(), slot)).isPresent()) {
            slots.removeLast();
        }
    }

    private boolean opens(int number, Slot slot) {
        return slot.state() == State.DESTROYED
                || box.open(slot.wrapped(), context(number, slot.kind())) instanceof Outcome.Success;
    }

    /** Opens the keys, or begins there. Where a copy says that a key was destroyed, it is. */
    public static KeyRing open(Places places, SecretBox box, SecureRandom random, InstantSource clock) {
        List<KeyFile> files = new ArrayList<>();
        try {
            files.add(KeyFile.open(places.file()));
            places.copy().map(KeyFile::open).ifPresent(files::add);
            return new KeyRing(List.copyOf(files), box, random, clock);
        } catch (RuntimeException e) {
            files.forEach(KeyFile::close);
            throw e;
        }
    }

    /** A name for a thing that tells nothing about it. */
    public UUID name(String thing) {
        return names.name(thing);
    }

    /** The key of a patient's record, if there is one. */
    public OptionalInt ofPatient(String patient) {
        return find("patient/" + patient);
    }

    /** The key of a patient's record, made now if there is none. */
    public int forPatient(String patient) {
        return findOrAdd(Kind.PATIENT, "patient/" + patient);
    }

    /** The key of a resource that speaks of several patients, or of one to whom it does not belong. */
    public int forShared(String resource) {
        return findOrAdd(Kind.SHARED, "shared/" + resource);
    }

    /** From now on such a resource has a new key; what was sealed with the old one stays readable until that is destroyed. */
    public synchronized void renewShared(String resource) {
        var subject = names.name("shared/" + resource);
        if (alive.containsKey(subject)) {
            alive.put(subject, add(Kind.SHARED, subject));
        }
    }

    /** The key of one message of the hospital's systems that waits. */
    public int forMessage(String message) {
        return findOrAdd(Kind.MESSAGE, "message/" + message);
    }

    public OptionalInt ofMessage(String message) {
        return find("message/" + message);
    }

    /** The keys of all messages but these. */
    public synchronized Set<Integer> messagesBut(Set<String> messages) {
        var kept = messages.stream()
                .map(message -> names.name("message/" + message))
                .collect(Collectors.toSet());
        return alive.entrySet().stream()
                .filter(entry -> !kept.contains(entry.getKey()))
                .map(Map.Entry::getValue)
                .filter(number ->
                        slot(number).filter(slot -> slot.kind() == Kind.MESSAGE).isPresent())
                .collect(Collectors.toSet());
    }

    private synchronized OptionalInt find(String subject) {
        var number = alive.get(names.name(subject));
        return number == null ? OptionalInt.empty() : OptionalInt.of(number);
    }

    private synchronized int findOrAdd(Kind kind, String thing) {
        var subject = names.name(thing);
        var known = alive.get(subject);
        if (known != null) {
            return known;
        }
        var number = add(kind, subject);
        alive.put(subject, number);
        return number;
    }

    private int add(Kind kind, UUID subject) {
        var number = slots.size() + 1;
        var key = DataKey.generate(random);
        var wrapped = box.seal(key.exportForSealing(), context(number, kind), random);
        slots.add(Optional.empty());
        put(Set.of(number), _ -> new Slot(State.ALIVE, kind, subject, clock.millis(), wrapped));
        unwrapped.put(number, key);
        return number;
    }

    @FunctionalInterface
    private interface Change {
        Slot of(int number);
    }

    /** Durable in every file on return. */
    private void put(Collection<Integer> numbers, Change change) {
        for (int number : numbers) {
            var slot = change.of(number);
            files.forEach(file -> file.put(number, slot));
            slots.set(number - 1, Optional.of(slot));
        }
        files.forEach(KeyFile::force);
    }

    private static Bytes context(int number, Kind kind) {
        return Bytes.utf8("key " + number + " " + kind);
    }

    public boolean isShared(int number) {
        return slot(number).filter(slot -> slot.kind() == Kind.SHARED).isPresent();
    }

    private synchronized Optional<Slot> slot(int number) {
        return number > 0 && number <= slots.size() ? slots.get(number - 1) : Optional.empty();
    }

    /** Whether what it sealed can still be read. */
    public boolean isReadable(int number) {
        return key(number).isPresent();
    }

    public byte[] seal(int number, byte[] plain, byte[] context) {
        return key(number)
                .orElseThrow(() -> new IllegalStateException("nothing is sealed with a key that was destroyed"))
                .seal(plain, context, random);
    }

    /** What was sealed; empty when its key was destroyed. IllegalStateException when the bytes were altered. */
    public Optional<byte[]> open(int number, byte[] sealed, byte[] context) {
        return key(number)
                .map(key -> key.open(sealed, context)
                        .orElseThrow(() -> new IllegalStateException("sealed bytes of the store are damaged")));
    }

    private Optional<DataKey> key(int number) {
        var known = unwrapped.getIfPresent(number);
        if (known != null) {
            return Optional.of(known);
        }
        synchronized (this) {
            if (number > slots.size()) {
                throw new IllegalStateException(
                        "the file of keys is older than the store: key " + number + " is missing");
            }
            var slot = slot(number);
            if (slot.isEmpty() || slot.get().state() == State.DESTROYED) {
                return Optional.empty();
            }
            var key = new DataKey(unwrap(number));
            unwrapped.put(number, key);
            return Optional.of(key);
        }
    }

    private Bytes unwrap(int number) {
        var slot = slot(number).orElseThrow(() -> new IllegalStateException("the file of keys has lost a key"));
        return box.open(slot.wrapped(), context(number, slot.kind())).orElseThrow();
    }

    /** That these are to be destroyed, durable on return; until then they still open. */
    public synchronized void condemn(Collection<Integer> numbers) {
        numbers.forEach(n -> slot(n).ifPresent(slot -> alive.remove(slot.subject(), n)));
        put(numbers, n -> slot(n).orElseThrow().as(State.CONDEMNED));
    }

    /** What was condemned and is not yet destroyed: work that a crash has left. */
    public synchronized Set<Integer> condemned() {
        return with(State.CONDEMNED);
    }

    /** Overwrites these keys for good, durable on return. */
    public synchronized void destroy(Collection<Integer> numbers) {
        numbers.forEach(n -> slot(n).ifPresent(slot -> alive.remove(slot.subject(), n)));
        put(numbers, n -> slot(n).orElseThrow().destroyed(clock.millis()));
        unwrapped.invalidateAll(numbers);
    }

    /** The slots of the keys from this number on, at most so many, as they lie in the file: wrapped. */
    public synchronized List<Bytes> slots(int first, int most) {
        var last = Math.min(slots.size(), first + most - 1);
        return IntStream.rangeClosed(first, last)
                .mapToObj(n -> Bytes.of(slots.get(n - 1).map(Slot::bytes).orElseGet(() -> new byte[Slot.BYTES])))
                .toList();
    }

    /**
     * Takes these slots, as another ring of this node holds them, for those from this number on; durable on return. What was
     * destroyed in either stays so.
     *
     * @param anew whether nothing was ever sealed with the keys of this ring, so that it may become a copy of the other
     */
    public synchronized void take(int first, List<Bytes> taken, boolean anew) {
        Map<Integer, Slot> changed = new TreeMap<>();
        for (var i = 0; i < taken.size(); i++) {
            var number = first + i;
            while (slots.size() < number) {
                slots.add(Optional.empty());
            }
            var mine = slots.get(number - 1);
            Slot.of(taken.get(i).array())
                    .map(theirs -> mine.map(slot -> taken(slot, theirs, anew || number > NODE))
                            .orElse(theirs))
                    .filter(slot -> !mine.equals(Optional.of(slot)))
                    .ifPresent(slot -> changed.put(number, slot));
        }
        if (!changed.isEmpty()) {
            changed.keySet().forEach(n -> slot(n).ifPresent(slot -> alive.remove(slot.subject(), n)));
            put(changed.keySet(), n -> Optional.ofNullable(changed.get(n)).orElseThrow());
            unwrapped.invalidateAll(changed.keySet());
            if (changed.containsKey(NAMES)) {
                names = new NamingKey(unwrap(NAMES));
            }
            changed.forEach((n, slot) -> {
                if (slot.state() == State.ALIVE) {
                    alive.merge(slot.subject(), n, Math::max);
                }
            });
        }
    }

    private static Slot taken(Slot mine, Slot theirs, boolean mayDiffer) {
        if (mine.state() == State.DESTROYED || theirs.state() == State.DESTROYED) {
            return mine.state() == State.DESTROYED ? mine : theirs;
        }
        if (mine.wrapped().equals(theirs.wrapped())) {
            return mine.state().compareTo(theirs.state()) >= 0 ? mine : theirs;
        }
        if (!mayDiffer) {
            throw new IllegalStateException("these are the keys of another node");
        }
        return theirs;
    }

    /** The journal of all that was ever destroyed, by number. */
    public synchronized Set<Integer> destroyed() {
        return with(State.DESTROYED);
    }

    /** How many keys there are or were. */
    public synchronized int size() {
        return slots.size();
    }

    private Set<Integer> with(State state) {
        var found = new TreeSet<Integer>();
        for (var n = 1; n <= slots.size(); n++) {
            if (slot(n).filter(slot -> slot.state() == state).isPresent()) {
                found.add(n);
            }
        }
        return found;
    }

    @Override
    public void close() {
        files.forEach(KeyFile::close);
    }

    @Override
    public String toString() {
        return "KeyRing[REDACTED]";
    }
}
