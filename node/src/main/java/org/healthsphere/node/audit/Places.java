package org.healthsphere.node.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Where in the file the entries are: all of them, those of each patient, those of each request.
 *
 * <p>Every request writes one, so an entry costs some twenty bytes here and no object: where it begins, and by number which one was
 * before it for the same patient, and which for a request whose name has the same hash.
 */
final class Places {
    private static final int NONE = -1;
    private static final int FIRST = 1 << 10;

    private final Map<String, Integer> lastOfPatient = new HashMap<>();
    private long[] begins = new long[FIRST];
    private int[] beforeOfPatient = new int[FIRST];
    private int[] hashes = new int[FIRST];
    private int[] beforeOfHash = new int[FIRST];
    private int[] lastOfHash = none(FIRST);
    /** How many there were that are no longer here; numbers and places stay what they were. */
    private int gone;

    private int count;
    private long end;

    record Place(long offset, int length) {}

    /** Before the first one: so many came before it, and are not here. */
    synchronized void beginBehind(int entries) {
        gone = entries;
        count = entries;
    }

    /** The next one, which begins behind the end of the line of the one before. */
    synchronized void add(AuditEvent event, Place place) {
        var at = count - gone;
        if (at == begins.length) {
            grow(2 * begins.length);
        }
        begins[at] = place.offset();
        end = place.offset() + place.length();
        beforeOfPatient[at] = event.patient()
                .flatMap(patient -> Optional.ofNullable(lastOfPatient.put(patient, count)))
                .orElse(NONE);
        hashes[at] = hash(event.correlation());
        chain(count);
        count++;
    }

    private void grow(int length) {
        begins = Arrays.copyOf(begins, length);
        beforeOfPatient = Arrays.copyOf(beforeOfPatient, length);
        hashes = Arrays.copyOf(hashes, length);
        beforeOfHash = new int[length];
        lastOfHash = none(length);
        for (var i = gone; i < count; i++) {
            chain(i);
        }
    }

    private void chain(int entry) {
        var bucket = hashes[entry - gone] & (lastOfHash.length - 1);
        beforeOfHash[entry - gone] = lastOfHash[bucket];
        lastOfHash[bucket] = entry;
    }

    /** Forgets those before the one with this number, from 0. */
    synchronized void forgetBefore(int entry) {
        var from = entry - gone;
        var kept = count - entry;
        var length = FIRST;
        while (length < kept) {
            length *= 2;
        }
        begins = Arrays.copyOfRange(begins, from, from + kept);
        beforeOfPatient = Arrays.copyOfRange(beforeOfPatient, from, from + kept);
        hashes = Arrays.copyOfRange(hashes, from, from + kept);
        gone = entry;
        lastOfPatient.values().removeIf(last -> last < entry);
        grow(length);
    }

    private static int[] none(int length) {
        var all = new int[length];
        Arrays.fill(all, NONE);
        return all;
    }

    /** Names of requests are random, but nobody promises where. */
    private static int hash(String correlation) {
        var hash = correlation.hashCode();
        return hash ^ (hash >>> 16);
    }

    /** How many there ever were. */
    synchronized int count() {
        return count;
    }

    /** How many of them are no longer here. */
    synchronized int gone() {
        return gone;
    }

    /** The one with this number, from 0; nothing where there is none, or none any more. */
    synchronized Optional<Place> at(int entry) {
        return entry >= gone && entry < count ? Optional.of(place(entry)) : Optional.empty();
    }

    /** The numbers of those before this moment, newest first: times never go back. */
    IntStream before(Optional<Instant> time, IntFunction<Optional<Instant>> written) {
        var begin = gone();
        var low = begin;
        var high = count();
        while (time.isPresent() && low < high) {
            var middle = (low + high) >>> 1;
            if (written.apply(middle).filter(at -> !at.isBefore(time.get())).isEmpty()) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        var end = time.isPresent() ? low : high;
        return IntStream.range(begin, end).map(i -> end - 1 - (i - begin));
    }

    synchronized List<Place> newest(int limit) {
        List<Place> found = new ArrayList<>();
        for (var entry = count - 1; entry >= gone && found.size() < limit; entry--) {
            found.add(place(entry));
        }
        return found;
    }

    synchronized List<Place> ofPatient(String patient, int limit) {
        List<Place> found = new ArrayList<>();
        for (var entry = lastOfPatient.getOrDefault(patient, NONE);
                entry >= gone && found.size() < limit;
                entry = beforeOfPatient[entry - gone]) {
            found.add(place(entry));
        }
        return found;
    }

    /** Those of the request, the newest first; perhaps one of another among them. */
    synchronized List<Place> perhapsOfCorrelation(String correlation) {
        List<Place> found = new ArrayList<>();
        var hash = hash(correlation);
        for (var entry = lastOfHash[hash & (lastOfHash.length - 1)];
                entry >= gone;
                entry = beforeOfHash[entry - gone]) {
            if (hashes[entry - gone] == hash) {
                found.add(place(entry));
            }
        }
        return found;
    }

    private Place place(int entry) {
        var after = entry == count - 1 ? end : begins[entry + 1 - gone] - 1;
        var begin = begins[entry - gone];
        return new Place(begin, (int) (after - begin));
    }
}
