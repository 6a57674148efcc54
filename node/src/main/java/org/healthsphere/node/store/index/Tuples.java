package org.healthsphere.node.store.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.util.BytesRef;

/** The values of composites as the index keeps them: which of them stand together. */
final class Tuples {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private Tuples() {}

    static BytesRef write(List<List<Found>> tuples) {
        var all = JsonNodeFactory.instance.arrayNode();
        for (var tuple : tuples) {
            var written = all.addArray();
            tuple.forEach(part -> write(part, written.addArray()));
        }
        try {
            return new BytesRef(JSON.writeValueAsBytes(all));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tuple cannot be written", e);
        }
    }

    private static void write(Found part, ArrayNode out) {
        switch (part) {
            case Found.Token(var _, var system, var code, var implied) ->
                out.add("t").add(system).add(code).add(implied);
            case Found.Amount(var _, var value, var system, var code, var unit) ->
                out.add("a").add(value).add(system).add(code).add(unit);
            case Found.Time(var _, var range) -> out.add("d").add(range.low()).add(range.high());
            case Found.Text(var _, var text) -> out.add("s").add(text);
            case Found.Reference(var _, var reference) -> out.add("r").add(reference);
            case Found.Uri(var _, var uri) -> out.add("u").add(uri);
            case Found.Words _, Found.Typed _, Found.Identified _, Found.Point _, Found.Tuple _ -> out.add("-");
        }
    }

    /** As they were written, of the components of this composite. */
    static List<List<Found>> read(SearchParameter composite, BytesRef bytes) {
        try {
            var all = JSON.readTree(bytes.bytes, bytes.offset, bytes.length);
            List<List<Found>> tuples = new ArrayList<>(all.size());
            for (var tuple : all) {
                List<Found> parts = new ArrayList<>(tuple.size());
                for (var i = 0; i < tuple.size(); i++) {
                    parts.add(read(composite.components().get(i), tuple.get(i)));
                }
                tuples.add(parts);
            }
            return tuples;
        } catch (IOException e) {
            throw new IllegalStateException("the index holds a tuple that it did not write", e);
        }
    }

    private static Found read(SearchParameter p, JsonNode part) {
        return switch (part.get(0).asText()) {
            case "t" ->
                new Found.Token(
                        p,
                        part.get(1).asText(),
                        part.get(2).asText(),
                        part.get(3).asBoolean());
            case "a" ->
                new Found.Amount(
                        p,
                        part.get(1).decimalValue(),
                        part.get(2).asText(),
                        part.get(3).asText(),
                        part.get(4).asText());
            case "d" ->
                new Found.Time(
                        p, new DateRange(part.get(1).longValue(), part.get(2).longValue()));
            case "s" -> new Found.Text(p, part.get(1).asText());
            case "r" -> new Found.Reference(p, part.get(1).asText());
            case "u" -> new Found.Uri(p, part.get(1).asText());
            default -> new Found.Words(p, "");
        };
    }
}
