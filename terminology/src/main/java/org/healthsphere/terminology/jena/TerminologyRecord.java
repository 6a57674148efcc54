package org.healthsphere.terminology.jena;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.jena.graph.Graph;
import org.apache.jena.graph.GraphMemFactory;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.Triple;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.sparql.core.DatasetGraphMapLink;
import org.apache.jena.sparql.core.Var;
import org.apache.jena.sparql.exec.QueryExec;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.NamingSystem;
import org.healthsphere.terminology.content.ValueSet;

/**
 * The layer of record: every code system, value set and map as RDF, one named graph for each version, and in the default graph
 * where each came from.
 *
 * <p>For curation, provenance and research questions that FHIR has no operation for. No answer of the node rests on it: those
 * come from the compiled index, which is made of the same rows.
 */
public final class TerminologyRecord {
    private static final String BELOW = """
            SELECT DISTINCT ?code WHERE {
              GRAPH ?graph { ?below <http://www.w3.org/2000/01/rdf-schema#subClassOf>* ?top .
                             ?below <http://www.w3.org/2004/02/skos/core#notation> ?code } }
            """;
    private static final String UNMAPPED = """
            PREFIX tx: <https://healthsphere.org/ns/terminology#>
            SELECT DISTINCT ?code WHERE {
              GRAPH ?graph { ?concept <http://www.w3.org/2004/02/skos/core#notation> ?code }
              FILTER NOT EXISTS {
                GRAPH ?map { ?mapping tx:source ?concept ; tx:target ?match ; tx:predicate ?predicate .
                             ?match tx:system ?target } } }
            """;

    private final DatasetGraph dataset = new DatasetGraphMapLink(GraphMemFactory.createGraphMemRoaring());

    private TerminologyRecord() {}

    /** The record of the contents; each with the digest of the file it was compiled to. */
    public static TerminologyRecord of(Collection<Compiled> contents) {
        var record = new TerminologyRecord();
        contents.forEach(record::add);
        return record;
    }

    private void add(Compiled compiled) {
        var content = compiled.content();
        var graph = GraphMemFactory.createGraphMemRoaring();
        var name = switch (content) {
            case CodeSystem system -> new CodeSystemGraph(graph, system).fill();
            case ConceptMap map -> new ConceptMapGraph(graph, map).fill();
            case NamingSystem names -> names(graph, names);
            case ValueSet valueSet -> new ValueSetGraph(graph, valueSet).fill();
        };
        dataset.addGraph(name, graph);
        new RegistryEntry(dataset.getDefaultGraph(), name).fill(compiled);
    }

    private static Node names(Graph graph, NamingSystem names) {
        var name = Words.graph("names", names.id());
        graph.add(Triple.create(name, Words.SYSTEM, Words.text(names.system())));
        names.others().forEach(other -> graph.add(Triple.create(name, Words.ALSO_CALLED, Words.text(other))));
        return name;
    }

    /** The code and all codes below it, sorted: by {@code rdfs:subClassOf*}, step by step. */
    public List<String> descendantsAndSelf(Canonical system, String code) {
        var top = Words.concept(new Coding(system.url(), code));
        return codes(BELOW, Map.of("graph", Words.graph("cs", system), "top", top));
    }

    /** The codes of a system that no map leads to the target system, sorted: the gaps a steward closes. */
    public List<String> unmapped(Canonical system, String targetSystem) {
        return codes(UNMAPPED, Map.of("graph", Words.graph("cs", system), "target", Words.text(targetSystem)));
    }

    private List<String> codes(String query, Map<String, Node> given) {
        var execution = QueryExec.dataset(dataset).query(QueryFactory.create(query));
        given.forEach((name, value) -> execution.substitution(Var.alloc(name), value));
        var found = new TreeSet<String>();
        try (var run = execution.build()) {
            run.select().forEachRemaining(row -> found.add(row.get("code").getLiteralLexicalForm()));
        }
        return List.copyOf(found);
    }

    /** The answer to a steward's question in SPARQL; a question that does more than ask, or asks for too much, is refused. */
    public Outcome<Table> ask(String query, Budget budget) {
        return new StewardQueries(dataset, budget).answer(query);
    }

    /** How many statements there are. */
    public long size() {
        var size = (long) dataset.getDefaultGraph().size();
        for (var graphs = dataset.listGraphNodes(); graphs.hasNext(); ) {
            size += dataset.getGraph(graphs.next()).size();
        }
        return size;
    }

    /** Writes the record as N-Quads (W3C), one sorted line for each statement: equal records are equal bytes. */
    public void writeTo(OutputStream out) throws IOException {
        var text = new StringWriter();
        RDFDataMgr.write(text, dataset, Lang.NQUADS);
        for (var line : text.toString().lines().sorted().toList()) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Content, and the digest of the file it was compiled to. */
    public record Compiled(Content content, Sha256 index) {}

    /** What one question may take. */
    public record Budget(Duration time, int rows) {
        public static final Budget USUAL = new Budget(Duration.ofSeconds(10), 10_000);
    }

    /** An answer: the names of its columns, and its rows; a cell without a value is empty. */
    public record Table(List<String> columns, List<List<String>> rows) {
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }
}
