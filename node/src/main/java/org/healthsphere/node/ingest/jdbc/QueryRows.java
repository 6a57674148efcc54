package org.healthsphere.node.ingest.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.specs.Outcome;

/** The rows of one table after the last one that was taken; what is taken is written down, piece by piece. */
final class QueryRows implements RowSource, AutoCloseable {
    static final int PIECE = 500;
    private static final int LONGEST_ROW = 1 << 20;

    private final Select select;
    private final String table;
    private final String origin;
    private final Notes notes;
    private final PreparedStatement statement;
    private final ResultSet rows;
    private long number;

    /** Where the last row is written down. */
    record Notes(Progress progress, String what) {
        Optional<Watermark> last(List<ColumnKind> kinds) {
            return progress.get(what).flatMap(json -> Watermark.of(json, kinds));
        }

        void set(Watermark last, List<ColumnKind> kinds) {
            progress.set(what, last.json(kinds));
        }
    }

    private QueryRows(Select select, String table, Notes notes, String origin, PreparedStatement statement)
            throws SQLException {
        this.select = select;
        this.table = table;
        this.notes = notes;
        this.origin = origin;
        this.statement = statement;
        this.rows = statement.executeQuery();
    }

    /**
     * Asks.
     *
     * @param most rows that are read at a time: a question must not keep the hospital's database busy for hours
     */
    static QueryRows ask(Connection connection, Select select, String table, Notes notes, Duration timeout, int most)
            throws SQLException {
        var last = notes.last(select.kinds());
        var origin = table + last.map(w -> " after " + w.value()).orElse(" from the beginning");
        var statement = select.after(connection, last);
        try {
            statement.setQueryTimeout((int) timeout.toSeconds());
            statement.setFetchSize(PIECE);
            statement.setMaxRows(most);
            return new QueryRows(select, table, notes, origin, statement);
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    @Override
    public Outcome<Optional<Rows>> next() {
        var piece = new ArrayList<Rows.Row>();
        try {
            while (piece.size() < PIECE && rows.next()) {
                piece.add(bounded(select.row(rows, ++number)));
            }
        } catch (SQLException e) {
            return Outcome.failed(SqlFaults.of(e));
        }
        return Outcome.of(
                piece.isEmpty() ? Optional.empty() : Optional.of(new Rows(table, origin, select.names(), piece)));
    }

    private Rows.Row bounded(Rows.Row row) {
        if (select.watermark(row).isEmpty()) {
            return new Rows.Row(row.number(), row.values(), Optional.of("a column of the key is null"));
        }
        var length = row.values().values().stream().mapToLong(String::length).sum();
        return length <= LONGEST_ROW
                ? row
                : new Rows.Row(
                        row.number(),
                        select.identity(row),
                        Optional.of("is longer than %d characters".formatted(LONGEST_ROW)));
    }

    /** How many were read. */
    long count() {
        return number;
    }

    @Override
    public void taken(Rows taken) {
        List<Rows.Row> all = taken.rows();
        for (var i = all.size() - 1; i >= 0; i--) {
            var last = select.watermark(all.get(i));
            if (last.isPresent()) {
                notes.set(last.get(), select.kinds());
                return;
            }
        }
    }

    @Override
    public void close() throws SQLException {
        try (statement) {
            rows.close();
        }
    }
}
