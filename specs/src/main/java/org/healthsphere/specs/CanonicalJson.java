package org.healthsphere.specs;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The one spelling of a JSON document that is signed and hashed: RFC 8785 (JSON Canonicalization Scheme).
 *
 * <p>Numbers: integers of up to 2^53 are written as they are. A fraction keeps its decimal digits as they stand, since in
 * FHIR {@code 1.50} and {@code 1.5} differ; RFC 8785 would go through a binary double. Members of an object are sorted by
 * UTF-16 code units, as the RFC says.
 */
public final class CanonicalJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS, DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private CanonicalJson() {}

    /** The canonical bytes of a document. */
    public static byte[] of(JsonNode document) {
        var out = new StringBuilder(256);
        write(document, out);
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The canonical bytes of a document in any spelling, or what keeps it from being JSON. */
    public static Outcome<byte[]> of(byte[] json) {
        try {
            return Outcome.of(of(JSON.readTree(json)));
        } catch (IOException e) {
            return Outcome.failed(new Fault.Invalid("not a JSON document"));
        }
    }

    private static void write(JsonNode node, StringBuilder out) {
        switch (node) {
            case ObjectNode object -> object(object, out);
            case ArrayNode array -> array(array, out);
            default -> scalar(node, out);
        }
    }

    private static void object(ObjectNode object, StringBuilder out) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        names.sort(null);
        out.append('{');
        for (var i = 0; i < names.size(); i++) {
            out.append(i == 0 ? "" : ",");
            text(names.get(i), out);
            out.append(':');
            write(object.get(names.get(i)), out);
        }
        out.append('}');
    }

    private static void array(ArrayNode array, StringBuilder out) {
        out.append('[');
        for (var i = 0; i < array.size(); i++) {
            out.append(i == 0 ? "" : ",");
            write(array.get(i), out);
        }
        out.append(']');
    }

    private static void scalar(JsonNode node, StringBuilder out) {
        if (node.isTextual()) {
            text(node.textValue(), out);
        } else {
            out.append(node.isNumber() ? node.decimalValue().toPlainString() : node.asText());
        }
    }

    private static void text(String value, StringBuilder out) {
        out.append('"');
        if (isPlain(value)) {
            out.append(value);
        } else {
            JsonStringEncoder.getInstance().quoteAsString(value, out);
        }
        out.append('"');
    }

    /** Nearly all names and codes are: they stand in the document as they are. */
    private static boolean isPlain(String value) {
        for (var i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\') {
                return false;
            }
        }
        return true;
    }
}
