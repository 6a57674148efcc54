package org.healthsphere.node.ingest.table;

import java.util.Optional;
import org.healthsphere.specs.Outcome;

/** Something that has rows: pulled a few at a time, so that it may be of any size. */
public interface RowSource {
    /**
     * The next rows; empty at the end. The same thing read again gives the same pieces.
     *
     * <p>A fault ends it: {@link org.healthsphere.specs.Fault.Invalid} when it cannot be read, with the row,
     * {@link org.healthsphere.specs.Fault.Unavailable} when it is not there now.
     */
    Outcome<Optional<Rows>> next();

    /** These rows, and those before, are durable. */
    default void taken(Rows rows) {}
}
