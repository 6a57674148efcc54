package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.healthsphere.node.fhir.subscription.Terms.Content;
import org.healthsphere.node.store.Stamp;
import org.healthsphere.node.store.StoredResource;
import org.healthsphere.specs.Bytes;

/**
 * Writes notifications: history Bundles whose first entry is the state of the subscription (backport-subscription-notification-r4
 * and backport-subscription-status-r4). The bytes of resources go in as they are kept.
 */
final class Notifications {
    private static final String PROFILES = "http://hl7.org/fhir/uv/subscriptions-backport/StructureDefinition/";
    private static final int HEX = 16;

    private final InstantSource clock;
    private final SecureRandom random;

    Notifications(InstantSource clock, SecureRandom random) {
        this.clock = clock;
        this.random = random;
    }

    /** What a notification is for (subscription-notification-type). */
    enum Kind {
        HANDSHAKE("handshake"),
        HEARTBEAT("heartbeat"),
        EVENT("event-notification"),
        QUERY_STATUS("query-status"),
        QUERY_EVENT("query-event");

        private final String code;

        Kind(String code) {
            this.code = code;
        }
    }

    /** An event with its version; nothing of it where it can no longer be read. */
    record Told(Event event, Optional<StoredResource> version) {}

    /**
     * What is told of a subscription.
     *
     * @param count the number of its newest event
     */
    record State(Subscription subscription, Optional<Topic> topic, Kind kind, Content content, long count) {}

    Bytes bundle(State state, List<Told> events) {
        var out = new ByteArrayOutputStream(2_048);
        text(
                out,
                "{\"resourceType\":\"Bundle\",\"id\":\"" + uuid() + "\",\"meta\":{\"profile\":[\"" + PROFILES
                        + "backport-subscription-notification-r4\"]},\"type\":\"history\",\"timestamp\":\""
                        + Stamp.time(clock.instant()) + "\",\"entry\":[");
        text(out, first(state, events).toString());
        if (state.content() != Content.EMPTY) {
            events.forEach(told -> entry(out, state, told));
        }
        text(out, "]}");
        return Bytes.of(out.toByteArray());
    }

    private ObjectNode first(State state, List<Told> events) {
        var id = uuid();
        var entry = JsonNodeFactory.instance.objectNode().put("fullUrl", "urn:uuid:" + id);
        entry.set("resource", status(state, events).put("id", id.toString()));
        entry.putObject("request")
                .put("method", "GET")
                .put("url", state.subscription().address() + "/$status");
        entry.putObject("response").put("status", "200");
        return entry;
    }

    /** The state of a subscription, as a Parameters resource. */
    ObjectNode status(State state, List<Told> events) {
        var status = JsonNodeFactory.instance.objectNode().put("resourceType", "Parameters");
        status.putObject("meta").putArray("profile").add(PROFILES + "backport-subscription-status-r4");
        var parameters = status.putArray("parameter");
        var subscription = state.subscription();
        parameters
                .addObject()
                .put("name", "subscription")
                .putObject("valueReference")
                .put("reference", subscription.address());
        if (state.content() != Content.EMPTY) {
            state.topic().ifPresent(topic -> named(parameters, "topic").put("valueCanonical", topic.url()));
        }
        named(parameters, "status").put("valueCode", subscription.status().code());
        named(parameters, "type").put("valueCode", state.kind().code);
        named(parameters, "events-since-subscription-start").put("valueString", Long.toString(state.count()));
        events.forEach(told -> event(parameters, state, told.event()));
        subscription
                .error()
                .ifPresent(ground -> named(parameters, "error")
                        .putObject("valueCodeableConcept")
                        .put("text", ground));
        return status;
    }

    private static ObjectNode named(ArrayNode parameters, String name) {
        return parameters.addObject().put("name", name);
    }

    private static void event(ArrayNode parameters, State state, Event event) {
        var parts = named(parameters, "notification-event").putArray("part");
        named(parts, "event-number").put("valueString", Long.toString(event.number()));
        named(parts, "timestamp").put("valueInstant", event.time().toString());
        if (state.content() != Content.EMPTY) {
            named(parts, "focus").putObject("valueReference").put("reference", url(state, event));
        }
    }

    private static String url(State state, Event event) {
        return state.subscription().base() + '/' + event.id();
    }

    /** Its bytes when he wants them and there are some; and in any case by which request it came about. */
    private static void entry(ByteArrayOutputStream out, State state, Told told) {
        var event = told.event();
        text(out, ",{\"fullUrl\":" + JsonNodeFactory.instance.textNode(url(state, event)));
        told.version()
                .filter(v -> state.content() == Content.FULL_RESOURCE && !v.deleted())
                .ifPresent(v -> {
                    text(out, ",\"resource\":");
                    out.writeBytes(v.json().array());
                });
        var request = switch (event.kind()) {
            case CREATE -> "\"POST\",\"url\":\"" + event.id().type();
            case UPDATE, CHANGE -> "\"PUT\",\"url\":\"" + event.id();
            case DELETE -> "\"DELETE\",\"url\":\"" + event.id();
        };
        var response = switch (event.kind()) {
            case CREATE -> "201";
            case UPDATE, CHANGE -> "200";
            case DELETE -> "204";
        };
        text(out, ",\"request\":{\"method\":" + request + "\"},\"response\":{\"status\":\"" + response + "\"}}");
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A random one (RFC 9562, version 4). */
    private UUID uuid() {
        var bytes = new byte[HEX];
        random.nextBytes(bytes);
        bytes[6] = (byte) ((bytes[6] & 0x0f) | 0x40);
        bytes[8] = (byte) ((bytes[8] & 0x3f) | 0x80);
        var halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong());
    }
}
