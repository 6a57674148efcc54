package org.healthsphere.node.ingest.jdbc;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.util.Optional;
import org.healthsphere.specs.Fault;

/** What a database says, by its state and never in its own words: those may quote a row. */
final class SqlFaults {
    private static final String CANCELLED = "57014";

    private SqlFaults() {}

    static Fault of(SQLException e) {
        var state = Optional.ofNullable(e.getSQLState()).orElse("");
        if (e instanceof SQLTimeoutException || state.equals(CANCELLED)) {
            return new Fault.Timeout("the database's answer; raise timeout, or give it an index on watermark and key");
        }
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28" -> new Fault.Unavailable("the database: it refuses user or password");
            case "08" -> new Fault.Unavailable("the database: it cannot be reached");
            case "42" ->
                new Fault.Invalid(
                        "the database does not know a name in the query, or may not show it (SQLState " + state + ")");
            default -> new Fault.Unavailable("the database (SQLState " + state + ")");
        };
    }
}
