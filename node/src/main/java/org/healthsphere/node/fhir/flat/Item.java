package org.healthsphere.node.fhir.flat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A value on the way of a path.
 *
 * @param type where the element's name tells it, as {@code valueString}; else empty
 */
record Item(JsonNode json, String type) {
    static Item of(JsonNode json) {
        return new Item(json, "");
    }

    static Item of(String text) {
        return of(TextNode.valueOf(text));
    }

    static Item of(boolean truth) {
        return of(BooleanNode.valueOf(truth));
    }

    static Item of(BigDecimal number) {
        return of(DecimalNode.valueOf(number));
    }

    static Item of(int number) {
        return of(IntNode.valueOf(number));
    }

    /** What the element of this name holds, also where its name tells its type. */
    List<Item> member(String name) {
        if (json.has(name)) {
            return all(json.path(name), "");
        }
        var found = new ArrayList<Item>();
        json.properties().forEach(member -> {
            var key = member.getKey();
            if (key.length() > name.length()
                    && key.startsWith(name)
                    && Character.isUpperCase(key.charAt(name.length()))) {
                found.addAll(all(member.getValue(), key.substring(name.length())));
            }
        });
        return found;
    }

    private static List<Item> all(JsonNode value, String type) {
        var items = new ArrayList<Item>();
        if (value.isArray()) {
            value.forEach(element -> items.add(new Item(element, type)));
        } else if (!value.isNull()) {
            items.add(new Item(value, type));
        }
        return items;
    }

    /** Whether it may be of this type: a complex one and a primitive one differ in their first letter only by name. */
    boolean isOf(String wanted) {
        return json.path("resourceType").asText("").equals(wanted)
                || type.toLowerCase(Locale.ROOT).equals(wanted.toLowerCase(Locale.ROOT));
    }

    boolean isNumber() {
        return json.isNumber();
    }

    boolean sameAs(Item other) {
        return (isNumber() && other.isNumber())
                ? json.decimalValue().compareTo(other.json.decimalValue()) == 0
                : json.equals(other.json);
    }

    /** Never the value. */
    @Override
    public String toString() {
        return type.isEmpty() ? "a value" : "a " + type;
    }
}
