package org.healthsphere.node.outbound.flat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A table of a database, whose rows are replaced in one transaction. */
public final class FlatTable implements FlatTarget {
    private static final int BATCH = 500;

    private final Connection connection;
    private final String table;
    private Optional<PreparedStatement> insert = Optional.empty();
    private List<Integer> types = List.of();
    private int waiting;

    private FlatTable(Connection connection, String table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * A table of a database.
     *
     * @param signIn name and password, if the address does not say them
     */
    public static FlatTable of(String url, Optional<SignIn> signIn, String table) throws IOException {
        return sql(() -> {
            var connection = signIn.isPresent()
                    ? DriverManager.getConnection(
                            url, signIn.get().name(), signIn.get().password())
                    : DriverManager.getConnection(url);
            connection.setAutoCommit(false);
            return new FlatTable(connection, quoted(connection, table));
        });
    }

    /** Who signs in to a database. */
    public record SignIn(String name, String password) {
        /** Never the password. */
        @Override
        public String toString() {
            return name;
        }
    }

    /** Something that a database does. */
    private interface Work<T> {
        T run() throws SQLException;
    }

    /** What a driver says may quote a row; its state does not. */
    private static <T> T sql(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (SQLException e) {
            throw new IOException("the database refuses, state " + e.getSQLState(), null);
        }
    }

    /** A name stays a name, whatever is in it. */
    private static String quoted(Connection connection, String name) throws SQLException {
        var quote = connection.getMetaData().getIdentifierQuoteString().strip();
        return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    @Override
    public void columns(JsonNode columns) throws IOException {
        if (insert.isEmpty()) {
            insert = Optional.of(sql(() -> begun(columns)));
        }
    }

    private PreparedStatement begun(JsonNode columns) throws SQLException {
        var names = new ArrayList<String>();
        var kinds = new ArrayList<Integer>();
        var defined = new ArrayList<String>();
        for (var column : columns) {
            var kind = kind(column);
            names.add(quoted(connection, column.path("name").asText()));
            kinds.add(kind);
            defined.add(names.getLast() + " " + sql(kind));
        }
        types = List.copyOf(kinds);
        try (var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (" + String.join(", ", defined) + ")");
            statement.execute("DELETE FROM " + table);
        }
        return connection.prepareStatement("INSERT INTO " + table + " (" + String.join(", ", names) + ") VALUES ("
                + String.join(", ", Collections.nCopies(names.size(), "?")) + ")");
    }

    private static int kind(JsonNode column) {
        if (column.path("collection").asBoolean()) {
            return Types.VARCHAR;
        }
        return switch (column.path("type").asText()) {
            case "boolean" -> Types.BOOLEAN;
            case "integer", "positiveInt", "unsignedInt" -> Types.INTEGER;
            case "decimal" -> Types.NUMERIC;
            case "day" -> Types.DATE;
            case "moment" -> Types.TIMESTAMP;
            default -> Types.VARCHAR;
        };
    }

    private static String sql(int kind) {
        return switch (kind) {
            case Types.BOOLEAN -> "BOOLEAN";
            case Types.INTEGER -> "INTEGER";
            case Types.NUMERIC -> "NUMERIC";
            case Types.DATE -> "DATE";
            case Types.TIMESTAMP -> "TIMESTAMP";
            default -> "TEXT";
        };
    }

    @Override
    public void row(JsonNode values) throws IOException {
        waiting = sql(() -> added(insert.orElseThrow(), values));
    }

    private int added(PreparedStatement statement, JsonNode values) throws SQLException {
        for (var i = 0; i < types.size(); i++) {
            set(statement, i + 1, types.get(i), values.path(i));
        }
        statement.addBatch();
        if (waiting + 1 < BATCH) {
            return waiting + 1;
        }
        var _ = statement.executeBatch();
        return 0;
    }

    private static void set(PreparedStatement statement, int at, int kind, JsonNode value) throws SQLException {
        if (value.isNull()) {
            statement.setNull(at, kind);
        } else {
            switch (kind) {
                case Types.BOOLEAN -> statement.setBoolean(at, value.asBoolean());
                case Types.INTEGER -> statement.setInt(at, value.asInt());
                case Types.NUMERIC -> statement.setBigDecimal(at, value.decimalValue());
                case Types.DATE -> statement.setObject(at, LocalDate.parse(value.asText()));
                case Types.TIMESTAMP -> statement.setObject(at, LocalDateTime.parse(value.asText()));
                default -> statement.setString(at, value.isContainerNode() ? value.toString() : value.asText());
            }
        }
    }

    @Override
    public void done() throws IOException {
        waiting = sql(() -> {
            var _ = insert.orElseThrow().executeBatch();
            connection.commit();
            return 0;
        });
    }

    @Override
    public void close() throws IOException {
        var _ = sql(() -> {
            try (connection) {
                if (insert.isPresent()) {
                    insert.get().close();
                }
                connection.rollback();
                return true;
            }
        });
    }
}
