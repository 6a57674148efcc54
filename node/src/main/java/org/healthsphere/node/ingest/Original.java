package org.healthsphere.node.ingest;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.healthsphere.node.store.ResourceId;
import org.healthsphere.specs.Bytes;

/**
 * A message as it came, or the part of it that is about one patient.
 *
 * @param part under which it is kept
 * @param id of the message that it came in
 * @param at when it came
 * @param after the store's last change when it was taken in: of two that tell of the same thing the later one has the greater number
 * @param patients whom it told of when it came; the empty text: nobody
 * @param places whose record any of what it tells was ever in
 * @param whole whether it is all of the message
 * @param withdrawn whether somebody has said that it counts no more
 */
public record Original(
        String part,
        MessageId id,
        Instant at,
        long after,
        List<String> patients,
        Set<String> places,
        boolean whole,
        boolean withdrawn,
        Bytes raw) {
    /** In which they count. */
    static final Comparator<Original> ORDER = Comparator.comparingLong(Original::after)
            .thenComparing(Original::at)
            .thenComparing(Original::part);

    public Original {
        patients = List.copyOf(patients);
        places = Set.copyOf(places);
    }

    /** The Provenance of what it tells of this patient. */
    public ResourceId provenance(String patient) {
        return id.resource("Provenance", patient);
    }

    boolean isIn(Replays.Range range) {
        return range.holds(id.source(), id.kind(), at);
    }

    Original withdrawn(boolean now) {
        return new Original(part, id, at, after, patients, places, whole, now, raw);
    }

    /** The same, at another place in the order. */
    Original movedTo(long change) {
        return new Original(part, id, at, change, patients, places, whole, withdrawn, raw);
    }

    /** The same, having told of these too. */
    Original placed(Set<String> more) {
        var all = new TreeSet<>(places);
        all.addAll(more);
        return new Original(part, id, at, after, patients, all, whole, withdrawn, raw);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return part;
    }
}
