package org.healthsphere.node.ingest.device;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.healthsphere.node.ingest.table.RowSource;
import org.healthsphere.node.ingest.table.Rows;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;

/**
 * Data points of Open mHealth (IEEE 1752.1): one, one after the other, or an array of them. A row for each; a member of a member is
 * a column with a dot, as {@code body.heart_rate.value}.
 */
public final class DataPoints implements RowSource, AutoCloseable {
    private static final String TABLE = "open-mhealth";
    private static final int ROWS = 500;
    private static final int DEEPEST = 20;
    private static final int MOST_DIGITS = 100;
    private static final int LONGEST_TEXT = 1 << 20;
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxStringLength(LONGEST_TEXT)
                        .build());
    }

    private final JsonParser parser;
    private final String origin;
    private final Optional<String> patient;
    private long number;

    private DataPoints(JsonParser parser, String origin, Optional<String> patient) {
        this.parser = parser;
        this.origin = origin;
        this.patient = patient;
    }

    /**
     * Reads what it is given, and closes it.
     *
     * @param origin as provenance names it, for instance the file
     * @param patient the id of the Patient whose device it is; without one, {@code header.user_id} must be linked to a Patient
     */
    public static DataPoints open(InputStream in, String origin, Optional<String> patient) {
        try {
            return new DataPoints(MAPPER.getFactory().createParser(in), origin, patient);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome<Optional<Rows>> next() {
        var rows = new ArrayList<Rows.Row>();
        try {
            for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.START_OBJECT) {
                    var values = row(MAPPER.readTree(parser));
                    rows.add(new Rows.Row(++number, values));
                } else if (token != JsonToken.START_ARRAY && token != JsonToken.END_ARRAY) {
                    return refused(parser, "an object is expected for each data point");
                }
                if (rows.size() == ROWS) {
                    break;
                }
            }
        } catch (JsonParseException e) {
            return refused(parser, "is no JSON");
        } catch (JsonProcessingException e) {
            return refused(parser, "is nested too deeply, or holds a text that is too long");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Outcome.of(rows.isEmpty() ? Optional.empty() : Optional.of(piece(rows)));
    }

    private Rows piece(List<Rows.Row> rows) {
        var columns = new TreeSet<String>();
        rows.forEach(r -> columns.addAll(r.values().keySet()));
        return new Rows(TABLE, origin, List.copyOf(columns), rows);
    }

    private Outcome<Optional<Rows>> refused(JsonParser at, String what) {
        var place = at.currentLocation();
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(
                "data point %d, line %d, column %d".formatted(number + 1, place.getLineNr(), place.getColumnNr()),
                what))));
    }

    private Map<String, String> row(JsonNode point) {
        var values = new HashMap<String, String>();
        flatten("", point, values);
        patient.ifPresent(p -> values.put("patient", p));
        return values;
    }

    private static void flatten(String prefix, JsonNode node, Map<String, String> values) {
        switch (node.getNodeType()) {
            case OBJECT ->
                node.properties().forEach(e -> flatten(joined(prefix, Rows.column(e.getKey())), e.getValue(), values));
            case ARRAY -> {
                for (var i = 0; i < node.size(); i++) {
                    flatten(joined(prefix, String.valueOf(i)), node.get(i), values);
                }
            }
            case NUMBER -> values.put(prefix, plain(node));
            case STRING, BOOLEAN -> values.put(prefix, node.asText());
            case NULL, MISSING, BINARY, POJO -> {}
        }
    }

    /** A few bytes may be a number of a million digits. */
    private static String plain(JsonNode number) {
        return Math.abs(number.decimalValue().scale()) > MOST_DIGITS
                ? number.asText()
                : number.decimalValue().toPlainString();
    }

    private static String joined(String prefix, String name) {
        return prefix.isEmpty() ? name : prefix + "." + name;
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
