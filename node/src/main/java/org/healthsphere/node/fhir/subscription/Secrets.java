package org.healthsphere.node.fhir.subscription;

import org.healthsphere.specs.Bytes;

/** Keeps what subscribers confide from whoever gets at the disk. */
public interface Secrets {
    /** Only {@link #open} with the same context gets the bytes back. */
    Bytes seal(Bytes plain, String context);

    /** The plain bytes; IllegalStateException when they were altered or belong to another context. */
    Bytes open(Bytes sealed, String context);
}
