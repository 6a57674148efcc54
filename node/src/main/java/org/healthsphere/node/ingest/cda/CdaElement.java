package org.healthsphere.node.ingest.cda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.ingest.mapping.Field;
import org.jspecify.annotations.Nullable;

/**
 * An element of a CDA document. Names are local; those of HL7's extensions begin with {@code sdtc:}.
 *
 * <p>Paths: {@code effectiveTime/low/@value}, {@code ..} is the parent, {@code .} itself; a step may ask for a template
 * ({@code observation[templateId=2.16.840.1.113883.10.20.22.4.4]}), an attribute ({@code participant[@typeCode=CSM]}) or a place
 * ({@code value[1]}).
 */
final class CdaElement implements Field {
    private static final Pattern STEP =
            Pattern.compile("(\\.\\.?|@?(?:sdtc:)?[A-Za-z]+)(?:\\[(@[A-Za-z]+|templateId|\\d+)(?:=([^\\]/]+))?])?");

    private final String name;
    private final @Nullable CdaElement parent;
    private final Map<String, String> attributes;
    private final List<Object> content = new ArrayList<>();
    private final Map<String, CdaElement> byId;

    CdaElement(String name, @Nullable CdaElement parent, Map<String, String> attributes) {
        this.name = name;
        this.parent = parent;
        this.attributes = Map.copyOf(attributes);
        this.byId = parent == null ? new HashMap<>() : parent.byId;
        var id = attributes.get("ID");
        if (id != null) {
            byId.putIfAbsent(id, this);
        }
    }

    static boolean isPath(String path) {
        return Stream.of(path.split("/", -1)).allMatch(s -> STEP.matcher(s).matches());
    }

    void add(CdaElement child) {
        content.add(child);
    }

    void add(String text) {
        content.add(text);
    }

    String name() {
        return name;
    }

    Optional<CdaElement> parent() {
        return Optional.ofNullable(parent);
    }

    String attribute(String attribute) {
        return attributes.getOrDefault(attribute, "");
    }

    /** Elements and texts, in order. */
    List<Object> content() {
        return List.copyOf(content);
    }

    Stream<CdaElement> children() {
        return content.stream().flatMap(c -> c instanceof CdaElement e ? Stream.of(e) : Stream.empty());
    }

    /** Itself and everything in it, in document order. */
    void walk(Consumer<CdaElement> visitor) {
        visitor.accept(this);
        children().forEach(c -> c.walk(visitor));
    }

    /** The element of the document to which a reference like {@code #x1} points. */
    Optional<CdaElement> referred(String reference) {
        return reference.startsWith("#") ? Optional.ofNullable(byId.get(reference.substring(1))) : Optional.empty();
    }

    /** What it stands in, nearest first. */
    Stream<CdaElement> ancestors() {
        return Stream.iterate(parent(), Optional::isPresent, e -> e.flatMap(CdaElement::parent))
                .flatMap(Optional::stream);
    }

    boolean template(String root) {
        return children()
                .anyMatch(
                        c -> c.name.equals("templateId") && c.attribute("root").equals(root));
    }

    @Override
    public List<Field> at(String path) {
        List<Field> found = List.of(this);
        for (var step : path.split("/", -1)) {
            found = found.stream()
                    .flatMap(f -> f instanceof CdaElement e ? e.step(step) : Stream.empty())
                    .toList();
        }
        return found;
    }

    private Stream<Field> step(String step) {
        var match = STEP.matcher(step);
        if (!match.matches()) {
            return Stream.empty();
        }
        var to = match.group(1);
        if (to.startsWith("@")) {
            return attribute(to.substring(1)).isBlank()
                    ? Stream.empty()
                    : Stream.of(new Text(attribute(to.substring(1))));
        }
        var elements = switch (to) {
            case "." -> List.of(this);
            case ".." -> parent().stream().toList();
            default -> children().filter(c -> c.name.equals(to)).toList();
        };
        return chosen(elements, match.group(2), match.group(3));
    }

    private static Stream<Field> chosen(List<CdaElement> elements, @Nullable String by, @Nullable String value) {
        if (by == null) {
            return elements.stream().map(e -> e);
        }
        if (Character.isDigit(by.charAt(0))) {
            return elements.stream().skip(Integer.parseInt(by) - 1L).limit(1).map(e -> e);
        }
        return elements.stream()
                .filter(e -> by.equals("templateId")
                        ? e.template(String.valueOf(value))
                        : e.attribute(by.substring(1)).equals(value))
                .map(e -> e);
    }

    /** Everything written in it, blanks folded. */
    @Override
    public String text() {
        return content.stream()
                .map(c -> c instanceof CdaElement e ? e.text() : c.toString())
                .collect(Collectors.joining(" "))
                .strip()
                .replaceAll("\\s+", " ");
    }

    /** Never the content. */
    @Override
    public String toString() {
        return "<" + name + ">";
    }

    /** The value of an attribute. */
    private record Text(String text) implements Field {
        @Override
        public List<Field> at(String path) {
            return path.equals(".") ? List.of(this) : List.of();
        }

        @Override
        public String toString() {
            return "@";
        }
    }
}
