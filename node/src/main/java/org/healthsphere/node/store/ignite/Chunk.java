package org.healthsphere.node.store.ignite;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.store.Commit.Mark;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/**
 * Some of what one commit wrote, unpacked. A chunk holds resources of one patient's compartment at most, and besides them those
 * of none.
 *
 * @param chunks how many chunks the commit has; told by the first, 0 in the others
 * @param marks told by the first
 * @param raw the bytes of all resources, one after the other
 */
record Chunk(int chunks, long change, Instant time, List<MarkChange> marks, List<Entry> entries, Bytes raw) {

    /** A mark that was set, or without a value: removed. */
    record MarkChange(String space, String key, Optional<Bytes> value) {
        static MarkChange set(Mark mark) {
            return new MarkChange(mark.space(), mark.key(), Optional.of(mark.value()));
        }
    }

    /**
     * One version.
     *
     * @param previous where the version before it lies, packed
     * @param start where its bytes begin in {@code raw}
     */
    record Entry(
            ResourceId id,
            long version,
            long previous,
            Optional<String> patient,
            boolean deleted,
            int start,
            int length) {}

    StoredResource resource(int slot) {
        var entry = entries.get(slot);
        return new StoredResource(
                entry.id(), entry.version(), change, time, entry.patient(), entry.deleted(), bytes(entry));
    }

    private Bytes bytes(Entry entry) {
        if (entry.deleted()) {
            return Bytes.NONE;
        }
        var json = new byte[entry.length()];
        System.arraycopy(raw.array(), entry.start(), json, 0, json.length);
        return Bytes.of(json);
    }
}
