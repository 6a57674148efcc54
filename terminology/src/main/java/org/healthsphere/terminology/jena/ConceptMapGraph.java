package org.healthsphere.terminology.jena;

import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.ConceptMap.Mapping;
import org.healthsphere.terminology.content.Equivalences;

/** A concept map as SKOS mappings, each also as a thing of its own that says who made it and why. */
final class ConceptMapGraph {
    private final Graph graph;
    private final ConceptMap map;

    ConceptMapGraph(Graph graph, ConceptMap map) {
        this.graph = graph;
        this.map = map;
    }

    Node fill() {
        map.mappings().forEach(this::add);
        return Words.graph("map", map.id());
    }

    private void add(Mapping line) {
        var source = code(line.source());
        var mapping = name(line);
        state(mapping, Words.TYPE, Words.MAPPING);
        state(mapping, Words.SOURCE, source);
        state(mapping, Words.EQUIVALENCE, Words.text(line.equivalence()));
        Equivalences.skos(line.equivalence()).ifPresent(match -> {
            var target = code(line.target());
            state(source, Words.skos(match), target);
            state(mapping, Words.TARGET, target);
            state(mapping, Words.PREDICATE, Words.skos(match));
        });
        stateText(mapping, Words.JUSTIFICATION, line.ground().justification());
        stateText(mapping, Words.CREATOR, line.ground().author());
        stateText(mapping, Words.COMMENT, line.ground().comment());
    }

    /** Named after what it says, not after its place in the file. */
    private Node name(Mapping line) {
        var text = map.id() + "\n" + line.source() + "\n" + line.target() + "\n" + line.equivalence();
        return Words.iri("urn:tx:mapping:" + Sha256.of(text));
    }

    /** The code is stated with its system, also when the system itself is not held. */
    private Node code(Coding code) {
        var concept = Words.concept(code);
        state(concept, Words.SYSTEM, Words.text(code.system()));
        state(concept, Words.NOTATION, Words.text(code.code()));
        return concept;
    }

    private void stateText(Node subject, Node predicate, String text) {
        if (!text.isEmpty()) {
            state(subject, predicate, Words.text(text));
        }
    }

    private void state(Node subject, Node predicate, Node object) {
        graph.add(Triple.create(subject, predicate, object));
    }
}
