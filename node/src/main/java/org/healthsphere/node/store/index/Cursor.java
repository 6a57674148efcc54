package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;
import org.healthsphere.specs.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of results begins: the state of the index that the first page saw, and the values by which the last match before was
 * sorted. Pages of one state neither repeat nor skip anything. Once it is no longer kept, the values alone say where to go on: then
 * only what was written in between may be missed or come twice.
 *
 * @param snapshot names the state
 */
record Cursor(long snapshot, ArrayNode values) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "_page";

    static String after(long snapshot, FieldDoc last) {
        var values = JsonNodeFactory.instance.arrayNode().add(snapshot);
        for (var value : last.fields) {
            switch (value) {
                case BytesRef text -> values.add(text.utf8ToString());
                case Long number -> values.add(number);
                case null, default -> values.addNull();
            }
        }
        return Bytes.utf8(values.toString()).base64url();
    }

    static Cursor read(String text) {
        try {
            if (JSON.readTree(Bytes.base64url(text).array()) instanceof ArrayNode values
                    && values.path(0).isIntegralNumber()) {
                var snapshot = values.path(0).longValue();
                var _ = values.remove(0);
                return new Cursor(snapshot, values);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(NAME, "is not from a search");
        }
        throw new Refused(NAME, "is not from a search");
    }

    /** The match before the page, as Lucene wants it. */
    FieldDoc before(Order order, int documents) {
        if (values.size() != order.size()) {
            throw new Refused(NAME, "is not from a search like this");
        }
        @Nullable Object[] result = new @Nullable Object[values.size()];
        for (var i = 0; i < result.length; i++) {
            result[i] = value(values.get(i), order.isNumber(i));
        }
        return new FieldDoc(Math.max(0, documents - 1), Float.NaN, result);
    }

    private static @Nullable Object value(JsonNode value, boolean number) {
        if (number != value.isIntegralNumber() && !value.isNull()) {
            throw new Refused(NAME, "is not from a search like this");
        }
        if (value.isNull()) {
            return null;
        }
        return number ? (Object) value.longValue() : Terms.bytes(value.textValue());
    }
}
