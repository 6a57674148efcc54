package org.healthsphere.node.ingest.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The question for the rows of one table that came or changed, in the order of watermark and key. */
final class Select {
    private final Database.Query query;
    private final List<Column> columns;
    private final List<Column> order;
    private final String sql;
    private final String quote;

    /** A column as the database calls it, and as rules do. */
    record Column(int index, String label, String name, ColumnKind kind) {}

    private Select(Database.Query query, List<Column> columns, List<Column> order, String from, String quote) {
        this.query = query;
        this.columns = columns;
        this.order = order;
        this.quote = quote;
        this.sql = "SELECT * FROM " + from + " hie_rows WHERE "
                + quoted(order.getFirst().label()) + " IS NOT NULL";
    }

    /** Asks the database which columns there are. */
    static Outcome<Select> prepare(Connection connection, Database.Query query) throws SQLException {
        var quote = connection.getMetaData().getIdentifierQuoteString().strip();
        var from = switch (query.from()) {
            case Database.From.Sql(var text) -> "(" + text + ")";
            case Database.From.Relation(var path) ->
                path.stream().map(p -> quote + p + quote).collect(Collectors.joining("."));
        };
        List<Column> columns;
        try (var statement = connection.prepareStatement("SELECT * FROM " + from + " hie_rows WHERE 1 = 0");
                var none = statement.executeQuery()) {
            columns = columns(none);
        }
        var problems = new ArrayList<Fault.Problem>();
        var names = new HashSet<String>();
        columns.stream()
                .filter(c -> !names.add(c.name()))
                .forEach(c -> problems.add(
                        new Fault.Problem("column " + c.name(), "is there twice; name the columns in a query")));
        var order = new ArrayList<Column>();
        find(columns, query.watermark(), "watermark", problems).ifPresent(order::add);
        query.key().forEach(k -> find(columns, k, "key", problems).ifPresent(order::add));
        if (problems.isEmpty()
                && !query.lag().isZero()
                && !order.getFirst().kind().isTime()) {
            problems.add(new Fault.Problem("lag", "the watermark is no time"));
        }
        return problems.isEmpty()
                ? Outcome.of(new Select(query, columns, order, from, quote))
                : Outcome.failed(new Fault.Invalid(problems));
    }

    private static List<Column> columns(ResultSet rows) throws SQLException {
        var meta = rows.getMetaData();
        var columns = new ArrayList<Column>();
        for (var i = 1; i <= meta.getColumnCount(); i++) {
            var label = meta.getColumnLabel(i);
            columns.add(new Column(
                    i, label, Rows.column(label), ColumnKind.of(meta.getColumnType(i), meta.getColumnTypeName(i))));
        }
        return List.copyOf(columns);
    }

    private static Optional<Column> find(List<Column> columns, String name, String what, List<Fault.Problem> problems) {
        var found = columns.stream()
                .filter(c -> c.label().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
        if (found.isEmpty()) {
            problems.add(new Fault.Problem(
                    what + " " + name,
                    "is no column; there are "
                            + columns.stream().map(Column::label).collect(Collectors.joining(", "))));
        } else if (!found.get().kind().rises()) {
            problems.add(new Fault.Problem(what + " " + name, "is of a type by which rows cannot be ordered"));
        }
        return found;
    }

    List<String> names() {
        return columns.stream().map(Column::name).toList();
    }

    /** Of the watermark and the key. */
    List<ColumnKind> kinds() {
        return order.stream().map(Column::kind).toList();
    }

    /** What comes after, as far as it is old enough. Close the statement. */
    PreparedStatement after(Connection connection, Optional<Watermark> last) throws SQLException {
        var text = new StringBuilder(sql);
        var lagged = !query.lag().isZero();
        if (lagged) {
            text.append(" AND ").append(quoted(order.getFirst().label())).append(" <= ?");
        }
        last.ifPresent(_ -> text.append(" AND (").append(later(0)).append(")"));
        text.append(order.stream().map(c -> quoted(c.label())).collect(Collectors.joining(", ", " ORDER BY ", "")));
        var statement = connection.prepareStatement(text.toString());
        var at = 1;
        if (lagged) {
            order.getFirst().kind().bind(statement, at++, horizon(connection));
        }
        if (last.isPresent()) {
            bind(statement, at, last.get());
        }
        return statement;
    }

    /** Of equal watermarks the greater key is later: a > ? OR (a = ? AND (b > ? OR ...)). */
    private String later(int from) {
        var name = quoted(order.get(from).label());
        return from == order.size() - 1
                ? name + " > ?"
                : "%s > ? OR (%s = ? AND (%s))".formatted(name, name, later(from + 1));
    }

    private void bind(PreparedStatement statement, int first, Watermark last) throws SQLException {
        var at = first;
        for (var i = 0; i < order.size(); i++) {
            var kind = order.get(i).kind();
            kind.bind(statement, at++, last.values().get(i));
            if (i < order.size() - 1) {
                kind.bind(statement, at++, last.values().get(i));
            }
        }
    }

    /** By the database's own clock. */
    private String horizon(Connection connection) throws SQLException {
        var local = order.getFirst().kind() == ColumnKind.LOCAL_TIME;
        try (var statement = connection.createStatement();
                var now = statement.executeQuery(clock())) {
            if (!now.next()) {
                throw new SQLException("a database that has no time");
            }
            return local
                    ? now.getObject(1, LocalDateTime.class).minus(query.lag()).toString()
                    : now.getObject(1, OffsetDateTime.class)
                            .minus(query.lag())
                            .withOffsetSameInstant(ZoneOffset.UTC)
                            .toString();
        }
    }

    private String clock() {
        return order.getFirst().kind() == ColumnKind.LOCAL_TIME
                ? "SELECT CAST(CURRENT_TIMESTAMP AS TIMESTAMP)"
                : "SELECT CURRENT_TIMESTAMP";
    }

    /** The row at which the result stands. */
    Rows.Row row(ResultSet rows, long number) throws SQLException {
        Map<String, String> values = new HashMap<>();
        for (var column : columns) {
            column.kind().read(rows, column.index()).ifPresent(v -> values.put(column.name(), v));
        }
        return new Rows.Row(number, values);
    }

    /** Empty when a part of the key is null: such a row has no place in the order. */
    Optional<Watermark> watermark(Rows.Row row) {
        return order.stream().allMatch(c -> row.values().containsKey(c.name()))
                ? Optional.of(new Watermark(order.stream()
                        .map(c -> row.values().getOrDefault(c.name(), ""))
                        .toList()))
                : Optional.empty();
    }

    /** The columns by which the row has its place. */
    Map<String, String> identity(Rows.Row row) {
        var values = new HashMap<>(row.values());
        values.keySet().retainAll(order.stream().map(Column::name).toList());
        return values;
    }

    private String quoted(String name) {
        return quote + name.replace(quote, quote + quote) + quote;
    }
}
