package org.healthsphere.node.ingest.v2;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.node.ingest.v2.V2Message.V2Segment;

/**
 * The text of a message, divided at the delimiters that its header names (HL7 v2.5.1, chapter 2.5.4), once and without a look back.
 *
 * <p>Parts at the end of anything that hold nothing are as if they were not written.
 */
record V2Text(String text, Delimiters delimiters, V2Escapes escapes) {
    /** Each part becomes several objects, a hundred bytes together, however little is in it. */
    static final int MOST_PARTS = 500_000;

    private static final int NAME = 3;
    private static final String HEADER = "MSH";

    /** MSH-1 and MSH-2. */
    record Delimiters(char field, char component, char repetition, char escape, char subcomponent) {
        boolean divides(char c) {
            return c == field || c == component || c == repetition || c == subcomponent || c == '\r';
        }
    }

    static V2Text of(String text, Charset charset) {
        var delimiters = new Delimiters(text.charAt(3), text.charAt(4), text.charAt(5), text.charAt(6), text.charAt(7));
        return new V2Text(text, delimiters, new V2Escapes(charset, delimiters));
    }

    /** Whether it is divided into no more parts than one message may have. */
    boolean isWithinBounds() {
        var parts = 0;
        for (var i = 0; i < text.length(); i++) {
            parts += delimiters.divides(text.charAt(i)) ? 1 : 0;
        }
        return parts < MOST_PARTS;
    }

    List<V2Segment> segments() {
        var segments = new ArrayList<V2Segment>();
        for (var line : split(text, '\r')) {
            var whole = line.stripLeading();
            // Some senders write a separator more.
            if (whole.length() >= NAME) {
                segments.add(segment(whole));
            }
        }
        return segments;
    }

    private V2Segment segment(String line) {
        var parts = split(line, delimiters.field());
        var name = parts.getFirst();
        var fields = new ArrayList<List<V2Value>>();
        if (name.equals(HEADER)) {
            fields.add(List.of(V2Value.of(String.valueOf(delimiters.field()))));
        }
        for (var part : parts.subList(1, parts.size())) {
            // MSH-2 holds the delimiters themselves.
            fields.add(name.equals(HEADER) && fields.size() == 1 ? List.of(V2Value.of(part)) : repetitions(part));
        }
        while (!fields.isEmpty() && fields.getLast().isEmpty()) {
            fields.removeLast();
        }
        return new V2Segment(name, fields);
    }

    private List<V2Value> repetitions(String field) {
        if (field.isEmpty()) {
            return List.of();
        }
        var values = new ArrayList<V2Value>();
        for (var repetition : split(field, delimiters.repetition())) {
            var value = value(repetition);
            if (!value.empty()) {
                values.add(value);
            }
        }
        return List.copyOf(values);
    }

    private V2Value value(String repetition) {
        var components = new ArrayList<List<String>>();
        for (var component : split(repetition, delimiters.component())) {
            components.add(parts(component));
        }
        while (components.size() > 1 && components.getLast().equals(List.of(""))) {
            components.removeLast();
        }
        return new V2Value(components);
    }

    private List<String> parts(String component) {
        if (component.indexOf(delimiters.subcomponent()) < 0) {
            return List.of(escapes.unescaped(component));
        }
        var parts = new ArrayList<String>();
        for (var part : split(component, delimiters.subcomponent())) {
            parts.add(escapes.unescaped(part));
        }
        while (parts.size() > 1 && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        return List.copyOf(parts);
    }

    /** The parts between these, empty ones too. */
    static List<String> split(String text, char at) {
        var parts = new ArrayList<String>();
        var from = 0;
        for (var end = text.indexOf(at); end >= 0; end = text.indexOf(at, from)) {
            parts.add(text.substring(from, end));
            from = end + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "a message of " + text.length() + " characters";
    }
}
