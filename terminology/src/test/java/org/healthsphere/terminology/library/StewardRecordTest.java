package org.healthsphere.terminology.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.TerminologyContract;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Decompiler;
import org.healthsphere.terminology.index.GeneratedSystem;
import org.healthsphere.terminology.index.Txi;
import org.healthsphere.terminology.jena.TerminologyRecord;
import org.healthsphere.terminology.jena.TerminologyRecord.Budget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StewardRecordTest {
    private static final String PREFIXES = """
            PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
            PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
            PREFIX tx: <https://healthsphere.org/ns/terminology#>
            """;

    private final CompiledTerminology terminology = Samples.terminology();
    private final StewardRecord record = new StewardRecord(() -> terminology);

    @Test
    void a_question_over_codes_and_their_hierarchy_is_answered() {
        var answer = record.ask(PREFIXES + """
                SELECT ?code ?label WHERE { GRAPH ?version {
                  ?concept rdfs:subClassOf+ ?bird ; skos:notation ?code ; skos:prefLabel ?label . ?bird skos:notation "bird" } }
                ORDER BY ?code""").orElseThrow();
        assertThat(answer.columns()).containsExactly("code", "label");
        assertThat(answer.rows()).containsExactly(List.of("dodo", "Dodo"), List.of("duck", "Duck"));
        assertThat(answer.leftOut()).isEmpty();
        assertThat(record.ask(PREFIXES + "ASK { GRAPH ?m { ?mapping tx:equivalence \"wider\" } }")
                        .orElseThrow()
                        .rows())
                .containsExactly(List.of("true"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP ALL",
                "INSERT DATA { <a:b> <a:b> <a:b> }",
                "LOAD <http://127.0.0.1/x>",
                "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
                "DESCRIBE <a:b>",
                "SELECT * FROM <http://127.0.0.1/x> WHERE { ?s ?p ?o }",
                "SELECT * WHERE { SERVICE <http://127.0.0.1/x> { ?s ?p ?o } }",
                "SELECT * WHERE { { SELECT * WHERE { SERVICE SILENT <http://127.0.0.1/x> { ?s ?p ?o } } } }",
                "SELECT * WHERE { FILTER EXISTS { SERVICE <http://127.0.0.1/x> { ?s ?p ?o } } }",
                "SELECT (<java:java.lang.Math>(1) AS ?x) WHERE {}",
                "PREFIX j: <java:org.example.> SELECT * WHERE { ?s j:Thing ?o }",
                "SELECT * WHERE { ?s <\\u006aava:org.example.Thing> ?o }",
                "SELECT",
                ""
            })
    void what_does_more_than_ask_or_leaves_the_house_is_refused(String query) {
        assertThat(TerminologyContract.fault(record.ask(query))).isInstanceOf(Fault.Invalid.class);
    }

    @Test
    void too_many_rows_and_too_much_time_are_refused_and_never_cut() {
        var all = TerminologyRecord.of(ContentReader.readAll(Samples.sources()).orElseThrow().stream()
                .map((Content content) -> new TerminologyRecord.Compiled(content, Sha256.of("x")))
                .toList());
        var many = "SELECT * WHERE { GRAPH ?a { ?s ?p ?o } }";
        assertThat(TerminologyContract.fault(all.ask(many, new Budget(Duration.ofSeconds(10), 5))))
                .isInstanceOf(Fault.TooCostly.class);
        var endless =
                "SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?a { ?s ?p ?o } GRAPH ?b { ?t ?q ?r } GRAPH ?c { ?u ?v ?w }"
                        + " GRAPH ?d { ?x ?y ?z } GRAPH ?e { ?i ?j ?k } FILTER (STR(?o) < STR(?r) && STR(?r) < STR(?w)) }";
        assertThat(TerminologyContract.fault(all.ask(endless, new Budget(Duration.ofMillis(300), 5))))
                .isInstanceOf(Fault.TooCostly.class);
        assertThat(TerminologyContract.fault(all.ask("#".repeat(20_000), Budget.USUAL)))
                .isInstanceOf(Fault.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void what_was_compiled_compiles_again_to_the_same_answers(long seed) {
        var system = GeneratedSystem.of(new Random(seed), 200);
        var first = txi(system);
        var again = (CodeSystem) Decompiler.of(first);
        assertThat(again.rows()).hasSameSizeAs(system.rows());
        var second = Decompiler.of(txi(again));
        assertThat(((CodeSystem) second).rows()).isEqualTo(again.rows());
    }

    @Test
    void value_sets_and_maps_are_as_they_were() {
        for (var content : ContentReader.readAll(Samples.sources()).orElseThrow()) {
            var file = txi(content);
            var again = Decompiler.of(file);
            assertThat(again.id()).isEqualTo(content.id());
            assertThat(again.origin())
                    .isEqualTo(new Origin(
                            "", content.origin().sha256(), content.origin().licence()));
            if (!(content instanceof CodeSystem)) {
                assertThat(Bytes.of(Compiler.compile(again).orElseThrow()))
                        .isEqualTo(Bytes.of(Compiler.compile(content).orElseThrow()));
            }
        }
    }

    private static Txi txi(Content content) {
        return Txi.of(ByteBuffer.wrap(Compiler.compile(content).orElseThrow()));
    }
}
