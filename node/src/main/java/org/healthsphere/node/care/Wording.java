package org.healthsphere.node.care;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.federation.merge.Conflict;
import org.healthsphere.federation.merge.MergedItem;

/** What an item says, in words for people. */
public final class Wording {
    private static final List<String> CONCEPTS = List.of("code", "medicationCodeableConcept", "vaccineCode");
    private static final List<String> REFERENCES = List.of("medicationReference", "device");
    private static final List<String> TIMES = List.of(
            "effectiveDateTime",
            "effectivePeriod",
            "effectiveInstant",
            "onsetDateTime",
            "onsetPeriod",
            "performedDateTime",
            "performedPeriod",
            "occurrenceDateTime",
            "timingDateTime",
            "timingPeriod",
            "authoredOn",
            "recordedDate",
            "period",
            "date");
    private static final int DAY = 10;

    private Wording() {}

    /** What it is about. */
    static String what(MergedItem item) {
        return named(item).orElse("not named");
    }

    /** The same, if anybody said. */
    public static Optional<String> named(MergedItem item) {
        return CONCEPTS.stream()
                .map(item.resource()::path)
                .filter(JsonNode::isObject)
                .findFirst()
                .map(Wording::concept)
                .or(() -> REFERENCES.stream()
                        .map(name -> item.resource().path(name).path("display").asText())
                        .filter(words -> !words.isEmpty())
                        .findFirst())
                .filter(words -> !words.isEmpty());
    }

    /** The moment as it is written; empty when there is none. */
    static String time(MergedItem item) {
        return TIMES.stream()
                .map(item.resource()::path)
                .map(time -> time.isObject() ? time.path("start").asText() : time.asText())
                .filter(time -> !time.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** The day it belongs to, as exactly as it is known: 2026, 2026-03 or 2026-03-14; empty when it is not. */
    public static String day(MergedItem item) {
        var time = time(item);
        return time.substring(0, Math.min(time.length(), DAY));
    }

    /** The measured value or the state, and everything on which the sources differ. */
    public static String details(MergedItem item) {
        var resource = item.resource();
        var details = new ArrayList<String>();
        values(resource).forEach(details::add);
        for (var component : resource.path("component")) {
            values(component).forEach(value -> details.add(concept(component.path("code")) + " " + value));
        }
        if (resource.has("clinicalStatus")) {
            details.add(concept(resource.path("clinicalStatus")));
        }
        item.conflicts().forEach(conflict -> details.add(conflict(conflict)));
        return String.join(
                "; ", details.stream().filter(detail -> !detail.isEmpty()).toList());
    }

    private static String conflict(Conflict conflict) {
        return "CONFLICT in " + conflict.element() + ": "
                + String.join(
                        " / ",
                        conflict.statements().stream()
                                .map(stated -> value(stated.value()) + " ("
                                        + String.join(
                                                ", ",
                                                stated.members().stream()
                                                        .map(Object::toString)
                                                        .toList()) + ")")
                                .toList());
    }

    /** What was measured or answered, in words; nothing when nothing was. */
    public static Stream<String> values(JsonNode holder) {
        return holder.properties().stream()
                .filter(element -> element.getKey().startsWith("value"))
                .map(element -> value(element.getValue()));
    }

    /** One value: a code by its name, a quantity with its unit. */
    public static String value(JsonNode value) {
        if (value.has("coding") || value.has("text")) {
            return concept(value);
        }
        if (value.has("value")) {
            return (value.path("comparator").asText() + value.path("value").asText() + " "
                            + value.path("unit").asText(value.path("code").asText()))
                    .strip();
        }
        return value.isValueNode() ? value.asText() : "see entry";
    }

    /** A concept by its name, or by its code when it has none; empty when it has neither. */
    public static String concept(JsonNode concept) {
        var coding = concept.path("coding").path(0);
        return Stream.of(concept.path("text"), coding.path("display"), coding.path("code"))
                .map(JsonNode::asText)
                .filter(words -> !words.isEmpty())
                .findFirst()
                .orElse("");
    }
}
