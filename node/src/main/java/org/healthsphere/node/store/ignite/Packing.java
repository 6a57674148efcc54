package org.healthsphere.node.store.ignite;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.node.store.ignite.Chunk.Entry;
import org.healthsphere.node.store.ignite.Chunk.MarkChange;

/**
 * Divides a commit into chunks: small enough that reading one resource unpacks little, and never two patients in one.
 *
 * <p>Resources outside of every compartment ride along, sealed apart, so a small commit is one chunk and one put.
 */
final class Packing {
    private static final int FULL_BYTES = 24 << 10;
    private static final int FULL_SLOTS = 1_000;

    private final Owners owners;
    private final long change;
    private final Instant time;
    private final List<MarkChange> marks;
    private final List<Open> chunks = new ArrayList<>();
    private final Map<String, Open> byPatient = new HashMap<>();

    Packing(Owners owners, long change, Instant time, List<MarkChange> marks) {
        this.owners = owners;
        this.change = change;
        this.time = time;
        this.marks = marks;
    }

    /** Adds one version, whose predecessor lies at {@code previous}. */
    Location add(StoredResource resource, long previous) {
        var chunk = chunkFor(resource.patient());
        chunk.add(resource, previous);
        return new Location(change, chunk.number, chunk.entries.size() - 1);
    }

    /** The chunks, the first of which says how many there are; at least one. */
    List<Chunk> chunks() {
        if (chunks.isEmpty()) {
            var _ = open();
        }
        return chunks.stream().map(this::closed).toList();
    }

    private Open chunkFor(Optional<String> patient) {
        var found = patient.map(byPatient::get)
                .or(() -> chunks.isEmpty() ? Optional.empty() : Optional.of(chunks.getLast()))
                .filter(open -> open.takes(patient))
                .orElseGet(this::open);
        patient.ifPresent(p -> {
            found.patient = patient;
            byPatient.put(p, found);
        });
        return found;
    }

    private Open open() {
        if (chunks.size() == Location.CHUNKS) {
            throw new IllegalArgumentException("more than a commit may hold: " + Location.CHUNKS + " chunks");
        }
        var chunk = new Open(chunks.size());
        chunks.add(chunk);
        return chunk;
    }

    private Chunk closed(Open open) {
        return open.number == 0
                ? new Chunk(0, chunks.size(), change, time, marks, open.entries)
                : new Chunk(open.number, 0, change, time, List.of(), open.entries);
    }

    private final class Open {
        final int number;
        final List<Entry> entries = new ArrayList<>();
        int bytes;
        Optional<String> patient = Optional.empty();

        Open(int number) {
            this.number = number;
        }

        boolean takes(Optional<String> compartment) {
            return bytes < FULL_BYTES
                    && entries.size() < FULL_SLOTS
                    && (compartment.isEmpty() || patient.isEmpty() || patient.equals(compartment));
        }

        void add(StoredResource resource, long previous) {
            bytes += resource.json().length();
            entries.add(new Entry(entries.size(), owners.keyOf(resource), previous, resource));
        }
    }
}
