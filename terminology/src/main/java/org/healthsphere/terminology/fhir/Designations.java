package org.healthsphere.terminology.fhir;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.healthsphere.terminology.fhir.Names.Term;

/** Designations as {@code $lookup} writes them. */
final class Designations {
    private Designations() {}

    /** The use of a name that is the display. */
    static ObjectNode preferred() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("system", "http://terminology.hl7.org/CodeSystem/hl7TermMaintInfra")
                .put("code", "preferredForLanguage")
                .put("display", "Preferred For Language");
    }

    static void part(ArrayNode parts, Term name) {
        if (!name.language().isEmpty()) {
            Answer.add(parts, "language").put("valueCode", name.language());
        }
        if (name.display()) {
            Answer.add(parts, "use").set("valueCoding", preferred());
        }
        name.use().ifPresent(use -> Answer.add(parts, "use").set("valueCoding", use));
        Answer.add(parts, "value").put("valueString", name.value());
        name.supplement()
                .ifPresent(supplement -> Answer.add(parts, "source").put("valueCanonical", supplement.toString()));
    }
}
