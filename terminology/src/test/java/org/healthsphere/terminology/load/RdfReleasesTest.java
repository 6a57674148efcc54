package org.healthsphere.terminology.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.Terminology.Subsumption;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Txi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OWL, SKOS and other RDF, and the names that code systems go by. */
class RdfReleasesTest {
    private static final String SCHEME = """
            @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
            @prefix dct: <http://purl.org/dc/terms/> .
            @prefix owl: <http://www.w3.org/2002/07/owl#> .
            @prefix : <https://example.org/animals/> .
            <https://example.org/animals> a skos:ConceptScheme ; dct:title "Animals"@en ; owl:versionInfo "%s" ;
              dct:license "CC0-1.0" ; skos:hasTopConcept :animal .
            :animal a skos:Concept ; skos:prefLabel "Animal"@en, "Tier"@de ; skos:narrower :bird .
            :bird a skos:Concept ; skos:notation "B" ; skos:prefLabel "Bird"@en ; skos:altLabel "Fowl"@en ;
              skos:definition "It has feathers."@en .
            :duck a skos:Concept ; skos:prefLabel "Duck"@en ; skos:broader :bird .
            :dodo a skos:Concept ; skos:prefLabel "Dodo"@en ; skos:broader :bird ; owl:deprecated true .
            """;
    private static final String ONTOLOGY = """
            <?xml version="1.0"?>
            <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#"
                xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:obo="http://www.geneontology.org/formats/oboInOwl#">
              <owl:Ontology rdf:about="http://example.org/onto/x.owl">
                <owl:versionIRI rdf:resource="http://example.org/onto/x/releases/2026-01-01/x.owl"/>
              </owl:Ontology>
              <owl:ObjectProperty rdf:about="http://example.org/part"><rdfs:label>part of</rdfs:label></owl:ObjectProperty>
              <owl:Class rdf:about="http://example.org/X_1"><rdfs:label>whole</rdfs:label><obo:id>X:1</obo:id></owl:Class>
              <owl:Class rdf:about="http://example.org/X_2"><rdfs:label>half</rdfs:label><obo:id>X:2</obo:id>
                <obo:hasExactSynonym>one of two</obo:hasExactSynonym>
                <rdfs:subClassOf rdf:resource="http://example.org/X_1"/>
                <rdfs:subClassOf><owl:Restriction><owl:onProperty rdf:resource="http://example.org/part"/>
                  <owl:someValuesFrom rdf:resource="http://example.org/X_1"/></owl:Restriction></rdfs:subClassOf>
              </owl:Class>
            </rdf:RDF>
            """;

    @TempDir
    private Path folder;

    private CompiledTerminology loaded(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        List<Content> contents = new ArrayList<>();
        assertThat(Releases.read(file, Wishes.NONE, Progress.UNHEARD, contents::add))
                .isInstanceOf(Outcome.Success.class);
        return CompiledTerminology.of(contents.stream()
                        .map(content ->
                                Txi.of(ByteBuffer.wrap(Compiler.compile(content).orElseThrow())))
                        .toList())
                .orElseThrow();
    }

    private List<String> problems(String name, String text) throws IOException {
        var file = Files.writeString(folder.resolve(name), text);
        return Releases.read(file, Wishes.NONE, Progress.UNHEARD, _ -> {})
                        instanceof Outcome.Failure<?>(Fault.Invalid(var found))
                ? found.stream().map(Fault.Problem::toString).toList()
                : List.of();
    }

    @Test
    void a_concept_scheme_is_a_code_system_in_its_version() throws IOException {
        var terminology = loaded("animals.ttl", SCHEME.formatted("3"));
        var system = "https://example.org/animals";
        var bird = terminology.details(new Coding(system, "B")).orElseThrow();
        assertThat(bird.entry().concept().display()).isEqualTo("Bird");
        assertThat(bird.entry().concept().version()).isEqualTo("3");
        assertThat(bird.definition()).isEqualTo("It has feathers.");
        assertThat(bird.parents()).containsExactly("animal");
        assertThat(bird.children()).containsExactlyInAnyOrder("dodo", "duck");
        assertThat(bird.entry().designations()).extracting(name -> name.value()).containsExactly("Fowl");
        assertThat(terminology.lookup(new Coding(system, "dodo")).orElseThrow().inactive())
                .isTrue();
        assertThat(terminology
                        .details(new Coding(system, "animal"))
                        .orElseThrow()
                        .display("de"))
                .isEqualTo("Tier");
        assertThat(terminology
                        .subsumes(new Coding(system, "animal"), new Coding(system, "duck"))
                        .orElseThrow())
                .isEqualTo(Subsumption.SUBSUMES);
        assertThat(terminology.files().getFirst().licence()).isEqualTo("CC0-1.0");
    }

    @Test
    void an_ontology_is_a_code_system_of_its_classes_with_what_they_stand_in() throws IOException {
        var terminology = loaded("x.owl", ONTOLOGY);
        var half = terminology
                .details(new Coding("http://example.org/onto/x.owl", "X:2"))
                .orElseThrow();
        assertThat(half.entry().concept().version()).isEqualTo("2026-01-01");
        assertThat(half.parents()).containsExactly("X:1");
        assertThat(half.values())
                .hasEntrySatisfying(
                        half.values().keySet().iterator().next(),
                        values -> assertThat(values).containsExactly("X:1"));
        assertThat(half.values().keySet())
                .singleElement()
                .satisfies(property -> assertThat(property.code()).isEqualTo("part_of"));
    }

    @Test
    void two_versions_stand_side_by_side() throws IOException {
        var first = loaded("animals.ttl", SCHEME.formatted("1"));
        var second = loaded("animals.ttl", SCHEME.formatted("2"));
        var both = CompiledTerminology.of(
                        List.of(first.files().getFirst(), second.files().getFirst()))
                .orElseThrow();
        assertThat(both.catalog().versions("https://example.org/animals")).containsExactly("1", "2");
    }

    @Test
    void what_is_wrong_is_said() throws IOException {
        assertThat(problems("broken.ttl", "@prefix : <https://example.org/> . :a :b"))
                .anyMatch(p -> p.contains("broken.ttl"));
        assertThat(problems("empty.ttl", "")).anyMatch(p -> p.contains("neither a skos:ConceptScheme"));
        assertThat(problems("unversioned.ttl", SCHEME.formatted("1").replace("owl:versionInfo \"1\" ;", "")))
                .containsExactly("https://example.org/animals: does not tell its version");
        assertThat(problems("bomb.owl", """
                <?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>
                <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><x>&a;</x></rdf:RDF>
                """)).isNotEmpty();
    }

    @Test
    void a_code_system_is_found_by_the_other_names_it_goes_by() throws IOException {
        var scheme = loaded("animals.ttl", SCHEME.formatted("3"));
        var names = loaded("names.json", """
                {"resourceType":"NamingSystem","name":"Animals","status":"active","kind":"codesystem","date":"2026-01-01",
                 "uniqueId":[{"type":"oid","value":"1.2.3.4"},{"type":"uri","value":"https://example.org/animals","preferred":true},
                  {"type":"uri","value":"https://example.org/old-animals"}]}
                """);
        var both = CompiledTerminology.of(
                        List.of(scheme.files().getFirst(), names.files().getFirst()))
                .orElseThrow();
        for (var system : List.of("urn:oid:1.2.3.4", "https://example.org/old-animals")) {
            assertThat(both.lookup(new Coding(system, "duck"))
                            .orElseThrow()
                            .coding()
                            .system())
                    .isEqualTo("https://example.org/animals");
        }
        assertThat(both.lookup(new Coding("urn:oid:1.2.3.5", "duck"))).isInstanceOf(Outcome.Failure.class);
        assertThat(problems("ids.json", """
                {"resourceType":"NamingSystem","name":"Ids","status":"active","kind":"identifier","date":"2026-01-01",
                 "uniqueId":[{"type":"oid","value":"1.2"}]}
                """))
                .anyMatch(p -> p.contains("is not 'codesystem'"))
                .anyMatch(p -> p.contains("none of the type uri"));
    }
}
