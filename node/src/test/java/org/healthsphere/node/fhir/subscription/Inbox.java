package org.healthsphere.node.fhir.subscription;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.healthsphere.specs.Bytes;

/** An endpoint in memory: it keeps what it gets and answers what it is told to, and else that it takes it. */
public final class Inbox implements Hooks, Line {
    public final List<URI> endpoints = new ArrayList<>();
    public final List<Message> messages = new ArrayList<>();
    public final List<Bytes> bodies = new ArrayList<>();
    public final Deque<Delivery> answers = new ArrayDeque<>();
    public boolean closed;
    private Runnable meanwhile = () -> {};

    @Override
    public synchronized Delivery post(URI endpoint, Message message, Duration longest) {
        endpoints.add(endpoint);
        messages.add(message);
        return take(message.body());
    }

    @Override
    public synchronized Delivery send(Bytes message, Duration longest) {
        return take(message);
    }

    private Delivery take(Bytes body) {
        bodies.add(body);
        meanwhile.run();
        return answers.isEmpty() ? new Delivery.Taken() : answers.pop();
    }

    /** What happens while a notification is on its way. */
    void meanwhile(Runnable what) {
        meanwhile = what;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Each notification in short: its kind, how many events there are in all, and which ones it is about. */
    public synchronized List<String> heard() {
        return bodies.stream().map(Subscription::tree).map(Inbox::inShort).toList();
    }

    static String inShort(JsonNode bundle) {
        var status = bundle.at("/entry/0/resource/parameter");
        var events = status.valueStream()
                .filter(p -> p.path("name").asText().equals("notification-event"))
                .map(event ->
                        " " + part(event, "event-number").path("valueString").asText() + ":"
                                + part(event, "focus")
                                        .at("/valueReference/reference")
                                        .asText()
                                        .replaceFirst("^.*/fhir/", ""))
                .toList();
        return value(status, "type") + " " + value(status, "events-since-subscription-start") + String.join("", events);
    }

    private static JsonNode part(JsonNode event, String name) {
        return event.path("part")
                .valueStream()
                .filter(p -> p.path("name").asText().equals(name))
                .findFirst()
                .orElseGet(() -> event.path("none"));
    }

    /** The value of a parameter of a status, whatever its type. */
    static String value(JsonNode parameters, String name) {
        return parameters
                .valueStream()
                .filter(p -> p.path("name").asText().equals(name))
                .flatMap(p -> p.propertyStream().filter(m -> m.getKey().startsWith("value")))
                .map(m -> m.getValue().isValueNode()
                        ? m.getValue().asText()
                        : m.getValue()
                                .path("text")
                                .asText(m.getValue().path("reference").asText()))
                .findFirst()
                .orElse("");
    }
}
