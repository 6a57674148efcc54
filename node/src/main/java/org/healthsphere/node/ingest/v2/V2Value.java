package org.healthsphere.node.ingest.v2;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
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

    boolean empty() {
        return components.stream().allMatch(c -> c.stream().allMatch(String::isBlank));
    }

    @Override
    public List<Field> at(String path) {
        if (path.equals(".")) {
            return List.of(this);
        }
        var steps = path.split("\\.", -1);
        var part = part(components, Integer.parseInt(steps[0]), List.of());
        var value = steps.length == 1
                ? new V2Value(part.stream().map(List::of).toList())
                : new V2Value(List.of(List.of(part(part, Integer.parseInt(steps[1]), ""))));
        return value.empty() ? List.of() : List.of(value);
    }

    private static <T> T part(List<T> parts, int number, T otherwise) {
        return number <= parts.size() ? parts.get(number - 1) : otherwise;
    }

    @Override
    public String text() {
        return components.isEmpty() ? "" : components.getFirst().getFirst();
    }

    @Override
    public boolean deletes() {
        return parts().filter(p -> !p.isEmpty()).toList().equals(List.of(DELETE));
    }

    /** As a person reads it, with the usual delimiters. */
    String shown() {
        return components.stream().map(parts -> String.join("&", parts)).collect(Collectors.joining("^"));
    }

    private Stream<String> parts() {
        return components.stream().flatMap(List::stream);
    }

    /** Never the content. */
    @Override
    public String toString() {
        return IntStream.range(0, components.size()).mapToObj(_ -> "?").collect(Collectors.joining("^"));
    }
}
