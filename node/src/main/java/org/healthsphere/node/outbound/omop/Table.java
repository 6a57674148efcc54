package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.outbound.flat.FlatTarget;

/** One table while it is written: its columns, and the numbers of its rows. */
final class Table {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");
    private final List<Model.Column> columns;
    private final FlatTarget target;
    private long rows;

    private Table(List<Model.Column> columns, FlatTarget target) {
        this.columns = columns;
        this.target = target;
    }

    static Table begun(String name, FlatTarget target) throws IOException {
        var table = new Table(Model.columns(name), target);
        var columns = JsonNodeFactory.instance.arrayNode();
        table.columns.forEach(
                column -> columns.addObject().put("name", column.name()).put("type", column.kind()));
        target.columns(columns);
        return table;
    }

    /** The number of the row that is written next. */
    long next() {
        return rows + 1;
    }

    long rows() {
        return rows;
    }

    void write(Row row) throws IOException {
        var values = JsonNodeFactory.instance.arrayNode();
        for (var column : columns) {
            var value = row.values.getOrDefault(column.name(), NullNode.getInstance());
            values.add(
                    column.most() > 0 && value.asText().length() > column.most() ? cut(value, column.most()) : value);
        }
        target.row(values);
        rows++;
    }

    private static JsonNode cut(JsonNode value, int most) {
        return TextNode.valueOf(value.asText().substring(0, most));
    }

    /** The values of a row by the names of columns; what is not said is null. */
    static final class Row {
        private final Map<String, JsonNode> values = new HashMap<>();

        @CanIgnoreReturnValue
        Row with(String column, long number) {
            values.put(column, LongNode.valueOf(number));
            return this;
        }

        @CanIgnoreReturnValue
        Row with(String column, String text) {
            if (!text.isEmpty()) {
                values.put(column, TextNode.valueOf(text));
            }
            return this;
        }

        @CanIgnoreReturnValue
        Row with(String column, BigDecimal number) {
            values.put(column, DecimalNode.valueOf(number));
            return this;
        }

        /** The day, and the time where there is one. */
        @CanIgnoreReturnValue
        Row with(String day, String time, Moment moment) {
            moment.time().map(TIME::format).ifPresent(text -> with(time, text));
            return with(day, moment.day().toString());
        }

        /** What is said by a code: what it means, what it is, and how it was written. */
        @CanIgnoreReturnValue
        Row coded(String name, Coded coded) {
            return with(name + "_concept_id", coded.concept())
                    .with(name + "_source_concept_id", coded.source())
                    .with(name + "_source_value", coded.text());
        }
    }
}
