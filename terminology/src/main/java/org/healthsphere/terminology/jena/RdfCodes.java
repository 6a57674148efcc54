package org.healthsphere.terminology.jena;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.vocabulary.DC;
import org.apache.jena.vocabulary.DCTerms;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.RDFS;
import org.apache.jena.vocabulary.SKOS;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.Origin;

/** The concepts of one scheme or ontology as the rows of a code system. */
final class RdfCodes {
    private static final String OBO = "http://www.geneontology.org/formats/oboInOwl#";
    private static final Node OBO_ID = NodeFactory.createURI(OBO + "id");
    private static final List<Node> NAMES = List.of(
            SKOS.prefLabel.asNode(),
            RDFS.label.asNode(),
            SKOS.altLabel.asNode(),
            NodeFactory.createURI(OBO + "hasExactSynonym"),
            NodeFactory.createURI(OBO + "hasRelatedSynonym"));
    private static final List<Node> DEFINITIONS =
            List.of(SKOS.definition.asNode(), NodeFactory.createURI("http://purl.obolibrary.org/obo/IAO_0000115"));
    private static final List<Node> VERSIONS = List.of(
            OWL2.versionInfo.asNode(), DCTerms.hasVersion.asNode(), DCTerms.modified.asNode(), DCTerms.issued.asNode());
    private static final List<Node> LICENCES =
            List.of(DCTerms.license.asNode(), DC.rights.asNode(), DCTerms.rights.asNode());
    private static final List<Node> TITLES =
            List.of(DCTerms.title.asNode(), DC.title.asNode(), RDFS.label.asNode(), SKOS.prefLabel.asNode());
    private static final String SPOKEN = "en";

    private final Graph graph;
    private final Node whole;
    private final Origin origin;
    private final Set<Node> concepts = new LinkedHashSet<>();
    private final TreeMap<String, Property> properties = new TreeMap<>();

    RdfCodes(Graph graph, Node whole, Origin origin) {
        this.graph = graph;
        this.whole = whole;
        this.origin = origin;
    }

    /**
     * The concepts of the scheme.
     *
     * @param only whether it is the only one: then concepts that name no scheme are its own
     */
    Outcome<CodeSystem> ofScheme(boolean only, String version) {
        var all = subjects(RDF.type.asNode(), SKOS.Concept.asNode());
        all.filter(concept -> only
                        || graph.contains(concept, SKOS.inScheme.asNode(), whole)
                        || graph.contains(concept, SKOS.topConceptOf.asNode(), whole)
                        || graph.contains(whole, SKOS.hasTopConcept.asNode(), concept))
                .forEach(concepts::add);
        return system(version);
    }

    /** The named classes of the ontology. */
    Outcome<CodeSystem> ofOntology(String version) {
        Stream.concat(
                        subjects(RDF.type.asNode(), OWL2.Class.asNode()),
                        subjects(RDF.type.asNode(), RDFS.Class.asNode()))
                .filter(concept -> !concept.getURI().startsWith(OWL2.NS))
                .forEach(concepts::add);
        return system(version);
    }

    private Stream<Node> subjects(Node predicate, Node object) {
        return graph
                .find(Node.ANY, predicate, object)
                .mapWith(triple -> triple.getSubject())
                .filterKeep(Node::isURI)
                .toList()
                .stream()
                .distinct();
    }

    private Outcome<CodeSystem> system(String wished) {
        var version = wished.isEmpty() ? version() : wished;
        if (version.isEmpty() || concepts.isEmpty()) {
            return Outcome.failed(new Fault.Invalid(List.of(
                    new Problem(whole.getURI(), version.isEmpty() ? "does not tell its version" : "has no concepts"))));
        }
        var rows = concepts.stream().map(this::row).toList();
        var codes = new HashSet<String>();
        var twice =
                rows.stream().map(Row::code).filter(code -> !codes.add(code)).findFirst();
        if (twice.isPresent()) {
            return Outcome.failed(new Fault.Invalid(
                    List.of(new Problem(whole.getURI(), "has the code '" + twice.orElseThrow() + "' twice"))));
        }
        var licence = first(whole, LICENCES).map(RdfCodes::text).orElse("not stated");
        var rules = new Rules(true, "is-a", List.copyOf(properties.values()));
        return Outcome.of(new CodeSystem(
                new Canonical(url(), version),
                first(whole, TITLES).map(RdfCodes::text).orElse(whole.getURI()),
                SPOKEN,
                new Origin(origin.file(), origin.sha256(), licence),
                rules,
                rows));
    }

    private String url() {
        var uri = whole.getURI();
        return uri.endsWith("#") || uri.endsWith("/") ? uri.substring(0, uri.length() - 1) : uri;
    }

    /** As the source states it; of a version that is an IRI what tells it apart from the ontology's own. */
    private String version() {
        return first(whole, VERSIONS)
                .map(RdfCodes::text)
                .or(() -> first(whole, List.of(OWL2.versionIRI.asNode())).map(this::ofIri))
                .orElse("");
    }

    private String ofIri(Node version) {
        var iri = version.toString();
        var parts = iri.split("[/#]");
        var own = Set.of(whole.getURI().split("[/#]"));
        return Stream.of(parts)
                .filter(part -> !own.contains(part) && part.chars().anyMatch(Character::isDigit))
                .findFirst()
                .orElse(iri);
    }

    private Row row(Node concept) {
        List<Designation> names = new ArrayList<>();
        NAMES.forEach(predicate -> objects(concept, predicate)
                .filter(Node::isLiteral)
                .forEach(label -> names.add(new Designation(
                        label.getLiteralLanguage(),
                        "",
                        label.getLiteralLexicalForm().strip()))));
        var display = names.stream()
                .filter(name -> name.language().isEmpty() || name.language().startsWith(SPOKEN))
                .findFirst()
                .or(() -> names.stream().findFirst());
        display.ifPresent(names::remove);
        var definition = first(concept, DEFINITIONS).map(RdfCodes::text).orElse("");
        var deprecated = objects(concept, OWL2.deprecated.asNode())
                .anyMatch(value -> value.isLiteral() && Set.of("true", "1").contains(value.getLiteralLexicalForm()));
        return new Row(
                code(concept),
                new Words(
                        display.map(Designation::value).orElse(code(concept)),
                        definition,
                        names.stream().distinct().toList()),
                deprecated,
                false,
                List.copyOf(parents(concept)),
                values(concept));
    }

    private Set<String> parents(Node concept) {
        Set<String> parents = new TreeSet<>();
        Stream.of(RDFS.subClassOf, SKOS.broader)
                .flatMap(property -> objects(concept, property.asNode()))
                .filter(concepts::contains)
                .map(this::code)
                .forEach(parents::add);
        graph.find(Node.ANY, SKOS.narrower.asNode(), concept).mapWith(triple -> triple.getSubject()).toList().stream()
                .filter(concepts::contains)
                .map(this::code)
                .forEach(parents::add);
        parents.remove(code(concept));
        return parents;
    }

    /** What the concept stands to others in, by {@code someValuesFrom}. */
    private List<Value> values(Node concept) {
        return objects(concept, RDFS.subClassOf.asNode())
                .filter(Node::isBlank)
                .flatMap(restriction -> value(restriction).stream())
                .distinct()
                .toList();
    }

    private Optional<Value> value(Node restriction) {
        var property = first(restriction, List.of(OWL2.onProperty.asNode())).filter(Node::isURI);
        var target = first(restriction, List.of(OWL2.someValuesFrom.asNode())).filter(concepts::contains);
        return property.flatMap(on -> target.map(code -> {
            var name = first(on, List.of(OBO_ID, RDFS.label.asNode()))
                    .map(RdfCodes::text)
                    .orElseGet(() -> local(on))
                    .replace(' ', '_');
            properties.putIfAbsent(name, new Property(name, on.getURI(), "code"));
            return new Value(name, code(code));
        }));
    }

    /** Its notation, or its id in an OBO ontology; else the last part of its IRI. */
    private String code(Node concept) {
        return first(concept, List.of(SKOS.notation.asNode(), OBO_ID))
                .filter(Node::isLiteral)
                .map(RdfCodes::text)
                .orElseGet(() -> local(concept));
    }

    private static String local(Node node) {
        var parts = node.getURI().split("[/#]");
        return parts[parts.length - 1];
    }

    private Stream<Node> objects(Node subject, Node predicate) {
        return graph.find(subject, predicate, Node.ANY).mapWith(triple -> triple.getObject()).toList().stream()
                .sorted((a, b) -> a.toString().compareTo(b.toString()));
    }

    private Optional<Node> first(Node subject, List<Node> predicates) {
        return predicates.stream()
                .flatMap(predicate -> objects(subject, predicate).limit(1))
                .findFirst();
    }

    private static String text(Node node) {
        return node.isLiteral() ? node.getLiteralLexicalForm().strip() : node.toString();
    }
}
