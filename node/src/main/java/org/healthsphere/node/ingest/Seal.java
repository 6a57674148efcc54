package org.healthsphere.node.ingest;

import java.util.Set;
import org.healthsphere.specs.Bytes;

/** Keeps what lies on disk from being read or changed by others. */
public interface Seal {
    /** Only {@link #open} with the same context gets the bytes back. */
    Bytes seal(Bytes plain, String context);

    /** What was sealed in any other context can never be opened again, wherever a copy of it lies. */
    void forgetAllBut(Set<String> contexts);

    /** The plain bytes; IllegalStateException when they were altered or belong to another context. */
    Bytes open(Bytes sealed, String context);
}
