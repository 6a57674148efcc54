package org.healthsphere.federation.merge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When two resources are one fact: they bear the same business identifier, or say the same about the same at the same time.
 *
 * <p>What is measured is told apart to the second and by its value. What is known about a patient (a problem, a medicine, a
 * vaccination) is told apart by the day. An allergy is the same whenever it was written down.
 */
final class Equivalence {
    private static final Map<String, Shape> SHAPES = Map.ofEntries(
            Map.entry(
                    "Observation",
                    new Shape(
                            "code",
                            List.of("effectiveDateTime", "effectiveInstant", "effectivePeriod"),
                            Grain.INSTANT)),
            Map.entry(
                    "DiagnosticReport",
                    new Shape("code", List.of("effectiveDateTime", "effectivePeriod"), Grain.INSTANT)),
            Map.entry("Condition", new Shape("code", List.of("onsetDateTime", "onsetPeriod"), Grain.DAY)),
            Map.entry("AllergyIntolerance", new Shape("code", List.of(), Grain.NONE)),
            Map.entry("MedicationRequest", new Shape("medicationCodeableConcept", List.of("authoredOn"), Grain.DAY)),
            Map.entry(
                    "MedicationStatement",
                    new Shape("medicationCodeableConcept", List.of("effectiveDateTime", "effectivePeriod"), Grain.DAY)),
            Map.entry("Immunization", new Shape("vaccineCode", List.of("occurrenceDateTime"), Grain.DAY)),
            Map.entry("Procedure", new Shape("code", List.of("performedDateTime", "performedPeriod"), Grain.DAY)));

    private enum Grain {
        INSTANT,
        DAY,
        NONE
    }

    /** Where a type says what it is about and when. */
    private record Shape(String code, List<String> times, Grain grain) {
        Optional<String> time(ObjectNode resource) {
            return switch (grain) {
                case NONE -> Optional.of("");
                case DAY -> Optional.of(Meaning.day(written(resource)));
                case INSTANT -> Optional.of(Meaning.instant(written(resource))).filter(at -> !at.isEmpty());
            };
        }

        private String written(ObjectNode resource) {
            return times.stream()
                    .map(resource::path)
                    .map(time -> time.isObject() ? time.path("start").asText() : time.asText())
                    .filter(text -> !text.isEmpty())
                    .findFirst()
                    .orElse("");
        }
    }

    private Equivalence() {}

    /**
     * What makes a resource one with others.
     *
     * @param exact with any number
     * @param loose with at most one of each other member: without the value, of what is measured at a known second
     */
    record Keys(List<String> exact, List<String> loose) {}

    static Keys keys(Source source, ObjectNode resource) {
        var exact = new ArrayList<String>();
        for (var identifier : resource.path("identifier")) {
            if (identifier.hasNonNull("system") && identifier.hasNonNull("value")) {
                exact.add(source.type() + " is "
                        + identifier.path("system").asText() + "|"
                        + identifier.path("value").asText());
            }
        }
        var shape = SHAPES.get(source.type());
        var time = shape == null ? Optional.<String>empty() : shape.time(resource);
        if (shape == null || time.isEmpty()) {
            return new Keys(exact, List.of());
        }
        var concepts = concepts(resource.path(shape.code()));
        var isMeasured = source.type().equals("Observation");
        var value = isMeasured ? Meaning.value(resource) : "";
        concepts.forEach(concept -> exact.add(key(source, concept, time.get(), value)));
        var isAtASecond = isMeasured && time.get().contains("T");
        return new Keys(
                exact,
                isAtASecond
                        ? concepts.stream()
                                .map(concept -> key(source, concept, time.get(), "?"))
                                .toList()
                        : List.of());
    }

    private static String key(Source source, String concept, String time, String value) {
        return source.type() + "\n" + concept + "\n" + time + "\n" + value;
    }

    private static List<String> concepts(JsonNode concept) {
        var codings = List.copyOf(Meaning.codings(concept));
        var text = Meaning.folded(concept.path("text").asText());
        return codings.isEmpty() && !text.isEmpty() ? List.of("text " + text) : codings;
    }
}
