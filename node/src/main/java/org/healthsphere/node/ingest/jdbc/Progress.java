package org.healthsphere.node.ingest.jdbc;

import java.util.Optional;
import org.healthsphere.specs.Bytes;

/** Where it is written down how far something was read. */
public interface Progress {
    Optional<Bytes> get(String what);

    /** Durable on return. */
    void set(String what, Bytes value);
}
