package org.healthsphere.node.outbound.flat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/**
 * Where flat rows go. What is there before {@link #done} does not count.
 *
 * <p>An IOException says what cannot be written to, and holds no value of a row.
 */
public interface FlatTarget extends AutoCloseable {
    /**
     * Told with each page; the same each time.
     *
     * <p>Each has a {@code name}, a {@code type} of FHIR, or {@code day} (a whole date) or {@code moment} (a date and time without a
     * zone), and may be a {@code collection}.
     */
    void columns(JsonNode columns) throws IOException;

    void row(JsonNode values) throws IOException;

    void done() throws IOException;

    @Override
    void close() throws IOException;
}
