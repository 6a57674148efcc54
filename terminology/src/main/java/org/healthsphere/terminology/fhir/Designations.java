package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.CodeSystem.Designation;

/** Designations as {@code $lookup} and {@code $expand} write them. */
final class Designations {
    private Designations() {}

    static void part(ArrayNode parts, Designation name) {
        if (!name.language().isEmpty()) {
            Answer.add(parts, "language").put("valueCode", name.language());
        }
        if (!name.use().isEmpty()) {
            use(name, Answer.add(parts, "use").putObject("valueCoding"));
        }
        Answer.add(parts, "value").put("valueString", name.value());
    }

    static void element(ArrayNode designations, Designation name) {
        var into = designations.addObject();
        if (!name.language().isEmpty()) {
            into.put("language", name.language());
        }
        if (!name.use().isEmpty()) {
            use(name, into.putObject("use"));
        }
        into.put("value", name.value());
    }

    private static void use(Designation name, ObjectNode into) {
        var bar = name.use().indexOf('|');
        Answer.coding(into, new Coding(name.use().substring(0, bar), name.use().substring(bar + 1)), "");
    }
}
