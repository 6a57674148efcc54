package org.healthsphere.node.outbound.flat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.node.ingest.Kit.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlatFileTest {
    private static final JsonNode COLUMNS =
            json("{'c': [{'name': 'id'}, {'name': 'text'}, {'name': 'number'}, {'name': 'all'}]}")
                    .path("c");

    @TempDir
    Path folder;

    @Test
    void a_row_is_a_line_and_nothing_is_not_an_empty_text() throws IOException {
        var file = folder.resolve("rows.csv");
        try (var target = FlatFile.csv(file)) {
            target.columns(COLUMNS);
            target.row(json("{'r': ['1', 'a, b', 1.50, ['x', 'y']]}").path("r"));
            target.columns(COLUMNS);
            target.row(json("{'r': ['2', '', null, null]}").path("r"));
            assertThat(file).doesNotExist();
            target.done();
        }
        assertThat(Files.readString(file))
                .isEqualTo("id,text,number,all\r\n1,\"a, b\",1.50,\"[\"\"x\"\",\"\"y\"\"]\"\r\n2,\"\",,\r\n");
    }

    @Test
    void what_is_not_ended_is_not_there() throws IOException {
        try (var target = FlatFile.csv(folder.resolve("rows.csv"))) {
            target.columns(COLUMNS);
        }
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }
}
