package org.healthsphere.node.ingest.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.Source;
import org.healthsphere.node.ingest.table.Intake;
import org.healthsphere.node.ingest.table.TableFeed;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a PostgreSQL server of its own. */
class PostgresIT {
    /** Longer than any machine needs for a few rows. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final String TABLE = """
            CREATE TABLE results (
              id integer PRIMARY KEY, mrn text NOT NULL, code text, value numeric, unit text,
              taken timestamp NOT NULL, final boolean, changed timestamptz NOT NULL)""";
    private static final String MAPPING = """
            {"settings": {"tables": {"results": {"maps": ["known-patient", "result"]}}},
             "maps": {"result": {"resource": "Observation", "key": [["id"]], "require": ["subject", "code"], "onExisting": "replace",
                "defaults": {"status": "preliminary"},
                "rules": [
                  {"value": "final", "to": "status", "when": "final = true"},
                  {"from": "code", "to": "code.coding[0].code", "as": "code"},
                  {"from": "value", "to": "valueQuantity.value", "as": "decimal"},
                  {"from": "unit", "to": "valueQuantity.unit"},
                  {"refer": "patient", "to": "subject"},
                  {"from": "taken", "to": "effectiveDateTime", "as": "dateTime"},
                  {"from": "changed", "to": "issued", "as": "instant"}]}}}""";

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedPostgres server;

    @TempDir
    Path folder;

    private final Map<String, Bytes> notes = new HashMap<>();
    private final TableFeed feed = new TableFeed(Map.of("results.json", Bytes.utf8(MAPPING)));
    private Kit kit;

    @BeforeAll
    static void start() throws IOException {
        server = EmbeddedPostgres.builder().start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void open() throws SQLException {
        var source = new Source(
                "lis", ZoneId.of("Europe/Berlin"), Map.of("", "https://north.example/mrn"), Map.of(), Map.of());
        kit = new Kit(folder.resolve("quarantine"), source, feed);
        sql("DROP TABLE IF EXISTS results CASCADE", TABLE);
    }

    @Test
    void what_a_row_says_keeps_its_type() throws SQLException {
        sql("""
            INSERT INTO results VALUES
              (1, '7', 'A', 5.40, 'mmol/L', '2026-07-01 08:30:00', true, '2026-07-01 09:00:00.123456+00'),
              (2, '7', 'B', 0.00001, '', '2026-01-01 08:30:00', false, '2026-07-01 09:00:00.2+02'),
              (3, '8', 'C', NULL, NULL, '2026-01-01 00:00:00', NULL, '2026-07-02 00:00:00+00')""");

        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(3, 0, 0)));

        assertThat(kit.all("Observation")).containsExactlyInAnyOrder(Kit.json("""
                    {'status': 'final', 'code': {'coding': [{'code': 'A'}]}, 'valueQuantity': {'value': 5.40, 'unit': 'mmol/L'},
                     'subject': {'reference': 'Patient/*'}, 'effectiveDateTime': '2026-07-01T08:30:00+02:00', 'issued': '2026-07-01T09:00:00.123456Z'}"""), Kit.json("""
                    {'status': 'preliminary', 'code': {'coding': [{'code': 'B'}]}, 'valueQuantity': {'value': 0.00001},
                     'subject': {'reference': 'Patient/*'}, 'effectiveDateTime': '2026-01-01T08:30:00+01:00', 'issued': '2026-07-01T07:00:00.2Z'}"""), Kit.json("""
                    {'status': 'preliminary', 'code': {'coding': [{'code': 'C'}]},
                     'subject': {'reference': 'Patient/*'}, 'effectiveDateTime': '2026-01-01T00:00:00+01:00', 'issued': '2026-07-02T00:00:00Z',
                     'dataAbsentReason': {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/data-absent-reason', 'code': 'unknown'}]}}"""));
    }

    @Test
    void only_what_came_or_changed_is_read_and_of_equal_times_none_is_lost() throws SQLException {
        sql(
                "INSERT INTO results SELECT i, (i % 20)::text, 'A', i, 'u', now(), true, '2026-07-01 09:00+00' FROM generate_series(1, 700) i");
        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(700, 0, 0)));

        sql(
                "INSERT INTO results SELECT i, '1', 'A', i, 'u', now(), true, '2026-07-01 09:00+00' FROM generate_series(701, 705) i",
                "UPDATE results SET value = -1, changed = '2026-07-01 10:00+00' WHERE id = 3");
        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(6, 0, 0)));
        assertThat(poll()).isEqualTo(Outcome.of(Intake.Summary.NONE));

        assertThat(kit.current("Observation")).hasSize(705);
        assertThat(kit.current("Observation").stream()
                        .map(StoredResource::version)
                        .collect(Collectors.summingLong(v -> v)))
                .isEqualTo(706);
    }

    @Test
    void a_watermark_that_gets_another_type_is_read_from_the_beginning_and_nothing_is_lost() throws SQLException {
        sql(
                "INSERT INTO results SELECT i, '1', 'A', i, 'u', now(), true, '2026-07-01 09:00+00' FROM generate_series(1, 3) i");
        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(3, 0, 0)));

        sql(
                "ALTER TABLE results ALTER changed TYPE timestamp USING changed AT TIME ZONE 'UTC'",
                "INSERT INTO results VALUES (4, '1', 'A', 4, 'u', now(), true, '2026-07-01 10:00')");

        assertThat(poll()).isInstanceOf(Outcome.Success.class);
        assertThat(kit.current("Observation")).hasSize(4);
        assertThat(poll()).isEqualTo(Outcome.of(Intake.Summary.NONE));
    }

    @Test
    void a_table_that_vanishes_and_comes_back_is_read_on() throws SQLException {
        sql("INSERT INTO results VALUES (1, '1', 'A', 4, 'u', now(), true, '2026-07-01 10:00+00')");
        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));

        sql("ALTER TABLE results RENAME TO gone");
        assertThat(poll()).isInstanceOf(Outcome.Failure.class);

        sql(
                "ALTER TABLE gone RENAME TO results",
                "INSERT INTO results VALUES (2, '1', 'A', 4, 'u', now(), true, '2026-07-01 10:00+00')");
        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
    }

    @Test
    void who_loses_the_note_of_what_was_read_reads_it_again_and_changes_nothing() throws SQLException {
        sql(
                "INSERT INTO results SELECT i, '1', 'A', i, 'u', now(), true, '2026-07-01 09:00+00' FROM generate_series(1, 3) i");
        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(3, 0, 0)));
        var before = kit.store.lastChange();

        notes.clear();

        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(0, 3, 0)));
        assertThat(kit.store.lastChange()).isEqualTo(before);
    }

    @Test
    void a_row_that_is_younger_than_the_lag_waits_for_those_that_commit_late() throws SQLException {
        sql(
                "INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now() - interval '1 hour'), (2, '7', 'A', 1, 'u', now(), true, now())");

        assertThat(poll(relation("results", Duration.ofMinutes(5)))).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
    }

    @Test
    void a_query_may_join_and_rename() throws SQLException {
        sql("INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now())");
        var query = new Database.Query(
                "results",
                new Database.From.Sql(
                        "SELECT id, mrn, upper(code) AS code, value, unit, taken, final, changed AS \"Changed\" FROM results WHERE id > 0"),
                List.of("id"),
                "changed",
                Duration.ZERO);

        assertThat(poll(query)).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 0)));
    }

    @Test
    void a_key_of_several_columns_and_other_types_keeps_the_order() throws SQLException {
        sql(
                "CREATE TABLE keyed (a uuid, b text, mrn text, code text, day date)",
                "INSERT INTO keyed SELECT md5(i::text)::uuid, chr(65 + i % 3), '7', 'A', '2026-01-01' FROM generate_series(1, 1200) i");
        var mapping = """
                {"settings": {"tables": {"keyed": {"maps": ["known-patient", "thing"]}}},
                 "maps": {"thing": {"resource": "Observation", "key": [["a", "b"]], "rules": [{"from": "code", "to": "code.text"}]}}}""";
        var other = new TableFeed(Map.of("keyed.json", Bytes.utf8(mapping)));
        kit = new Kit(
                folder.resolve("other"), new Source("lis", ZoneId.of("UTC"), Map.of(), Map.of(), Map.of()), other);
        var query = new Database.Query(
                "keyed", Database.From.Relation.of("public.keyed"), List.of("b", "a"), "day", Duration.ZERO);

        assertThat(poll(query, other)).isEqualTo(Outcome.of(new Intake.Summary(1200, 0, 0)));
        assertThat(poll(query, other)).isEqualTo(Outcome.of(Intake.Summary.NONE));
        sql("DROP TABLE keyed");
    }

    @Test
    void the_database_cannot_be_written_to_whatever_the_query_tries() throws SQLException {
        sql(
                "CREATE OR REPLACE FUNCTION greedy() RETURNS integer LANGUAGE sql AS 'DELETE FROM results RETURNING id'",
                "INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now())");
        var query = new Database.Query(
                "results",
                new Database.From.Sql(
                        "SELECT greedy() AS id, mrn, code, value, unit, taken, final, changed FROM results"),
                List.of("id"),
                "changed",
                Duration.ZERO);

        assertThat(text(poll(query))).isEqualTo("unavailable: the database (SQLState 25006)");
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void what_is_wrong_is_told_by_name_and_without_a_row() throws SQLException {
        sql("INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now())");

        assertThat(text(poll(new Database.Query(
                        "results", Database.From.Relation.of("results"), List.of("nr"), "final", Duration.ZERO))))
                .isEqualTo("watermark final: is of a type by which rows cannot be ordered; "
                        + "key nr: is no column; there are id, mrn, code, value, unit, taken, final, changed");
        assertThat(text(poll(new Database.Query(
                        "results", Database.From.Relation.of("nothing"), List.of("id"), "changed", Duration.ZERO))))
                .isEqualTo("the database does not know a name in the query, or may not show it (SQLState 42P01)");
        assertThat(text(poll(new Database.Query(
                        "results",
                        new Database.From.Sql("SELECT id, changed FROM results"),
                        List.of("id"),
                        "changed",
                        Duration.ZERO))))
                .startsWith("column mrn: is missing in table results");
        var slow = new Database.Query(
                "results",
                new Database.From.Sql("SELECT r.*, pg_sleep(300) FROM results r"),
                List.of("id"),
                "changed",
                Duration.ZERO);
        assertThat(text(poll(database(List.of(slow), Duration.ofSeconds(2)), feed)))
                .isEqualTo(
                        "not in time: the database's answer; raise timeout, or give it an index on watermark and key");
    }

    @Test
    void a_server_that_is_gone_without_a_word_is_not_waited_for() throws SQLException {
        var drivers = new Drivers(database(List.of(relation("results", Duration.ZERO)), Duration.ofSeconds(1)));
        try (var connection = drivers.connect().orElseThrow();
                var statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("SELECT pg_sleep(3600)"))
                    .isInstanceOf(SQLException.class)
                    .hasRootCauseInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_password_comes_from_its_file_and_a_wrong_one_is_said_to_be() throws SQLException, IOException {
        sql("INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now())");
        var database = new Database(
                "jdbc:postgresql://localhost:" + server.getPort() + "/nowhere",
                Optional.of("postgres"),
                Optional.of(Files.writeString(folder.resolve("secret"), "postgres\n")),
                Optional.empty(),
                Duration.ofSeconds(1),
                PATIENCE,
                List.of(relation("results", Duration.ZERO)));

        assertThat(text(new DatabasePoll("lis", database, new Intake(kit.ingest, "lis"), feed, progress()).poll()))
                .isEqualTo("unavailable: the database (SQLState 3D000)");
        assertThat(text(poll(withUrl("jdbc:postgresql://localhost:1/x"), feed)))
                .isEqualTo("unavailable: the database: it cannot be reached");
        assertThat(text(poll(withUrl("jdbc:oracle:thin:@h"), feed)))
                .isEqualTo("no driver understands the url: name the driver's jar under driver");
    }

    @Test
    void a_table_that_cannot_be_read_does_not_keep_the_others() throws SQLException {
        sql("INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now())");
        var database = database(List.of(relation("nothing", Duration.ZERO), relation("results", Duration.ZERO)));

        assertThat(new DatabasePoll("lis", database, new Intake(kit.ingest, "lis"), feed, progress()).poll())
                .isInstanceOf(Outcome.Failure.class);
        assertThat(kit.all("Observation")).hasSize(1);
    }

    @Test
    void no_row_of_a_piece_is_lost_when_one_cannot_be_taken() throws SQLException {
        sql(
                "INSERT INTO results VALUES (1, '7', 'A', 1, 'u', now(), true, now()), (2, '', 'A', 1, 'u', now(), true, now())");

        assertThat(poll()).isEqualTo(Outcome.of(new Intake.Summary(1, 0, 1)));
        assertThat(kit.ingest.quarantined().getFirst().reason())
                .isEqualTo("row 2, column mrn: an identifier that tells the patient is missing");
        assertThat(poll()).isEqualTo(Outcome.of(Intake.Summary.NONE));
        assertThat(Set.copyOf(notes.keySet())).isEqualTo(new TreeSet<>(Set.of("lis/results")));
    }

    private static Database.Query relation(String from, Duration lag) {
        return new Database.Query("results", Database.From.Relation.of(from), List.of("id"), "changed", lag);
    }

    private static Database database(List<Database.Query> queries) {
        return database(queries, PATIENCE);
    }

    private static Database database(List<Database.Query> queries, Duration timeout) {
        return new Database(
                server.getJdbcUrl("postgres", "postgres").replaceFirst("[?].*", ""),
                Optional.of("postgres"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                timeout,
                queries);
    }

    private static Database withUrl(String url) {
        return new Database(
                url,
                Optional.of("postgres"),
                Optional.empty(),
                Optional.empty(),
                Duration.ofSeconds(1),
                PATIENCE,
                List.of(relation("results", Duration.ZERO)));
    }

    private Outcome<Intake.Summary> poll() {
        return poll(relation("results", Duration.ZERO));
    }

    private Outcome<Intake.Summary> poll(Database.Query query) {
        return poll(query, feed);
    }

    private Outcome<Intake.Summary> poll(Database.Query query, TableFeed feed) {
        return poll(database(List.of(query)), feed);
    }

    private Outcome<Intake.Summary> poll(Database database, TableFeed feed) {
        return new DatabasePoll("lis", database, new Intake(kit.ingest, "lis"), feed, progress()).poll();
    }

    private Progress progress() {
        return new Progress() {
            @Override
            public Optional<Bytes> get(String what) {
                return Optional.ofNullable(notes.get(what));
            }

            @Override
            public void set(String what, Bytes value) {
                notes.put(what, value);
            }
        };
    }

    private static String text(Outcome<?> outcome) {
        return outcome instanceof Outcome.Failure<?>(var fault) ? Faults.text(fault) : "not refused";
    }

    private static int count() throws SQLException {
        try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM results")) {
            assertThat(rows.next()).isTrue();
            return rows.getInt(1);
        }
    }

    private static void sql(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(server.getJdbcUrl("postgres", "postgres"));
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
