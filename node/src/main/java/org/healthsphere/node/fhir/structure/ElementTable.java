package org.healthsphere.node.fhir.structure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The structure of every type of FHIR R4: which elements it has, how many of each, of what type. Data, not code. */
public final class ElementTable {
    private static final String TABLE = "r4-elements.tsv";

    /** What stands beside a primitive value, under its name with an underscore. */
    public static final Shape SHADOW = new Shape(
            "Element",
            Map.of(
                    "id", new Element("id", 0, false, false, "string", "", Set.of(), false, false, Set.of()),
                    "extension",
                            new Element(
                                    "extension", 1, false, true, "Extension", "", Set.of(), false, false, Set.of())),
            Map.of());

    private final Map<String, Shape> types;

    private ElementTable(Map<String, Shape> types) {
        this.types = types;
    }

    /**
     * A type with its elements.
     *
     * @param required of which one must be there: the name, and the elements by any of which it is
     */
    public record Shape(String name, Map<String, Element> elements, Map<String, List<Element>> required) {
        public Optional<Element> element(String name) {
            return Optional.ofNullable(elements.get(name));
        }

        public boolean isResource() {
            return elements.containsKey("implicitRules");
        }
    }

    private static final class Whole {
        static final ElementTable R4 = read();
    }

    /** The table of this release, read once. */
    public static ElementTable r4() {
        return Whole.R4;
    }

    private static ElementTable read() {
        try (var in = ElementTable.class.getResourceAsStream(TABLE)) {
            if (in == null) {
                throw new IllegalStateException(TABLE + " is not on the class path");
            }
            return read(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ElementTable read(BufferedReader lines) throws IOException {
        Map<String, Shape> types = new HashMap<>();
        var current = new Shape("", new LinkedHashMap<>(), new LinkedHashMap<>());
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("= ")) {
                current = new Shape(line.substring(2), new LinkedHashMap<>(), new LinkedHashMap<>());
                types.put(current.name(), current);
            } else if (!line.startsWith("#")) {
                add(line.split("\t", -1), current);
            }
        }
        return new ElementTable(types);
    }

    private static void add(String[] cells, Shape type) {
        var element = new Element(
                cells[0],
                type.elements().size(),
                !cells[1].equals("0"),
                cells[2].equals("*"),
                cells[3],
                cells[4],
                names(cells[5]),
                cells[6].contains("S"),
                cells[6].contains("M"),
                names(cells[7]));
        type.elements().put(element.name(), element);
        if (element.required()) {
            var name = element.choice().isEmpty() ? element.name() : element.choice();
            type.required()
                    .merge(
                            name,
                            List.of(element),
                            (a, b) -> Stream.concat(a.stream(), b.stream()).toList());
        }
    }

    private static Set<String> names(String cell) {
        return cell.isEmpty()
                ? Set.of()
                : Collections.unmodifiableSet(new LinkedHashSet<>(List.of(cell.split(",", -1))));
    }

    /** A complex type; a primitive one has no elements and is not in the table. */
    public Optional<Shape> type(String name) {
        return Optional.ofNullable(types.get(name));
    }

    /** A type of resource. */
    public Optional<Shape> resource(String name) {
        return type(name).filter(Shape::isResource);
    }
}
