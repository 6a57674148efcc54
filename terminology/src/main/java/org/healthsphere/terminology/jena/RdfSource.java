package org.healthsphere.terminology.jena;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.Node;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandlerFactory;
import org.apache.jena.sparql.graph.GraphFactory;
import org.apache.jena.vocabulary.OWL2;
import org.apache.jena.vocabulary.RDF;
import org.apache.jena.vocabulary.SKOS;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Fault.Problem;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.Origin;

/**
 * Reads code systems from RDF: each {@code skos:ConceptScheme} with its concepts, or an {@code owl:Ontology} with its named classes, in
 * Turtle, RDF/XML, N-Triples or N-Quads. Nothing is fetched: neither imports nor contexts.
 */
public final class RdfSource {
    private static final Map<String, Lang> LANGUAGES = Map.of(
            "ttl", Lang.TURTLE,
            "rdf", Lang.RDFXML,
            "owl", Lang.RDFXML,
            "nt", Lang.NTRIPLES);

    private RdfSource() {}

    /** Whether the name of a file is that of one. */
    public static boolean isOne(String name) {
        return language(name).isPresent();
    }

    private static Optional<Lang> language(String name) {
        var dot = name.lastIndexOf('.');
        return Optional.ofNullable(LANGUAGES.get(name.substring(dot + 1).toLowerCase(Locale.ROOT)));
    }

    /**
     * The code systems in a file.
     *
     * @param version where the file does not tell it; empty to have it told
     */
    public static Outcome<List<CodeSystem>> read(String name, InputStream in, Origin origin, String version) {
        var graph = GraphFactory.createGraphMem();
        try {
            RDFParser.source(in)
                    .lang(language(name).orElseThrow())
                    .base("urn:file:" + Words.escaped(name) + "#")
                    .errorHandler(ErrorHandlerFactory.errorHandlerStrictNoLogging)
                    .parse(graph);
        } catch (RiotException e) {
            return refused(name, "is not the RDF that its name says: " + e.getMessage());
        }
        return systems(name, graph, origin, version);
    }

    private static Outcome<List<CodeSystem>> systems(String name, Graph graph, Origin origin, String version) {
        List<CodeSystem> systems = new ArrayList<>();
        var schemes = subjects(graph, SKOS.ConceptScheme.asNode());
        var ontologies = schemes.isEmpty() ? subjects(graph, OWL2.Ontology.asNode()) : List.<Node>of();
        if (schemes.isEmpty() && ontologies.isEmpty()) {
            return refused(name, "has neither a skos:ConceptScheme nor an owl:Ontology with a name");
        }
        List<Problem> problems = new ArrayList<>();
        for (var scheme : schemes) {
            var codes = new RdfCodes(graph, scheme, origin);
            add(codes.ofScheme(schemes.size() == 1, version), systems, problems);
        }
        for (var ontology : ontologies) {
            add(new RdfCodes(graph, ontology, origin).ofOntology(version), systems, problems);
        }
        return problems.isEmpty() ? Outcome.of(List.copyOf(systems)) : Outcome.failed(new Fault.Invalid(problems));
    }

    private static void add(Outcome<CodeSystem> read, List<CodeSystem> systems, List<Problem> problems) {
        switch (read) {
            case Outcome.Success<CodeSystem>(var system) -> systems.add(system);
            case Outcome.Failure<CodeSystem>(Fault.Invalid(var found)) -> problems.addAll(found);
            case Outcome.Failure<CodeSystem>(var fault) -> problems.add(new Problem("", fault.toString()));
        }
    }

    private static List<Node> subjects(Graph graph, Node type) {
        return graph
                .find(Node.ANY, RDF.type.asNode(), type)
                .mapWith(triple -> triple.getSubject())
                .filterKeep(Node::isURI)
                .toList()
                .stream()
                .distinct()
                .sorted((a, b) -> a.getURI().compareTo(b.getURI()))
                .toList();
    }

    private static <T> Outcome<T> refused(String name, String what) {
        return Outcome.failed(new Fault.Invalid(List.of(new Problem(name, what))));
    }
}
