package org.healthsphere.node.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    private int count;
    private long end;

    record Place(long offset, int length) {}

    /** The next one, which begins behind the end of the line of the one before. */
    synchronized void add(AuditEvent event, Place place) {
        if (count == begins.length) {
            grow();
        }
        begins[count] = place.offset();
        end = place.offset() + place.length();
        beforeOfPatient[count] = event.patient()
                .flatMap(patient -> Optional.ofNullable(lastOfPatient.put(patient, count)))
                .orElse(NONE);
        hashes[count] = hash(event.correlation());
        chain(count);
        count++;
    }

    private void grow() {
        var more = 2 * begins.length;
        begins = Arrays.copyOf(begins, more);
        beforeOfPatient = Arrays.copyOf(beforeOfPatient, more);
        hashes = Arrays.copyOf(hashes, more);
        beforeOfHash = Arrays.copyOf(beforeOfHash, more);
        lastOfHash = none(more);
        for (var i = 0; i < count; i++) {
            chain(i);
        }
    }

    private void chain(int entry) {
        var bucket = hashes[entry] & (lastOfHash.length - 1);
        beforeOfHash[entry] = lastOfHash[bucket];
        lastOfHash[bucket] = entry;
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

    synchronized int count() {
        return count;
    }

    /** The one with this number, from 0. */
    synchronized Place at(int entry) {
        return place(entry);
    }

    /** The numbers of those before this moment, newest first: times never go back. */
    IntStream before(Optional<Instant> time, Function<Place, Instant> written) {
        var low = 0;
        var high = count();
        while (time.isPresent() && low < high) {
            var middle = (low + high) >>> 1;
            if (written.apply(at(middle)).isBefore(time.get())) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        var end = time.isPresent() ? low : high;
        return IntStream.range(0, end).map(i -> end - 1 - i);
    }

    synchronized List<Place> newest(int limit) {
        List<Place> found = new ArrayList<>();
        for (var entry = count - 1; entry >= 0 && found.size() < limit; entry--) {
            found.add(place(entry));
        }
        return found;
    }

    synchronized List<Place> ofPatient(String patient, int limit) {
        List<Place> found = new ArrayList<>();
        for (var entry = lastOfPatient.getOrDefault(patient, NONE);
                entry != NONE && found.size() < limit;
                entry = beforeOfPatient[entry]) {
            found.add(place(entry));
        }
        return found;
    }

    /** Those of the request, the newest first; perhaps one of another among them. */
    synchronized List<Place> perhapsOfCorrelation(String correlation) {
        List<Place> found = new ArrayList<>();
        var hash = hash(correlation);
        for (var entry = lastOfHash[hash & (lastOfHash.length - 1)]; entry != NONE; entry = beforeOfHash[entry]) {
            if (hashes[entry] == hash) {
                found.add(place(entry));
            }
        }
        return found;
    }

    private Place place(int entry) {
        var after = entry == count - 1 ? end : begins[entry + 1] - 1;
        return new Place(begins[entry], (int) (after - begins[entry]));
    }
}
