package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Locale;
import org.healthsphere.terminology.content.Canonical;

/** Writes values of properties in the type they have. */
final class Values {
    private Values() {}

    /** What the type is called after {@code value}. */
    static String suffix(String type) {
        return type.isEmpty() ? "String" : type.substring(0, 1).toUpperCase(Locale.ROOT) + type.substring(1);
    }

    /** Sets the element {@code value} with the suffix. */
    static void put(ObjectNode into, String suffix, String value) {
        var name = "value" + suffix;
        switch (suffix) {
            case "Boolean" -> into.put(name, Boolean.parseBoolean(value));
            case "Integer" -> into.put(name, Integer.parseInt(value));
            case "Decimal" -> into.put(name, new BigDecimal(value));
            case "Coding" -> {
                var coding = Canonical.parse(value);
                into.putObject(name).put("system", coding.url()).put("code", coding.version());
            }
            default -> into.put(name, value);
        }
    }
}
