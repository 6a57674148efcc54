package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.Extensions;

/** Reads the status of a concept from whichever of its properties gives one. */
final class StatusOf {
    private static final String STATUS = "http://hl7.org/fhir/concept-properties#status";
    private static final Set<String> MARKS = Set.of("deprecated", "inactive", "retired");

    private StatusOf() {}

    static String concept(CodeSystemIndex system, int concept, List<JsonNode> extensions) {
        var values = system.values(concept);
        for (var property : values.entrySet()) {
            if (isStatus(property.getKey())) {
                return property.getValue().getFirst();
            }
        }
        for (var property : values.entrySet()) {
            var code = property.getKey().code();
            if (MARKS.contains(code) && property.getValue().contains("true")) {
                return code;
            }
        }
        return extensions.stream()
                .filter(extension -> extension.path("url").asText("").equals(Extensions.STANDARDS_STATUS))
                .map(extension -> Extensions.value(extension).asText(""))
                .findFirst()
                .orElse("");
    }

    private static boolean isStatus(Property property) {
        return property.code().equals("status") || property.uri().equals(STATUS);
    }
}
