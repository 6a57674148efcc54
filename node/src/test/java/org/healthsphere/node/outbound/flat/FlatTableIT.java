package org.healthsphere.node.outbound.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against a PostgreSQL server of its own. */
class FlatTableIT {
    private static final JsonNode COLUMNS = json("""
        {'c': [{'name': 'id', 'type': 'id'}, {'name': 'active', 'type': 'boolean'}, {'name': 'n', 'type': 'integer'},
         {'name': 'value', 'type': 'decimal'}, {'name': 'all', 'collection': true}]}\
        """).path("c");

    @Test
    void a_table_is_made_its_rows_are_replaced_at_once_and_a_name_stays_a_name() throws IOException, SQLException {
        try (var server = EmbeddedPostgres.builder().start()) {
            var url = server.getJdbcUrl("postgres", "postgres");
            var table = "people\"; DROP TABLE x; --";
            write(url, table, true, "{'r': ['1', true, 7, 1.50, ['x']]}", "{'r': ['2', null, null, null, []]}");
            assertThat(rows(url, table)).containsExactly("1 t 7 1.50 [\"x\"]", "2 null null null []");

            write(url, table, false, "{'r': ['3', true, 7, 1.5, []]}");
            assertThat(rows(url, table)).hasSize(2);
            write(url, table, true, "{'r': ['3', false, 7, 1.5, []]}");
            assertThat(rows(url, table)).containsExactly("3 f 7 1.5 []");
        }
    }

    @Test
    void days_and_moments_are_days_and_moments_there() throws IOException, SQLException {
        try (var server = EmbeddedPostgres.builder().start()) {
            var url = server.getJdbcUrl("postgres", "postgres");
            var columns =
                    json("{'c': [{'name': 'id', 'type': 'id'}, {'name': 'd', 'type': 'day'}, {'name': 'm', 'type':"
                            + " 'moment'}]}");
            try (var target = FlatTable.of(url, Optional.empty(), "times")) {
                target.columns(columns.path("c"));
                target.row(json("{'r': ['1', '2026-01-02', '2026-01-02T03:04:05']}")
                        .path("r"));
                target.row(json("{'r': ['2', null, null]}").path("r"));
                target.done();
            }
            try (var connection = DriverManager.getConnection(url);
                    var found = connection
                            .createStatement()
                            .executeQuery(
                                    "SELECT pg_typeof(d), pg_typeof(m), d + 1, m + interval '1 hour' FROM times ORDER"
                                            + " BY id")) {
                assertThat(found.next()).isTrue();
                assertThat(List.of(found.getString(1), found.getString(2), found.getString(3), found.getString(4)))
                        .containsExactly("date", "timestamp without time zone", "2026-01-03", "2026-01-02 04:04:05");
                assertThat(found.next()).isTrue();
                assertThat(found.getString(3)).isNull();
            }
        }
    }

    @Test
    void a_refusal_says_nothing_of_a_row() {
        assertThatThrownBy(() -> FlatTable.of("jdbc:postgresql://localhost:1/x", Optional.empty(), "t"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the database refuses, state 08001");
    }

    private static void write(String url, String table, boolean done, String... rows) throws IOException {
        try (var target = FlatTable.of(url, Optional.empty(), table)) {
            target.columns(COLUMNS);
            for (var row : rows) {
                target.row(json(row).path("r"));
            }
            if (done) {
                target.done();
            }
        }
    }

    private static List<String> rows(String url, String table) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var found =
                        statement.executeQuery("SELECT * FROM \"" + table.replace("\"", "\"\"") + "\" ORDER BY id")) {
            while (found.next()) {
                rows.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3) + " "
                        + found.getString(4) + " " + found.getString(5));
            }
        }
        return rows;
    }
}
