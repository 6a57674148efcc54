package org.healthsphere.federation.research.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Numbers as they stand in results: as texts, in thirteen digits. That is less than what two processors may round differently, and more
 * than anybody needs.
 */
final class Figures {
    private static final MathContext DIGITS = new MathContext(13);

    private Figures() {}

    static ObjectNode result(String kind) {
        return JsonNodeFactory.instance.objectNode().put("kind", kind);
    }

    static void put(ObjectNode json, String name, double number) {
        if (Double.isFinite(number)) {
            json.put(name, text(number));
        } else {
            json.putNull(name);
        }
    }

    static void put(ObjectNode json, String name, OptionalDouble number) {
        put(json, name, number.orElse(Double.NaN));
    }

    static void add(ArrayNode json, OptionalLong number) {
        if (number.isPresent()) {
            json.add(number.getAsLong());
        } else {
            json.addNull();
        }
    }

    static String text(double number) {
        var rounded = new BigDecimal(number).round(DIGITS);
        return Double.toString(rounded.doubleValue());
    }
}
