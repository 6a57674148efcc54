package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.Extensions;
import org.roaringbitmap.RoaringBitmap;

/** Reads the status of a concept from whichever of its properties gives one. */
final class StatusOf {
    private static final String STATUS = "http://hl7.org/fhir/concept-properties#status";
    private static final Set<String> MARKS = Set.of("deprecated", "inactive", "retired");

    private final CodeSystemIndex system;
    private final int[] statuses;
    private final int[] marks;

    StatusOf(CodeSystemIndex system) {
        this.system = system;
        var properties = system.properties();
        this.statuses = IntStream.range(0, properties.size())
                .filter(i -> isStatus(properties.get(i)))
                .toArray();
        this.marks = IntStream.range(0, properties.size())
                .filter(i -> MARKS.contains(properties.get(i).code()))
                .toArray();
    }

    private static boolean isStatus(Property property) {
        return property.code().equals("status") || property.uri().equals(STATUS);
    }

    /** The concepts whose properties may tell a status that is not {@code active}. */
    RoaringBitmap told() {
        var told = new RoaringBitmap();
        for (var status : statuses) {
            told.or(system.having(status, value -> !value.equalsIgnoreCase("active")));
        }
        for (var mark : marks) {
            told.or(system.having(mark, "true"));
        }
        return told;
    }

    /** The status; empty when nothing tells it. */
    String concept(int concept, List<JsonNode> extensions) {
        for (var status : statuses) {
            var values = system.values(concept, status);
            if (!values.isEmpty()) {
                return values.getFirst();
            }
        }
        for (var mark : marks) {
            if (system.values(concept, mark).contains("true")) {
                return system.properties().get(mark).code();
            }
        }
        return extensions.stream()
                .filter(extension -> extension.path("url").asText("").equals(Extensions.STANDARDS_STATUS))
                .map(extension -> Extensions.value(extension).asText(""))
                .findFirst()
                .orElse("");
    }
}
