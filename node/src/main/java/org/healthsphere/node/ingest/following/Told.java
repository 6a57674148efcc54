package org.healthsphere.node.ingest.following;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.Json;

/**
 * What a server says of a subscription: the Parameters of Subscriptions R5 Backport, alone or at the front of a Bundle.
 *
 * @param type of the notification
 * @param newest the number of the newest event there is
 */
record Told(String subscription, String status, String type, long newest, List<Event> events) {
    /**
     * That something has changed.
     *
     * @param focus what, by its address; empty when it is not said
     */
    record Event(long number, Optional<String> focus) {}

    /** Empty when it says nothing of a subscription. */
    static Optional<Told> of(JsonNode resource) {
        return Stream.concat(
                        Stream.of(resource),
                        Json.elements(resource.path("entry")).map(entry -> entry.path("resource")))
                .filter(json -> json.path("resourceType").asText().equals("Parameters"))
                .filter(json -> text(json, "type").isPresent())
                .findFirst()
                .map(Told::read);
    }

    private static Told read(JsonNode parameters) {
        var events = new ArrayList<Event>();
        all(parameters, "notification-event")
                .forEach(event -> number(event.path("part"), "event-number")
                        .ifPresent(number -> events.add(new Event(number, focus(event)))));
        var subscription = all(parameters, "subscription")
                .map(json -> json.at("/valueReference/reference").asText())
                .findFirst()
                .orElse("");
        return new Told(
                subscription.substring(subscription.lastIndexOf('/') + 1),
                text(parameters, "status").orElse(""),
                text(parameters, "type").orElse(""),
                number(parameters.path("parameter"), "events-since-subscription-start")
                        .orElse(0L),
                List.copyOf(events));
    }

    private static Optional<String> focus(JsonNode event) {
        return Json.elements(event.path("part"))
                .filter(part -> part.path("name").asText().equals("focus"))
                .map(part -> part.at("/valueReference/reference").asText())
                .filter(reference -> !reference.isEmpty())
                .findFirst();
    }

    private static Stream<JsonNode> all(JsonNode parameters, String name) {
        return Json.elements(parameters.path("parameter"))
                .filter(parameter -> parameter.path("name").asText().equals(name));
    }

    private static Optional<String> text(JsonNode parameters, String name) {
        return all(parameters, name)
                .map(json -> json.path("valueCode").asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst();
    }

    /** A text in R4, for its numbers are too short. */
    private static Optional<Long> number(JsonNode list, String name) {
        return Json.elements(list)
                .filter(one -> one.path("name").asText().equals(name))
                .flatMap(one -> one.properties().stream())
                .filter(member -> member.getKey().startsWith("value"))
                .map(member -> member.getValue().asText())
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::valueOf)
                .findFirst();
    }
}
