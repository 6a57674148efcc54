package org.healthsphere.node.outbound.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Read by a library that shares no code with the one that writes. */
class FlatParquetTest {
    private static final JsonNode COLUMNS = json("""
            {'c': [{'name': 'id', 'type': 'id'}, {'name': 'active', 'type': 'boolean'}, {'name': 'n', 'type': 'integer'},
             {'name': 'value', 'type': 'decimal'}, {'name': 'day', 'type': 'day'}, {'name': 'moment', 'type': 'moment'},
             {'name': 'all', 'type': 'integer', 'collection': true}]}""").path("c");

    @TempDir
    Path folder;

    @Test
    void rows_are_read_as_they_were_written_and_nothing_is_nothing() throws IOException {
        var file = folder.resolve("rows.parquet");
        try (var target = FlatParquet.of(file)) {
            target.columns(COLUMNS);
            target.row(json("{'r': ['ä', true, 7000000000, 1.5, '2026-01-02', '2026-01-02T08:30:00', [1, 2]]}").path("r"));
            target.columns(COLUMNS);
            target.row(json("{'r': ['', null, null, null, null, null, []]}").path("r"));
            assertThat(file).doesNotExist();
            target.done();
        }

        assertThat(rows(file))
                .containsExactly(
                        List.of("ä", true, 7_000_000_000L, 1.5, LocalDate.of(2026, 1, 2), LocalDateTime.of(2026, 1, 2, 8, 30), "[1,2]"),
                        List.of("", "-", "-", "-", "-", "-", "[]"));
    }

    @Test
    void ten_thousand_rows_are_ten_thousand() throws IOException {
        var file = folder.resolve("rows.parquet");
        try (var target = FlatParquet.of(file)) {
            target.columns(COLUMNS);
            for (var i = 0; i < 10_000; i++) {
                target.row(json("{'r': ['id%d', null, %d, null, null, null, []]}".formatted(i % 10, i)).path("r"));
            }
            target.done();
        }

        assertThat(rows(file)).hasSize(10_000).last().isEqualTo(List.of("id9", "-", 9_999L, "-", "-", "-", "[]"));
    }

    @Test
    void what_is_not_ended_is_not_there() throws IOException {
        try (var target = FlatParquet.of(folder.resolve("rows.parquet"))) {
            target.columns(COLUMNS);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static List<List<Object>> rows(Path file) throws IOException {
        var rows = new ArrayList<List<Object>>();
        try (var reader = ParquetFileReader.open(InputFile.of(file));
                var found = reader.rowReader()) {
            while (found.hasNext()) {
                found.next();
                var row = new ArrayList<Object>();
                for (var i = 0; i < COLUMNS.size(); i++) {
                    row.add(found.isNull(i) ? "-" : value(found, i));
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Object value(RowReader row, int column) {
        return switch (column) {
            case 1 -> row.getBoolean(column);
            case 2 -> row.getLong(column);
            case 3 -> row.getDouble(column);
            case 4 -> row.getDate(column);
            case 5 -> row.getLocalTimestamp(column);
            default -> row.getString(column);
        };
    }
}
