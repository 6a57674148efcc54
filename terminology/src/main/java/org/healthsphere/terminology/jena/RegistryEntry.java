package org.healthsphere.terminology.jena;

import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.NamingSystem;
import org.healthsphere.terminology.content.ValueSet;

/** What the registry says of one graph: what it is, its source by PROV-O, its licence, the file it was compiled to. */
final class RegistryEntry {
    private final Graph registry;
    private final Node name;

    RegistryEntry(Graph registry, Node name) {
        this.registry = registry;
        this.name = name;
    }

    void fill(TerminologyRecord.Compiled compiled) {
        var content = compiled.content();
        state(
                name,
                Words.TYPE,
                switch (content) {
                    case CodeSystem _ -> Words.CODE_SYSTEM;
                    case ConceptMap _ -> Words.CONCEPT_MAP;
                    case NamingSystem _ -> Words.NAMING_SYSTEM;
                    case ValueSet _ -> Words.VALUE_SET;
                });
        state(name, Words.URL, Words.text(content.id().url()));
        state(name, Words.VERSION, Words.text(content.id().version()));
        state(name, Words.TITLE, Words.text(content.title()));
        state(name, Words.LICENCE, Words.text(content.origin().licence()));
        state(name, Words.INDEX_SHA256, Words.text(compiled.index().hex()));
        var source = Words.iri("urn:sha256:" + content.origin().sha256());
        state(name, Words.DERIVED_FROM, source);
        state(source, Words.SHA256, Words.text(content.origin().sha256().hex()));
        state(source, Words.TITLE, Words.text(content.origin().file()));
    }

    private void state(Node subject, Node predicate, Node object) {
        registry.add(Triple.create(subject, predicate, object));
    }
}
