package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** Says that something is unknown where the summary requires a statement and the source has none. */
final class Sufficient {
    private static final String ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

    /** When it was: required, and which of the choices says so when it is not known. */
    private static final Map<String, List<String>> TIMES = Map.of(
            "Observation", List.of("effectiveDateTime", "effectivePeriod", "effectiveInstant", "effectiveTiming"),
            "Procedure",
                    List.of(
                            "performedDateTime",
                            "performedPeriod",
                            "performedString",
                            "performedAge",
                            "performedRange"),
            "MedicationStatement", List.of("effectiveDateTime", "effectivePeriod"),
            "Immunization", List.of("occurrenceDateTime", "occurrenceString"),
            "DeviceUseStatement", List.of("timingDateTime", "timingPeriod", "timingTiming"));

    private Sufficient() {}

    static ObjectNode patient(ObjectNode patient) {
        if (!patient.has("birthDate")) {
            patient.set("_birthDate", unknown());
        }
        if (patient.path("name").isEmpty()) {
            patient.putArray("name").addObject().put("text", "unknown");
        }
        return patient;
    }

    static void complete(ObjectNode resource) {
        var type = resource.path("resourceType").asText();
        var times = TIMES.getOrDefault(type, List.of());
        if (!times.isEmpty() && times.stream().noneMatch(resource::has)) {
            resource.set("_" + times.getFirst(), unknown());
        }
        if (type.equals("Condition") && !resource.has("clinicalStatus")) {
            resource.set("clinicalStatus", unknown());
        }
    }

    static ObjectNode unknown() {
        var element = JsonNodeFactory.instance.objectNode();
        element.putArray("extension").addObject().put("url", ABSENT).put("valueCode", "unknown");
        return element;
    }
}
