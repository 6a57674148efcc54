package org.healthsphere.node.ingest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/** Where messages wait that could not be taken in: whole, durably, until a mapping is mended. */
public interface Quarantine {
    /** Keeps it; durable on return. The same bytes of the same source are one entry. */
    Entry put(String kind, String source, Bytes raw, String reason, Instant now);

    /** The id of an entry, which follows from what it holds. */
    static String id(String kind, String source, Bytes raw) {
        return Ids.digest("quarantine", kind, source, Sha256.of(raw.array()).hex());
    }

    /** Oldest first. */
    List<Entry> list();

    Optional<Bytes> raw(String id);

    /** Forgets it, if it is there. */
    void remove(String id);

    /** What was removed can never be read again, wherever a copy of it lies. */
    void forgetWhatLeft();

    /**
     * What waits.
     *
     * @param reason without health data
     */
    record Entry(String id, String kind, String source, Instant since, String reason) {}
}
