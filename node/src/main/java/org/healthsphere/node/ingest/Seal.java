package org.healthsphere.node.ingest;

import org.healthsphere.specs.Bytes;

/** Keeps what lies on disk from being read or changed by others. */
public interface Seal {
    /** Only {@link #open} with the same context gets the bytes back. */
    Bytes seal(Bytes plain, String context);

    /** What was sealed in this context can never be opened again. */
    void forget(String context);

    /** The plain bytes; IllegalStateException when they were altered or belong to another context. */
    Bytes open(Bytes sealed, String context);
}
