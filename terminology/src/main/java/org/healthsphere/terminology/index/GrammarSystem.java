package org.healthsphere.terminology.index;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Facts;
import org.healthsphere.terminology.content.Standing;
import org.healthsphere.terminology.content.ValueSet.Filter;
import org.healthsphere.terminology.grammar.Grammar;
import org.healthsphere.terminology.grammar.Grammar.Meaning;
import org.roaringbitmap.RoaringBitmap;

/**
 * A code system whose codes are made by rules. A code gets its number when it is first asked for; all concepts are those that were.
 *
 * <p>For one request, on one thread.
 */
final class GrammarSystem implements SystemView {
    static final String CONTENT = "complete";
    private static final String LANGUAGE = "en";

    private final Grammar grammar;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Meaning> terms = new ArrayList<>();

    GrammarSystem(Grammar grammar) {
        this.grammar = grammar;
    }

    @Override
    public boolean isListed() {
        return false;
    }

    @Override
    public Canonical id() {
        return grammar.id();
    }

    @Override
    public String title() {
        return grammar.title();
    }

    @Override
    public Facts facts() {
        return new Facts(new Standing(grammar.title(), "active", "", false), CONTENT, "", "", false);
    }

    @Override
    public String language() {
        return LANGUAGE;
    }

    @Override
    public int size() {
        return terms.size();
    }

    @Override
    public List<Canonical> supplements() {
        return List.of();
    }

    @Override
    public int find(String code) {
        var known = numbers.get(code);
        if (known == null) {
            known = grammar.read(code).map(this::number).orElse(NONE);
            numbers.put(code, known);
        }
        return known;
    }

    private int number(Meaning term) {
        var known = numbers.get(term.code());
        if (known != null) {
            return known;
        }
        terms.add(term);
        numbers.put(term.code(), terms.size() - 1);
        return terms.size() - 1;
    }

    @Override
    public String code(int concept) {
        return terms.get(concept).code();
    }

    @Override
    public String display(int concept) {
        return terms.get(concept).display();
    }

    @Override
    public String definition(int concept) {
        return "";
    }

    @Override
    public boolean isAbstract(int concept) {
        return false;
    }

    @Override
    public boolean isInactive(int concept) {
        return terms.get(concept).inactive();
    }

    @Override
    public String status(int concept) {
        return isInactive(concept) ? "deprecated" : "";
    }

    @Override
    public List<Name> names(int concept) {
        var term = terms.get(concept);
        List<Name> names = new ArrayList<>();
        names.add(new Name(new Designation(LANGUAGE, "", term.display()), true, Optional.empty()));
        term.otherNames()
                .forEach(name -> names.add(new Name(new Designation(LANGUAGE, "", name), false, Optional.empty())));
        return names;
    }

    @Override
    public boolean isWritten(int concept, JsonBytes into) {
        return false;
    }

    @Override
    public boolean hasExtensions() {
        return false;
    }

    @Override
    public List<JsonNode> extensions(int concept) {
        return List.of();
    }

    @Override
    public List<PropertyValue> properties(int concept) {
        var values = terms.get(concept).values();
        return grammar.properties().stream()
                .flatMap(property -> values.stream()
                        .filter(value -> value.property().equals(property.code()))
                        .map(value -> new PropertyValue(property, value.value())))
                .toList();
    }

    @Override
    public List<Integer> parents(int concept) {
        return List.of();
    }

    @Override
    public ConceptSet ancestors(int concept) {
        return none();
    }

    @Override
    public ConceptSet children(int concept) {
        return none();
    }

    @Override
    public ConceptSet all() {
        return those(_ -> true);
    }

    @Override
    public ConceptSet none() {
        return new ConceptSet(new RoaringBitmap());
    }

    @Override
    public ConceptSet inactive() {
        return those(Meaning::inactive);
    }

    @Override
    public ConceptSet abstractOnes() {
        return none();
    }

    @Override
    public ConceptSet named(String text, boolean similar) {
        var words = new NameFilter(text);
        return those(term -> words.isIn(term.code())
                || words.isIn(term.display())
                || term.otherNames().stream().anyMatch(words::isIn));
    }

    @Override
    public boolean isAbove(int ancestor, int descendant) {
        return false;
    }

    @Override
    public Outcome<ConceptSet> select(Filter filter) {
        return GrammarFilters.condition(grammar, filter).map(this::those);
    }

    private ConceptSet those(Predicate<Meaning> condition) {
        var found = new RoaringBitmap();
        for (var i = 0; i < terms.size(); i++) {
            if (condition.test(terms.get(i))) {
                found.add(i);
            }
        }
        return new ConceptSet(found);
    }
}
