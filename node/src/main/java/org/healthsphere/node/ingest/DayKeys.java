package org.healthsphere.node.ingest;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** Closes what must end with a day, and with each of some patients. */
public interface DayKeys {
    /** Only {@link #open} gets the bytes back, and only as long as the day is kept and none of these patients was erased. */
    Bytes close(Bytes plain, LocalDate day, List<String> patients);

    /** The plain bytes; empty when one of the keys is no more. */
    Optional<Bytes> open(Bytes closed);

    /** What was closed on days before this one can never be opened again, wherever a copy of it lies. */
    void endBefore(LocalDate day);
}
