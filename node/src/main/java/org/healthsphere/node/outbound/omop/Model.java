package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** What is said about the model in files of its own: tables, concepts that it defines itself, and views. */
final class Model {
    static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();
    private static final JsonNode TABLES = file("tables.json");

    private Model() {}

    /**
     * A column.
     *
     * @param kind {@code integer}, {@code decimal}, {@code day}, {@code moment} or {@code text}
     * @param most characters of a text
     */
    record Column(String name, String kind, int most) {
        static Column of(String text) {
            var words = text.split(" ", -1);
            return new Column(words[0], words[1], words.length > 2 ? Integer.parseInt(words[2]) : 0);
        }
    }

    static List<Column> columns(String table) {
        var columns = new ArrayList<Column>();
        TABLES.path(table).forEach(column -> columns.add(Column.of(column.asText())));
        return List.copyOf(columns);
    }

    static List<JsonNode> views() {
        return StreamSupport.stream(file("views.json").path("views").spliterator(), false)
                .toList();
    }

    static JsonNode concepts() {
        return file("concepts.json");
    }

    private static JsonNode file(String name) {
        try (var in = Model.class.getResourceAsStream("/omop/" + name)) {
            return JSON.readTree(Optional.ofNullable(in).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
