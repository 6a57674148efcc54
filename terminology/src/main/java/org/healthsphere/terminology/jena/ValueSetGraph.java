package org.healthsphere.terminology.jena;

import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.ValueSet;
import org.healthsphere.terminology.content.ValueSet.Clause;

/** Which code systems and value sets a value set is made of. */
final class ValueSetGraph {
    private final Graph graph;
    private final ValueSet valueSet;
    private final Node name;

    ValueSetGraph(Graph graph, ValueSet valueSet) {
        this.graph = graph;
        this.valueSet = valueSet;
        this.name = Words.graph("vs", valueSet.id());
    }

    Node fill() {
        valueSet.compose().includes().forEach(this::add);
        valueSet.compose().excludes().forEach(this::add);
        return name;
    }

    private void add(Clause clause) {
        if (!clause.system().url().isEmpty()) {
            graph.add(
                    Triple.create(name, Words.SYSTEM, Words.text(clause.system().url())));
        }
        clause.valueSets()
                .forEach(canonical -> graph.add(Triple.create(
                        name,
                        Words.IMPORTS,
                        Words.text(Canonical.parse(canonical).url()))));
    }
}
