package org.healthsphere.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** A table of a database, whose rows are replaced in one transaction. */
final class FlatTable implements FlatTarget {
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

    static FlatTable of(Connection connection, String table) throws SQLException {
        connection.setAutoCommit(false);
        return new FlatTable(connection, quoted(connection, table));
    }

    /** A name stays a name, whatever is in it. */
    private static String quoted(Connection connection, String name) throws SQLException {
        var quote = connection.getMetaData().getIdentifierQuoteString().strip();
        return quote.isEmpty() ? name : quote + name.replace(quote, quote + quote) + quote;
    }

    @Override
    public void columns(JsonNode columns) throws SQLException {
        if (insert.isPresent()) {
            return;
        }
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
        insert = Optional.of(connection.prepareStatement("INSERT INTO " + table + " (" + String.join(", ", names)
                + ") VALUES (" + String.join(", ", Collections.nCopies(names.size(), "?")) + ")"));
    }

    private static int kind(JsonNode column) {
        if (column.path("collection").asBoolean()) {
            return Types.VARCHAR;
        }
        return switch (column.path("type").asText()) {
            case "boolean" -> Types.BOOLEAN;
            case "integer", "positiveInt", "unsignedInt" -> Types.INTEGER;
            case "decimal" -> Types.NUMERIC;
            default -> Types.VARCHAR;
        };
    }

    private static String sql(int kind) {
        return switch (kind) {
            case Types.BOOLEAN -> "BOOLEAN";
            case Types.INTEGER -> "INTEGER";
            case Types.NUMERIC -> "NUMERIC";
            default -> "TEXT";
        };
    }

    @Override
    public void row(JsonNode values) throws SQLException {
        var statement = insert.orElseThrow();
        for (var i = 0; i < types.size(); i++) {
            set(statement, i + 1, types.get(i), values.path(i));
        }
        statement.addBatch();
        waiting++;
        if (waiting == BATCH) {
            send(statement);
        }
    }

    private static void set(PreparedStatement statement, int at, int kind, JsonNode value) throws SQLException {
        if (value.isNull()) {
            statement.setNull(at, kind);
        } else {
            switch (kind) {
                case Types.BOOLEAN -> statement.setBoolean(at, value.asBoolean());
                case Types.INTEGER -> statement.setInt(at, value.asInt());
                case Types.NUMERIC -> statement.setBigDecimal(at, value.decimalValue());
                default -> statement.setString(at, value.isContainerNode() ? value.toString() : value.asText());
            }
        }
    }

    private void send(PreparedStatement statement) throws SQLException {
        var _ = statement.executeBatch();
        waiting = 0;
    }

    @Override
    public void done() throws SQLException {
        send(insert.orElseThrow());
        connection.commit();
    }

    @Override
    public void close() throws SQLException {
        try (connection) {
            if (insert.isPresent()) {
                insert.get().close();
            }
            connection.rollback();
        }
    }
}
