package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;

/** Where flat rows go. What is there before {@link #done} does not count. */
interface FlatTarget extends AutoCloseable {
    /** Told with each page; the same each time. */
    void columns(JsonNode columns) throws IOException, SQLException;

    void row(JsonNode values) throws IOException, SQLException;

    void done() throws IOException, SQLException;

    @Override
    void close() throws IOException, SQLException;
}
