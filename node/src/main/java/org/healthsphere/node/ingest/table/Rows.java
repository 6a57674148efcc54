package org.healthsphere.node.ingest.table;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.ingest.Json;
import org.healthsphere.specs.Bytes;

/**
 * A few rows of one table, as a message: read by name, each with its number where it came from.
 *
 * @param table which the mapping knows
 * @param origin where they came from, as provenance states it: a file, a query; never a value
 */
public record Rows(String table, String origin, List<String> columns, List<Row> rows) {
    public Rows {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * One row.
     *
     * @param number as people count them: the first below the header is 1
     * @param values by column; a column that is null there is not here
     * @param flaw why it cannot be read as a row of the table, without values
     */
    public record Row(long number, Map<String, String> values, Optional<String> flaw) {
        public Row {
            values = Map.copyOf(values);
        }

        public Row(long number, Map<String, String> values) {
            this(number, values, Optional.empty());
        }

        /** Never the values. */
        @Override
        public String toString() {
            return "row " + number;
        }
    }

    /** A column's name as rules use it: small letters and digits, an underscore for anything between them. */
    public static String column(String name) {
        return name.strip()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9.]+", "_")
                .replaceAll("^[_.]+|[_.]+$", "");
    }

    /** The same, with these rows only. */
    Rows only(List<Row> some) {
        return new Rows(table, origin, columns, some);
    }

    /** Where these rows come from, as provenance states it. */
    public String place() {
        return rows.isEmpty()
                ? origin
                : "%s, rows %d to %d"
                        .formatted(
                                origin, rows.getFirst().number(), rows.getLast().number());
    }

    /** As it travels and waits: the same rows are the same bytes. */
    public Bytes json() {
        var json = Json.object();
        json.put("table", table).put("origin", origin);
        var names = json.putArray("columns");
        columns.forEach(names::add);
        var lines = json.putArray("rows");
        rows.forEach(row -> {
            var line = lines.addArray().add(row.number());
            columns.forEach(column -> line.add(row.values().get(column)));
            row.flaw().ifPresent(line::add);
        });
        return Json.bytes(json);
    }

    /** Empty when the bytes are no such message. */
    public static Optional<Rows> parse(Bytes json) {
        return Json.parse(json).filter(Rows::whole).map(Rows::read);
    }

    private static boolean whole(JsonNode json) {
        var width = json.path("columns").size() + 1;
        return json.path("table").isTextual()
                && json.path("origin").isTextual()
                && Json.elements(json.path("columns")).allMatch(JsonNode::isTextual)
                && Json.elements(json.path("rows")).allMatch(row -> whole(row, width));
    }

    private static boolean whole(JsonNode row, int width) {
        return (row.size() == width || row.size() == width + 1)
                && row.path(0).isIntegralNumber()
                && Json.elements(row).skip(1).allMatch(v -> v.isTextual() || v.isNull());
    }

    private static Rows read(JsonNode json) {
        var columns = Json.elements(json.path("columns")).map(JsonNode::asText).toList();
        var rows = new ArrayList<Row>();
        for (var line : json.path("rows")) {
            var values = new HashMap<String, String>();
            for (var i = 0; i < columns.size(); i++) {
                if (line.path(i + 1).isTextual()) {
                    values.put(columns.get(i), line.path(i + 1).asText());
                }
            }
            var flaw = Optional.of(line.path(columns.size() + 1)).filter(JsonNode::isTextual);
            rows.add(new Row(line.path(0).asLong(), values, flaw.map(JsonNode::asText)));
        }
        return new Rows(json.path("table").asText(), json.path("origin").asText(), columns, rows);
    }

    /** Never the values. */
    @Override
    public String toString() {
        return rows.size() + " rows of " + table;
    }
}
