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
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.roaringbitmap.RoaringBitmap;

/** A code system that lists its codes, with the supplements that are in use. */
final class IndexedSystem implements SystemView {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final CodeSystemIndex system;
    private final List<CodeSystemIndex> supplements;

    IndexedSystem(CodeSystemIndex system, List<CodeSystemIndex> supplements) {
        this.system = system;
        this.supplements = List.copyOf(supplements);
    }

    @Override
    public boolean isListed() {
        return true;
    }

    @Override
    public Canonical id() {
        return system.id();
    }

    @Override
    public String title() {
        return system.title();
    }

    @Override
    public Facts facts() {
        return system.facts();
    }

    @Override
    public String language() {
        return system.language();
    }

    @Override
    public int size() {
        return system.size();
    }

    @Override
    public List<Canonical> supplements() {
        return supplements.stream().map(CodeSystemIndex::id).toList();
    }

    @Override
    public int find(String code) {
        return system.find(code);
    }

    @Override
    public String code(int concept) {
        return system.code(concept);
    }

    @Override
    public String display(int concept) {
        return system.display(concept);
    }

    @Override
    public String definition(int concept) {
        return system.definition(concept);
    }

    @Override
    public boolean isAbstract(int concept) {
        return system.isNotSelectable(concept);
    }

    @Override
    public boolean isInactive(int concept) {
        return system.isInactive(concept);
    }

    @Override
    public String status(int concept) {
        return system.status().concept(concept, extensions(concept));
    }

    @Override
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

    @Override
    public boolean isWritten(int concept, JsonBytes into) {
        return supplements.isEmpty() && system.plain().isWritten(concept, into);
    }

    @Override
    public boolean hasExtensions() {
        return system.hasExtensions() || supplements.stream().anyMatch(CodeSystemIndex::hasExtensions);
    }

    @Override
    public List<JsonNode> extensions(int concept) {
        if (!hasExtensions()) {
            return List.of();
        }
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

    @Override
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

    @Override
    public List<Integer> parents(int concept) {
        List<Integer> parents = new ArrayList<>();
        for (var parent : system.parents(concept)) {
            parents.add(parent);
        }
        return parents;
    }

    @Override
    public ConceptSet ancestors(int concept) {
        return new ConceptSet(system.ancestors(concept));
    }

    @Override
    public ConceptSet children(int concept) {
        return new ConceptSet(system.children(concept));
    }

    @Override
    public ConceptSet all() {
        return new ConceptSet(system.all());
    }

    @Override
    public ConceptSet none() {
        return new ConceptSet(new RoaringBitmap());
    }

    @Override
    public ConceptSet inactive() {
        return new ConceptSet(system.inactive());
    }

    @Override
    public ConceptSet abstractOnes() {
        return new ConceptSet(system.notSelectable());
    }

    @Override
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

    @Override
    public boolean isAbove(int ancestor, int descendant) {
        return system.isAncestor(ancestor, descendant);
    }

    @Override
    public Outcome<ConceptSet> select(Filter filter) {
        return new Filters(system).select(filter).map(ConceptSet::new);
    }
}
