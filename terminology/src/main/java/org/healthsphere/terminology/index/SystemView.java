package org.healthsphere.terminology.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.Extensions;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.roaringbitmap.RoaringBitmap;

/** One version of a code system with the supplements that are in use: what the operations read. Concepts are numbers. */
public final class SystemView {
    /** No such concept. */
    public static final int NONE = CodeSystemIndex.NONE;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final CodeSystemIndex system;
    private final List<CodeSystemIndex> supplements;

    SystemView(CodeSystemIndex system, List<CodeSystemIndex> supplements) {
        this.system = system;
        this.supplements = List.copyOf(supplements);
    }

    public Canonical id() {
        return system.id();
    }

    public String title() {
        return system.title();
    }

    public Facts facts() {
        return system.facts();
    }

    /** Of the displays; empty when the source does not say. */
    public String language() {
        return system.language();
    }

    public int size() {
        return system.size();
    }

    /** Canonicals of the supplements in use. */
    public List<Canonical> supplements() {
        return supplements.stream().map(CodeSystemIndex::id).toList();
    }

    /** The concept with the code, by the system's rule for upper and lower case; else {@link #NONE}. */
    public int find(String code) {
        return system.find(code);
    }

    public String code(int concept) {
        return system.code(concept);
    }

    /** The display; empty when the source gives none. */
    public String display(int concept) {
        return system.display(concept);
    }

    public String definition(int concept) {
        return system.definition(concept);
    }

    public boolean isAbstract(int concept) {
        return system.isNotSelectable(concept);
    }

    public boolean isInactive(int concept) {
        return system.isInactive(concept);
    }

    /** Why it is as it is, such as {@code retired}: its status, else what other properties say; empty when nothing does. */
    public String status(int concept) {
        return StatusOf.concept(system, concept, extensions(concept));
    }

    /** The display first, then the designations, those of supplements last. */
    public List<Name> names(int concept) {
        List<Name> names = new ArrayList<>();
        var display = system.display(concept);
        if (!display.isEmpty()) {
            names.add(new Name(new Designation(system.language(), "", display), true, Optional.empty()));
        }
        system.designations(concept).forEach(name -> names.add(new Name(name, false, Optional.empty())));
        for (var supplement : supplements) {
            var same = supplement.find(system.code(concept));
            if (same != NONE) {
                var source = Optional.of(supplement.id());
                if (!supplement.display(same).isEmpty()) {
                    var own = new Designation(supplement.language(), "", supplement.display(same));
                    names.add(new Name(own, true, source));
                }
                supplement.designations(same).forEach(name -> names.add(new Name(name, false, source)));
            }
        }
        return names;
    }

    /** FHIR extensions of the concept, those of supplements last. */
    public List<JsonNode> extensions(int concept) {
        List<JsonNode> all = new ArrayList<>();
        add(system.extensions(concept), all);
        for (var supplement : supplements) {
            var same = supplement.find(system.code(concept));
            if (same != NONE) {
                add(supplement.extensions(same), all);
            }
        }
        return all;
    }

    private static void add(String extensions, List<JsonNode> all) {
        if (!extensions.isEmpty()) {
            parse(extensions).forEach(all::add);
        }
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not the JSON that was compiled", e);
        }
    }

    /** The values of its properties, those of supplements last. */
    public List<PropertyValue> properties(int concept) {
        List<PropertyValue> all = new ArrayList<>();
        add(system, concept, all);
        for (var supplement : supplements) {
            var same = supplement.find(system.code(concept));
            if (same != NONE) {
                add(supplement, same, all);
            }
        }
        return all;
    }

    private static void add(CodeSystemIndex system, int concept, List<PropertyValue> all) {
        system.values(concept)
                .forEach((property, values) -> values.forEach(value -> all.add(new PropertyValue(property, value))));
    }

    public List<Integer> parents(int concept) {
        List<Integer> parents = new ArrayList<>();
        for (var parent : system.parents(concept)) {
            parents.add(parent);
        }
        return parents;
    }

    public ConceptSet ancestors(int concept) {
        return new ConceptSet(system.ancestors(concept));
    }

    public ConceptSet children(int concept) {
        return new ConceptSet(system.children(concept));
    }

    public ConceptSet all() {
        return new ConceptSet(system.all());
    }

    public ConceptSet none() {
        return new ConceptSet(new RoaringBitmap());
    }

    public ConceptSet inactive() {
        return new ConceptSet(system.inactive());
    }

    /** The concepts that group others and are not chosen themselves. */
    public ConceptSet abstractOnes() {
        return new ConceptSet(system.notSelectable());
    }

    /** The concepts with a name, here or in a supplement, that has a word like each of the text's. */
    public ConceptSet named(String text, boolean similar) {
        var words = NameFilter.words(text);
        var found = system.search().find(words, Set.of(), similar);
        for (var supplement : supplements) {
            supplement.search().find(words, Set.of(), similar).forEach((int added) -> {
                var same = system.find(supplement.code(added));
                if (same != NONE) {
                    found.add(same);
                }
            });
        }
        return new ConceptSet(found);
    }

    /** Whether the second is below the first. */
    public boolean isAbove(int ancestor, int descendant) {
        return system.isAncestor(ancestor, descendant);
    }

    /** The concepts a filter leaves, or why it cannot be followed. */
    public Outcome<ConceptSet> select(Filter filter) {
        return new Filters(system).select(filter).map(ConceptSet::new);
    }

    /**
     * A name of a concept.
     *
     * @param isDisplay whether it is the display, and not a designation
     * @param supplement the supplement it comes from
     */
    public record Name(Designation designation, boolean isDisplay, Optional<Canonical> supplement) {
        /** The element as the source has it, when it says more than language, use and value. */
        public Optional<JsonNode> element() {
            return designation.source().isEmpty() ? Optional.empty() : Optional.of(parse(designation.source()));
        }

        /** The standards status of a designation; empty when it has none. */
        public String status() {
            return element()
                    .map(element -> Extensions.text(element, Extensions.STANDARDS_STATUS))
                    .orElse("");
        }
    }

    /** The value of a property, as text; a Coding is written {@code system|code}. */
    public record PropertyValue(Property property, String value) {}
}
