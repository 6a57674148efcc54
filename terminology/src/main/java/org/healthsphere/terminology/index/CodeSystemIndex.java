package org.healthsphere.terminology.index;

import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Terminology.Concept;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/** A compiled code system, read where it lies. Concepts are numbers. */
final class CodeSystemIndex {
    static final int NONE = Strings.NONE;
    private static final String DEFINED = "http://hl7.org/fhir/concept-properties#";

    private final Canonical id;
    private final String title;
    private final String language;
    private final boolean caseSensitive;
    private final Facts facts;
    private final List<Property> properties;
    private final Strings strings;
    private final IntBuffer codes;
    private final IntBuffer table;
    private final IntBuffer displays;
    private final IntBuffer definitions;
    private final IntBuffer flags;
    private final IntBuffer extensions;
    private final Slices parents;
    private final Slices ancestors;
    private final Slices descendants;
    private final Slices designations;
    private final Slices values;
    private final ValueOwners owners;
    private final boolean languagePack;
    private final StatusOf status;
    private final Sha256 file;
    private final Texts texts;
    private volatile @Nullable RoaringBitmap inactive;
    private volatile @Nullable RoaringBitmap notSelectable;
    private volatile @Nullable Children children;
    private volatile @Nullable Boolean extended;
    private volatile @Nullable PlainConcepts plain;

    CodeSystemIndex(Txi file) {
        this(file, Texts.inMemory());
    }

    CodeSystemIndex(Txi file, Texts texts) {
        this.file = file.sha256();
        this.texts = texts;
        id = file.id();
        title = file.title();
        var header = CodeSystemHeader.of(file);
        language = header.language();
        caseSensitive = header.caseSensitive();
        facts = header.facts();
        properties = header.properties();
        strings = new Strings(file);
        codes = file.ints(Section.CODES);
        table = file.ints(Section.CODE_TABLE);
        displays = file.ints(Section.DISPLAYS);
        definitions = file.ints(Section.DEFINITIONS);
        flags = file.ints(Section.FLAGS);
        extensions = file.ints(Section.EXTENSIONS);
        parents = Slices.of(file, Section.PARENT_OFFSETS, Section.PARENTS);
        ancestors = Slices.of(file, Section.ANCESTOR_OFFSETS, Section.ANCESTORS);
        descendants = Slices.of(file, Section.DESCENDANT_OFFSETS, Section.DESCENDANT_RUNS);
        designations = Slices.of(file, Section.DESIGNATION_OFFSETS, Section.DESIGNATIONS);
        values = Slices.of(file, Section.VALUE_OFFSETS, Section.VALUES);
        owners = ValueOwners.of(file);
        languagePack = facts.isSupplement() && onlyNames();
        status = new StatusOf(this);
    }

    Facts facts() {
        return facts;
    }

    /** Whether it is a supplement that adds nothing but names, each in a language. */
    boolean isLanguagePack() {
        return languagePack;
    }

    private boolean onlyNames() {
        for (var concept = 0; concept < size(); concept++) {
            var designations = designations(concept);
            if (designations.isEmpty()
                    || !extensions(concept).isEmpty()
                    || !values(concept).isEmpty()) {
                return false;
            }
            if (designations.stream().anyMatch(name -> name.language().isEmpty())) {
                return false;
            }
        }
        return true;
    }

    boolean isCaseSensitive() {
        return caseSensitive;
    }

    /** The display; empty when the source gives none. */
    String display(int concept) {
        return strings.get(displays.get(concept));
    }

    /** FHIR extensions of the concept as a JSON array; empty when it has none. */
    String extensions(int concept) {
        return strings.get(extensions.get(concept));
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
        return properties;
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
        var display = display(concept);
        return new Concept(
                new Coding(id.url(), code(concept)),
                id.version(),
                display.isEmpty() ? code(concept) : display,
                isInactive(concept));
    }

    List<Designation> designations(int concept) {
        List<Designation> all = new ArrayList<>();
        var fours = designations.get(concept);
        for (var i = 0; i < fours.length; i += 4) {
            all.add(new Designation(
                    strings.get(fours[i]),
                    strings.get(fours[i + 1]),
                    strings.get(fours[i + 2]),
                    strings.get(fours[i + 3])));
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

    /** The values of one property. */
    List<String> values(int concept, int property) {
        List<String> all = new ArrayList<>();
        for (var at = values.start(concept); at < values.end(concept); at += 2) {
            if (values.values().get(at) == property) {
                all.add(strings.get(values.values().get(at + 1)));
            }
        }
        return all;
    }

    StatusOf status() {
        return status;
    }

    /** The concepts that have nothing to tell in an expansion but their names. */
    PlainConcepts plain() {
        var known = plain;
        if (known == null) {
            known = PlainConcepts.of(this, strings, codes, displays);
            plain = known;
        }
        return known;
    }

    /** Whether the source gives the concept a display. */
    boolean hasDisplay(int concept) {
        return !strings.isEmpty(displays.get(concept));
    }

    /** Whether any concept has extensions. */
    boolean hasExtensions() {
        var known = extended;
        if (known == null) {
            known = IntStream.range(0, size()).anyMatch(concept -> !strings.isEmpty(extensions.get(concept)));
            extended = known;
        }
        return known;
    }

    boolean isAncestor(int ancestor, int descendant) {
        // Whoever is below somebody has more ancestors than he: of two concepts at most one has to be searched for.
        return ancestors.size(descendant) > ancestors.size(ancestor) && ancestors.has(descendant, ancestor);
    }

    int[] parents(int concept) {
        return parents.get(concept);
    }

    RoaringBitmap children(int concept) {
        var known = children;
        if (known == null) {
            known = Children.of(size(), parents);
            children = known;
        }
        return known.of(concept);
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
        var known = inactive;
        if (known == null) {
            known = flagged(CodeSystemCompiler.INACTIVE);
            inactive = known;
        }
        return known;
    }

    RoaringBitmap notSelectable() {
        var known = notSelectable;
        if (known == null) {
            known = flagged(CodeSystemCompiler.NOT_SELECTABLE);
            notSelectable = known;
        }
        return known;
    }

    /** Not to be changed by anybody. */
    private RoaringBitmap flagged(int flag) {
        var found = new RoaringBitmap();
        for (var concept = 0; concept < size(); concept++) {
            if ((flags.get(concept) & flag) != 0) {
                found.add(concept);
            }
        }
        found.runOptimize();
        return found;
    }

    /** The concepts that have nothing above them. */
    RoaringBitmap roots() {
        var found = new RoaringBitmap();
        for (var concept = 0; concept < size(); concept++) {
            if (parents.end(concept) == parents.start(concept)) {
                found.add(concept);
            }
        }
        return found;
    }

    /** The concepts that have something below them. */
    RoaringBitmap parentsOf() {
        var found = new RoaringBitmap();
        for (var concept = 0; concept < size(); concept++) {
            if (descendants.end(concept) > descendants.start(concept)) {
                found.add(concept);
            }
        }
        return found;
    }

    /** The place of the property that FHIR defines under the name, whatever the system calls it; else {@link #NONE}. */
    int meaning(String name) {
        for (var i = 0; i < properties.size(); i++) {
            if (properties.get(i).uri().equals(DEFINED + name)) {
                return i;
            }
        }
        return property(name);
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
        return owners.of(property, strings.find(value));
    }

    /** The concepts that have the property with a value of which the condition holds. */
    RoaringBitmap having(int property, Predicate<String> condition) {
        return owners.of(property, (int text) -> condition.test(strings.get(text)));
    }

    /** The concepts that have the property with any value. */
    RoaringBitmap having(int property) {
        return owners.of(property, _ -> true);
    }

    /** The values in use of a property. */
    List<String> valuesOf(int property) {
        List<String> all = new ArrayList<>();
        owners.forEachValue(property, text -> all.add(strings.get(text)));
        return all;
    }

    /** What finds concepts by their names. */
    NameSearch search() {
        return texts.of(this, file);
    }

    /** All names of the concept, and its code as one. */
    List<NameOf> names(int concept) {
        List<NameOf> names =
                new ArrayList<>(List.of(new NameOf(language, display(concept)), new NameOf("", code(concept))));
        var fours = designations.get(concept);
        for (var i = 0; i < fours.length; i += 4) {
            names.add(new NameOf(strings.get(fours[i]), strings.get(fours[i + 2])));
        }
        return names;
    }

    /** A name in a language; that of a code has none. */
    record NameOf(String language, String text) {
        /** Whether it is in one of the languages, or any will do. */
        boolean isIn(Set<String> languages) {
            return languages.isEmpty()
                    || languages.stream()
                            .anyMatch(wanted -> language.equals(wanted) || language.startsWith(wanted + "-"));
        }
    }

    private static RoaringBitmap runs(Slices slices, int number) {
        return ValueOwners.runs(slices, number);
    }
}
