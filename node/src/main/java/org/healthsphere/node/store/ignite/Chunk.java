package org.healthsphere.node.store.ignite;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;

/**
 * Some of what one commit wrote, unpacked. A chunk holds resources of one patient's compartment at most, and besides them those
 * of none. What was erased is missing from it.
 *
 * @param number which chunk of the commit
 * @param chunks how many chunks the commit has; told by the first, 0 in the others
 * @param marks told by the first
 * @param entries in the order of their slots
 */
record Chunk(int number, int chunks, long change, Instant time, List<MarkChange> marks, List<Entry> entries) {

    /**
     * A mark that was set, or without a value: removed.
     *
     * @param sealedBy the number of the key
     */
    record MarkChange(int sealedBy, String space, String key, Optional<Mark> value) {}

    /**
     * One version.
     *
     * @param slot its place in the chunk
     * @param sealedBy the number of the key
     * @param previous where the version before it lies, packed
     */
    record Entry(int slot, int sealedBy, long previous, StoredResource resource) {
        ResourceId id() {
            return resource.id();
        }
    }

    /** What is in this place, unless it was erased. */
    Optional<Entry> entry(int slot) {
        if (slot < entries.size() && entries.get(slot).slot() == slot) {
            return Optional.of(entries.get(slot));
        }
        return entries.stream().filter(entry -> entry.slot() == slot).findFirst();
    }

    Location location(Entry entry) {
        return new Location(change, number, entry.slot());
    }

    /** Without some of what is in it. */
    Chunk without(Predicate<Entry> gone, Predicate<MarkChange> goneMarks) {
        return new Chunk(
                number,
                chunks,
                change,
                time,
                marks.stream().filter(goneMarks.negate()).toList(),
                entries.stream().filter(gone.negate()).toList());
    }

    /** About how many bytes its resources take. */
    int weight() {
        return entries.stream()
                .mapToInt(entry -> entry.resource().json().length())
                .sum();
    }
}
