package org.healthsphere.node.ingest.v2;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.healthsphere.node.ingest.mapping.Field;

/**
 * One repetition of a field, or a component of it, unescaped.
 *
 * <p>Paths: {@code .} is itself, {@code 4} a component, {@code 4.2} a subcomponent.
 */
record V2Value(List<List<String>> components) implements Field {
    private static final String DELETE = "\"\"";

    V2Value {
        components = List.copyOf(components);
    }

    /** A text without parts. */
    static V2Value of(String text) {
        return new V2Value(List.of(List.of(text)));
    }

    boolean empty() {
        for (var component : components) {
            for (var part : component) {
                if (!part.isBlank()) {
                    return false;
                }
            }
        }
        return true;
    }

    @Override
    public List<Field> at(String path) {
        if (path.equals(".")) {
            return List.of(this);
        }
        var dot = path.indexOf('.');
        var end = dot < 0 ? path.length() : dot;
        var part = part(components, Integer.parseInt(path, 0, end, 10), List.of());
        var value =
                dot < 0 ? whole(part) : of(part(part, Integer.parseInt(path, dot + 1, path.length(), 10), ""));
        return value.empty() ? List.of() : List.of(value);
    }

    /** A component as a value: its subcomponents are the components of that. */
    private static V2Value whole(List<String> part) {
        return part.size() == 1
                ? new V2Value(List.of(part))
                : new V2Value(part.stream().map(List::of).toList());
    }

    private static <T> T part(List<T> parts, int number, T otherwise) {
        return number <= parts.size() ? parts.get(number - 1) : otherwise;
    }

    @Override
    public String text() {
        return components.isEmpty() ? "" : components.getFirst().getFirst();
    }

    /** Whether the two quotation marks are all there is. */
    @Override
    public boolean deletes() {
        var found = false;
        for (var component : components) {
            for (var part : component) {
                if (part.isEmpty()) {
                    continue;
                }
                if (found || !part.equals(DELETE)) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    /** As a person reads it, with the usual delimiters. */
    String shown() {
        return components.stream().map(parts -> String.join("&", parts)).collect(Collectors.joining("^"));
    }

    /** Never the content. */
    @Override
    public String toString() {
        return IntStream.range(0, components.size()).mapToObj(_ -> "?").collect(Collectors.joining("^"));
    }
}
