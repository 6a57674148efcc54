package org.healthsphere.terminology.jena;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;

/** The names of things in the record: SKOS, RDFS, PROV and Dublin Core where they have a word, our own where not. */
final class Words {
    static final String TX = "https://healthsphere.org/ns/terminology#";
    static final String PROV = "http://www.w3.org/ns/prov#";

    static final Node TYPE = RDF.type.asNode();
    static final Node TITLE = DCTerms.title.asNode();
    static final Node LICENCE = DCTerms.license.asNode();
    static final Node CREATOR = DCTerms.creator.asNode();
    static final Node COMMENT = RDFS.comment.asNode();
    static final Node SUB_CLASS_OF = RDFS.subClassOf.asNode();
    static final Node CONCEPT = SKOS.Concept.asNode();
    static final Node NOTATION = SKOS.notation.asNode();
    static final Node PREF_LABEL = SKOS.prefLabel.asNode();
    static final Node ALT_LABEL = SKOS.altLabel.asNode();
    static final Node DEFINITION = SKOS.definition.asNode();
    static final Node BROADER = SKOS.broader.asNode();
    static final Node DERIVED_FROM = iri(PROV + "wasDerivedFrom");

    static final Node CODE_SYSTEM = tx("CodeSystemVersion");
    static final Node VALUE_SET = tx("ValueSetVersion");
    static final Node CONCEPT_MAP = tx("ConceptMapVersion");
    static final Node NAMING_SYSTEM = tx("NamingSystem");
    static final Node ALSO_CALLED = tx("alsoCalled");
    static final Node MAPPING = tx("Mapping");
    static final Node SYSTEM = tx("system");
    static final Node URL = tx("url");
    static final Node VERSION = tx("version");
    static final Node SHA256 = tx("sha256");
    static final Node INDEX_SHA256 = tx("indexSha256");
    static final Node INACTIVE = tx("inactive");
    static final Node NOT_SELECTABLE = tx("notSelectable");
    static final Node DANGLING = tx("namesUnknownParent");
    static final Node SOURCE = tx("source");
    static final Node TARGET = tx("target");
    static final Node PREDICATE = tx("predicate");
    static final Node EQUIVALENCE = tx("equivalence");
    static final Node JUSTIFICATION = tx("justification");
    static final Node IMPORTS = tx("imports");

    private Words() {}

    static Node iri(String iri) {
        return NodeFactory.createURI(iri);
    }

    static Node tx(String name) {
        return iri(TX + name);
    }

    static Node skos(String name) {
        return iri(SKOS.getURI() + name);
    }

    static Node text(String text) {
        return NodeFactory.createLiteralString(text);
    }

    static Node text(String text, String language) {
        return language.isEmpty() ? text(text) : NodeFactory.createLiteralLang(text, language);
    }

    /** The graph of one version. No bar is in the name: SPARQL would refuse it. */
    static Node graph(String kind, Canonical id) {
        return iri("urn:tx:" + kind + ":" + escaped(id.url()) + ":" + escaped(id.version()));
    }

    /** A concept, in whatever version: the versions are told apart by their graphs. */
    static Node concept(Coding code) {
        return iri("urn:tx:code:" + escaped(code.system()) + ":" + escaped(code.code()));
    }

    static Node property(String system, String code) {
        return iri("urn:tx:property:" + escaped(system) + ":" + escaped(code));
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
