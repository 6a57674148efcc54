package org.healthsphere.node.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.config.SourcesFile.Fed;
import org.healthsphere.node.ingest.Faults;
import org.healthsphere.node.ingest.Kit;
import org.healthsphere.node.ingest.jdbc.Database;
import org.healthsphere.node.ingest.table.CsvFolder;
import org.healthsphere.node.ingest.table.CsvForm;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class SourcesFileTest {
    private static final Path FOLDER = Path.of("/srv/hie");

    @Test
    void what_is_written_is_read_again() {
        assertThat(SourcesFile.read(SourcesFile.write(List.of(Kit.source())), FOLDER))
                .isEqualTo(Outcome.of(List.of(Fed.sending(Kit.source()))));
    }

    @Test
    void the_character_set_of_messages_that_name_none_is_read_and_written() {
        var read = read("""
            [{"name": "reg", "zone": "Europe/Berlin", "v2": {"charset": "windows-1252"}}]""").orElseThrow();
        var source = read.getFirst().source();

        assertThat(source.charset()).isEqualTo(Charset.forName("windows-1252"));
        assertThat(SourcesFile.read(SourcesFile.write(List.of(source)), FOLDER)).isEqualTo(Outcome.of(read));
    }

    @Test
    void a_folder_and_a_database_are_read_with_their_defaults() {
        var read = read("""
            [{"name": "lab", "zone": "Europe/Berlin",
              "csv": {"folder": "in/lab", "files": {"labs-*.csv": "labs"}, "charset": "windows-1252", "delimiter": "tab"},
              "jdbc": {"url": "jdbc:postgresql://db/lis", "user": "reader", "password": "lis.secret",
                       "tables": {"labs": {"from": "public.results", "key": ["id"], "watermark": "changed", "lag": 30},
                                  "patients": {"query": "select * from people", "key": ["id"], "watermark": "version"}}}}]\
            """).orElseThrow().getFirst();

        assertThat(read.csv())
                .contains(new CsvFolder.Place(
                        FOLDER.resolve("in/lab"),
                        Map.of("labs-*.csv", "labs"),
                        new CsvForm(Charset.forName("windows-1252"), '\t', '"', "")));
        assertThat(read.jdbc())
                .contains(new Database(
                        "jdbc:postgresql://db/lis",
                        Optional.of("reader"),
                        Optional.of(FOLDER.resolve("lis.secret")),
                        Optional.empty(),
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        List.of(
                                new Database.Query(
                                        "labs",
                                        Database.From.Relation.of("public.results"),
                                        List.of("id"),
                                        "changed",
                                        Duration.ofSeconds(30)),
                                new Database.Query(
                                        "patients",
                                        new Database.From.Sql("select * from people"),
                                        List.of("id"),
                                        "version",
                                        Duration.ZERO))));
    }

    @Test
    void every_problem_is_told_with_its_source_and_setting() {
        assertThat(refusal("""
            [{"name": "a", "zone": "Nowhere"},
             {"name": "b", "zone": "UTC", "colour": "red"},
             {"name": "c", "zone": "UTC", "csv": {"folder": "in", "files": {"*": "labs"}, "charset": "latin-99"}},
             {"name": "v", "zone": "UTC", "v2": {"charset": "UTF-16"}},
             {"name": "d", "zone": "UTC", "csv": {"folder": "in", "files": {"*": "labs"}, "delimiter": "ab"}},
             {"name": "e", "zone": "UTC", "jdbc": {"url": "jdbc:x://u:secret@h/d", "tables": {}}},
             {"name": "f", "zone": "UTC", "jdbc": {"url": "jdbc:x:y", "tables": {"t": {"from": "a\\"; drop table b", "key": ["id"], "watermark": "w"}}}},
             {"name": "g", "zone": "UTC", "jdbc": {"url": "jdbc:x:y", "tables": {"t": {"from": "a", "key": ["id; drop"], "watermark": "w"}}}},
             {"name": "h", "zone": "UTC", "jdbc": {"url": "jdbc:x:y", "tables": {"t": {"query": "delete from a", "key": ["id"], "watermark": "w"}}}},
             {"name": "i", "zone": "UTC", "jdbc": {"url": "jdbc:x:y", "tables": {"t": {"key": ["id"], "watermark": "w"}}}},
             {"name": "i", "zone": "UTC"}]\
            """))
                .isEqualTo("sources.json: a: zone: a time zone is expected, as Europe/Berlin; "
                        + "sources.json: b: colour: there is no such setting; "
                        + "sources.json: c: csv.charset: a character set is expected, as UTF-8 or windows-1252; "
                        + "sources.json: v: v2.charset: one that has ASCII's letters is expected, as UTF-8 or windows-1252; "
                        + "sources.json: d: csv.delimiter: one character is expected, or tab; "
                        + "sources.json: e: url: holds a password; it belongs into the file that password names; "
                        + "sources.json: f: tables: relation: from: letters, digits and underscores are expected; "
                        + "sources.json: g: tables: t: key: letters, digits and underscores are expected; "
                        + "sources.json: h: query: one SELECT without a semicolon is expected; "
                        + "sources.json: i: jdbc.tables.t.from: give either from, a table, or query, a SELECT; "
                        + "sources.json: i: is there twice");
    }

    @Test
    void what_is_no_json_is_refused_by_line_and_column() {
        assertThat(refusal("[{\"name\": \"a\",\n,}]"))
                .startsWith("sources.json: line 2, column 1: Unexpected character");
        assertThat(refusal("{}")).isEqualTo("sources.json: must be a JSON array with an object for each source");
    }

    private static String refusal(String text) {
        return read(text) instanceof Outcome.Failure<List<Fed>>(var fault) ? Faults.text(fault) : "not refused";
    }

    private static Outcome<List<Fed>> read(String text) {
        return SourcesFile.read(Bytes.utf8(text), FOLDER);
    }
}
