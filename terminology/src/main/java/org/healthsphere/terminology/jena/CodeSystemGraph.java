package org.healthsphere.terminology.jena;

import java.util.Map;
import java.util.stream.Collectors;
import org.apache.jena.datatypes.xsd.XSDDatatype;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.graph.Triple;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;

/** A code system as SKOS; a hierarchy of kinds as {@code rdfs:subClassOf}, any other as {@code skos:broader}. */
final class CodeSystemGraph {
    private final Graph graph;
    private final CodeSystem system;
    private final Map<String, Node> predicates;
    private final Map<String, Row> rows;

    CodeSystemGraph(Graph graph, CodeSystem system) {
        this.graph = graph;
        this.system = system;
        this.predicates =
                system.rules().properties().stream().collect(Collectors.toMap(Property::code, this::predicate));
        this.rows = system.rows().stream().collect(Collectors.toMap(Row::code, row -> row));
    }

    private Node predicate(Property property) {
        return property.uri().isEmpty()
                ? Words.property(system.id().url(), property.code())
                : Words.iri(property.uri());
    }

    private Node predicate(String property) {
        return predicates.getOrDefault(property, Words.property(system.id().url(), property));
    }

    Node fill() {
        system.rows().forEach(this::add);
        return Words.graph("cs", system.id());
    }

    private void add(Row row) {
        var concept = concept(row.code());
        state(concept, Words.TYPE, Words.CONCEPT);
        state(concept, Words.NOTATION, Words.text(row.code()));
        state(concept, Words.PREF_LABEL, Words.text(row.words().display(), system.language()));
        if (!row.words().definition().isEmpty()) {
            state(concept, Words.DEFINITION, Words.text(row.words().definition(), system.language()));
        }
        row.words()
                .designations()
                .forEach(name -> state(concept, Words.ALT_LABEL, Words.text(name.value(), name.language())));
        if (row.inactive()) {
            state(concept, Words.INACTIVE, yes());
        }
        if (row.notSelectable()) {
            state(concept, Words.NOT_SELECTABLE, yes());
        }
        row.values().forEach(value -> state(concept, predicate(value.property()), Words.text(value.value())));
        row.parents().forEach(parent -> below(concept, parent));
    }

    private void below(Node concept, String parent) {
        if (!rows.containsKey(parent)) {
            state(concept, Words.DANGLING, Words.text(parent));
            return;
        }
        state(concept, system.rules().isA() ? Words.SUB_CLASS_OF : Words.BROADER, concept(parent));
    }

    private Node concept(String code) {
        return Words.concept(new Coding(system.id().url(), code));
    }

    private void state(Node subject, Node predicate, Node object) {
        graph.add(Triple.create(subject, predicate, object));
    }

    private static Node yes() {
        return NodeFactory.createLiteralDT("true", XSDDatatype.XSDboolean);
    }
}
