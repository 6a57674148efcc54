package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.roaringbitmap.RoaringBitmap;

/** A compiled code system, read where it lies. Concepts are numbers. */
final class CodeSystemIndex {
    static final int NONE = Strings.NONE;

    private final Canonical id;
    private final String title;
    private final String language;
    private final boolean caseSensitive;
    private final List<Property> properties = new ArrayList<>();
    private final Strings strings;
    private final IntBuffer codes;
    private final IntBuffer table;
    private final IntBuffer displays;
    private final IntBuffer definitions;
    private final IntBuffer flags;
    private final Slices parents;
    private final Slices ancestors;
    private final Slices descendants;
    private final Slices designations;
    private final Slices values;
    private final IntBuffer valueKeys;
    private final Slices valueRuns;

    CodeSystemIndex(Txi file) {
        id = file.id();
        title = file.title();
        language = file.header().path("language").asText();
        caseSensitive = file.header().path("caseSensitive").asBoolean();
        file.header()
                .path("properties")
                .forEach(property -> properties.add(new Property(
                        property.path("code").asText(),
                        property.path("uri").asText(),
                        property.path("type").asText())));
        strings = new Strings(file);
        codes = file.ints(Section.CODES);
        table = file.ints(Section.CODE_TABLE);
        displays = file.ints(Section.DISPLAYS);
        definitions = file.ints(Section.DEFINITIONS);
        flags = file.ints(Section.FLAGS);
        parents = Slices.of(file, Section.PARENT_OFFSETS, Section.PARENTS);
        ancestors = Slices.of(file, Section.ANCESTOR_OFFSETS, Section.ANCESTORS);
        descendants = Slices.of(file, Section.DESCENDANT_OFFSETS, Section.DESCENDANT_RUNS);
        designations = Slices.of(file, Section.DESIGNATION_OFFSETS, Section.DESIGNATIONS);
        values = Slices.of(file, Section.VALUE_OFFSETS, Section.VALUES);
        valueKeys = file.ints(Section.VALUE_KEYS);
        valueRuns = Slices.of(file, Section.VALUE_RUN_OFFSETS, Section.VALUE_RUNS);
    }

    Canonical id() {
        return id;
    }

    String title() {
        return title;
    }

    String language() {
        return language;
    }

    int size() {
        return codes.limit();
    }

    List<Property> properties() {
        return List.copyOf(properties);
    }

    /** The concept with the code, by the system's rule for upper and lower case, or {@link #NONE}. */
    int find(String code) {
        var key = CodeTable.key(code, caseSensitive).getBytes(StandardCharsets.UTF_8);
        return CodeTable.find(table, key, caseSensitive ? this::isSpelled : this::isSpelledInAnyCase);
    }

    private boolean isSpelled(int concept, byte[] key) {
        return strings.equals(codes.get(concept), key);
    }

    private boolean isSpelledInAnyCase(int concept, byte[] key) {
        return CodeTable.key(code(concept), false).equals(new String(key, StandardCharsets.UTF_8));
    }

    String code(int concept) {
        return strings.get(codes.get(concept));
    }

    String definition(int concept) {
        return strings.get(definitions.get(concept));
    }

    boolean isInactive(int concept) {
        return (flags.get(concept) & CodeSystemCompiler.INACTIVE) != 0;
    }

    boolean isNotSelectable(int concept) {
        return (flags.get(concept) & CodeSystemCompiler.NOT_SELECTABLE) != 0;
    }

    Concept concept(int concept) {
        return new Concept(
                new Coding(id.url(), code(concept)),
                id.version(),
                strings.get(displays.get(concept)),
                isInactive(concept));
    }

    List<Designation> designations(int concept) {
        List<Designation> all = new ArrayList<>();
        var triples = designations.get(concept);
        for (var i = 0; i < triples.length; i += 3) {
            all.add(new Designation(strings.get(triples[i]), strings.get(triples[i + 1]), strings.get(triples[i + 2])));
        }
        return all;
    }

    Map<Property, List<String>> values(int concept) {
        Map<Property, List<String>> all = new LinkedHashMap<>();
        var pairs = values.get(concept);
        for (var i = 0; i < pairs.length; i += 2) {
            all.computeIfAbsent(properties.get(pairs[i]), _ -> new ArrayList<>())
                    .add(strings.get(pairs[i + 1]));
        }
        return all;
    }

    boolean isAncestor(int ancestor, int descendant) {
        return ancestors.has(descendant, ancestor);
    }

    int[] parents(int concept) {
        return parents.get(concept);
    }

    RoaringBitmap children(int concept) {
        var children = new RoaringBitmap();
        descendants(concept).forEach((int below) -> {
            if (parents.has(below, concept)) {
                children.add(below);
            }
        });
        return children;
    }

    RoaringBitmap descendants(int concept) {
        return runs(descendants, concept);
    }

    RoaringBitmap ancestors(int concept) {
        return RoaringBitmap.bitmapOf(ancestors.get(concept));
    }

    RoaringBitmap all() {
        return RoaringBitmap.bitmapOfRange(0, size());
    }

    RoaringBitmap inactive() {
        var inactive = new RoaringBitmap();
        for (var concept = 0; concept < size(); concept++) {
            if (isInactive(concept)) {
                inactive.add(concept);
            }
        }
        return inactive;
    }

    /** The place of a declared property, or {@link #NONE}. */
    int property(String code) {
        for (var i = 0; i < properties.size(); i++) {
            if (properties.get(i).code().equals(code)) {
                return i;
            }
        }
        return NONE;
    }

    /** The concepts that have the property with the value. */
    RoaringBitmap having(int property, String value) {
        var text = strings.find(value);
        for (var i = 0; i < valueKeys.limit(); i += 2) {
            if (valueKeys.get(i) == property && valueKeys.get(i + 1) == text) {
                return runs(valueRuns, i / 2);
            }
        }
        return new RoaringBitmap();
    }

    /** The concepts that have the property with any value. */
    RoaringBitmap having(int property) {
        var all = new RoaringBitmap();
        for (var i = 0; i < valueKeys.limit(); i += 2) {
            if (valueKeys.get(i) == property) {
                all.or(runs(valueRuns, i / 2));
            }
        }
        return all;
    }

    private static RoaringBitmap runs(Slices slices, int number) {
        var bits = new RoaringBitmap();
        for (var at = slices.start(number); at < slices.end(number); at += 2) {
            bits.add((long) slices.values().get(at), slices.values().get(at + 1) + 1L);
        }
        return bits;
    }
}
