package org.healthsphere.node.outbound.flat;

import blue.strategic.parquet.ParquetWriter;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A Parquet file: numbers as numbers, whole days as dates, a list as its JSON. A decimal is a binary one of double precision, as those
 * who compute with it have it.
 */
public final class FlatParquet implements FlatTarget {
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);

    private final Path to;
    private final Path draft;
    private Optional<ParquetWriter<JsonNode>> open = Optional.empty();

    private FlatParquet(Path to) {
        this.to = to;
        this.draft = to.resolveSibling(to.getFileName() + ".draft");
    }

    public static FlatParquet of(Path to) {
        return new FlatParquet(to);
    }

    /** How a column is kept. */
    private enum Kind {
        TRUTH,
        WHOLE,
        NUMBER,
        DAY,
        MOMENT,
        TEXT;

        static Kind of(JsonNode column) {
            if (column.path("collection").asBoolean()) {
                return TEXT;
            }
            return switch (column.path("type").asText()) {
                case "boolean" -> TRUTH;
                case "integer", "positiveInt", "unsignedInt" -> WHOLE;
                case "decimal" -> NUMBER;
                case "day" -> DAY;
                case "moment" -> MOMENT;
                default -> TEXT;
            };
        }

        Types.Builder<?, ? extends Type> type() {
            return switch (this) {
                case TRUTH -> Types.optional(PrimitiveTypeName.BOOLEAN);
                case WHOLE -> Types.optional(PrimitiveTypeName.INT64);
                case NUMBER -> Types.optional(PrimitiveTypeName.DOUBLE);
                case DAY -> Types.optional(PrimitiveTypeName.INT32).as(LogicalTypeAnnotation.dateType());
                case MOMENT ->
                    Types.optional(PrimitiveTypeName.INT64)
                            .as(LogicalTypeAnnotation.timestampType(false, TimeUnit.MICROS));
                case TEXT -> Types.optional(PrimitiveTypeName.BINARY).as(LogicalTypeAnnotation.stringType());
            };
        }

        Object value(JsonNode value) {
            return switch (this) {
                case TRUTH -> value.asBoolean();
                case WHOLE -> value.asLong();
                case NUMBER -> value.asDouble();
                case DAY -> (int) LocalDate.parse(value.asText()).toEpochDay();
                case MOMENT -> micros(LocalDateTime.parse(value.asText()));
                case TEXT -> value.isContainerNode() ? value.toString() : value.asText();
            };
        }

        private static long micros(LocalDateTime time) {
            return ChronoUnit.MICROS.between(EPOCH, time);
        }
    }

    private record Column(String name, Kind kind) {}

    @Override
    public void columns(JsonNode columns) throws IOException {
        if (open.isPresent()) {
            return;
        }
        var all = new ArrayList<Column>();
        columns.forEach(column -> all.add(new Column(column.path("name").asText(), Kind.of(column))));
        var types = all.stream()
                .map(column -> column.kind().type().named(column.name()))
                .toList();
        Files.deleteIfExists(draft);
        var writer = ParquetWriter.<JsonNode>writeFile(
                new MessageType("rows", List.copyOf(types)), draft.toFile(), (row, out) -> {
                    for (var i = 0; i < all.size(); i++) {
                        var column = all.get(i);
                        if (!row.path(i).isNull() && !row.path(i).isMissingNode()) {
                            out.write(column.name(), column.kind().value(row.path(i)));
                        }
                    }
                });
        open = Optional.of(writer);
    }

    @Override
    public void row(JsonNode values) throws IOException {
        open.orElseThrow().write(values);
    }

    @Override
    public void done() throws IOException {
        open.orElseThrow().close();
        open = Optional.empty();
        Files.move(draft, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    @Override
    public void close() throws IOException {
        if (open.isPresent()) {
            open.get().close();
        }
        Files.deleteIfExists(draft);
    }
}
