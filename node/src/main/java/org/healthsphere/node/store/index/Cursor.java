package org.healthsphere.node.store.index;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.util.Optional;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.util.BytesRef;
import org.healthsphere.specs.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of results begins: the values by which the last match before it was sorted. Their last is unique, so pages neither
 * repeat nor skip a resource that is not written in between.
 */
final class Cursor {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String NAME = "_page";

    private Cursor() {}

    static String after(FieldDoc last) {
        var values = JsonNodeFactory.instance.arrayNode();
        for (var value : last.fields) {
            switch (value) {
                case BytesRef text -> values.add(text.utf8ToString());
                case Long number -> values.add(number);
                case null, default -> values.addNull();
            }
        }
        return Bytes.utf8(values.toString()).base64url();
    }

    /** The match before the page, as Lucene wants it. */
    static Optional<FieldDoc> before(Optional<String> after, Order order, int documents) {
        return after.map(text -> new FieldDoc(Math.max(0, documents - 1), Float.NaN, values(text, order)));
    }

    private static @Nullable Object[] values(String text, Order order) {
        try {
            if (!(JSON.readTree(Bytes.base64url(text).array()) instanceof ArrayNode values)
                    || values.size() != order.size()) {
                throw new Refused(NAME, "is not from a search like this");
            }
            @Nullable Object[] result = new @Nullable Object[values.size()];
            for (var i = 0; i < result.length; i++) {
                result[i] = value(values.get(i), order.isNumber(i));
            }
            return result;
        } catch (IOException | IllegalArgumentException e) {
            throw new Refused(NAME, "is not from a search");
        }
    }

    private static @Nullable Object value(JsonNode value, boolean number) {
        if (number != value.isIntegralNumber() && !value.isNull()) {
            throw new Refused(NAME, "is not from a search like this");
        }
        if (value.isNull()) {
            return null;
        }
        return number ? (Object) value.longValue() : new BytesRef(value.textValue());
    }
}
