package org.healthsphere.terminology.jena;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.Samples;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.index.GeneratedSystem;
import org.healthsphere.terminology.jena.TerminologyRecord.Compiled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TerminologyRecordTest {
    private static final Sha256 INDEX = Sha256.of("index");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void the_index_says_what_sparql_says_of_every_pair_of_codes(long seed) {
        var system = GeneratedSystem.of(new Random(seed), 125);
        var index = Samples.compiledContents(List.of(system)).orElseThrow();
        var record = TerminologyRecord.of(List.of(new Compiled(system, INDEX)));
        for (var row : system.rows()) {
            var below = index.descendantsAndSelf(new Coding(system.id().url(), row.code()))
                    .orElseThrow();
            var walked = record.descendantsAndSelf(system.id(), row.code());
            assertThat(walked)
                    .allMatch(code -> below.contains(new Coding(system.id().url(), code)))
                    .hasSize(below.size());
        }
    }

    @Test
    void the_index_says_what_sparql_says_of_the_bundled_conditions() {
        var id = new Canonical("https://healthsphere.org/fhir/CodeSystem/conditions", "1.0.0");
        assertThat(record(BundledContent.sources()).descendantsAndSelf(id, "type-2-diabetes"))
                .containsExactly(
                        "type-2-diabetes", "type-2-diabetes-eye", "type-2-diabetes-kidney", "type-2-diabetes-nerve");
    }

    @Test
    void the_gaps_of_a_local_code_list_are_found() {
        var northfield = new Canonical("https://northfield.example/codes/diagnosis", "1.0.0");
        assertThat(record(BundledContent.sources())
                        .unmapped(northfield, "https://healthsphere.org/fhir/CodeSystem/conditions"))
                .containsExactly("ADM9", "LEGL", "OLD7", "RVW");
    }

    @Test
    void the_record_says_where_everything_came_from() throws IOException {
        var lines = text(record(Samples.sources())).lines().toList();
        var graph = "<urn:tx:cs:https%3A%2F%2Fexample.org%2Fanimals:1.0>";
        var source = "<urn:sha256:" + Samples.sources().getFirst().sha256() + ">";
        assertThat(lines)
                .contains(
                        graph + " <http://www.w3.org/ns/prov#wasDerivedFrom> " + source + " .",
                        source + " <http://purl.org/dc/terms/title> \"animals.json\" .",
                        graph + " <http://purl.org/dc/terms/license> \"CC0\" .",
                        graph + " <https://healthsphere.org/ns/terminology#indexSha256> \"" + INDEX + "\" .");
    }

    @Test
    void a_mapping_is_stated_and_says_who_made_it_and_why() throws IOException {
        var map = "<urn:tx:map:https%3A%2F%2Fexample.org%2Fmaps%2Ffarm:3>";
        var code = "<urn:tx:code:https%3A%2F%2Fexample.org%2F";
        assertThat(text(record(Samples.sources())).lines())
                .contains(code + "farm:P> <http://www.w3.org/2004/02/skos/core#broadMatch> " + code + "animals:bird> "
                        + map + " .")
                .anyMatch(line -> line.contains("#justification> \"semapv:ManualMappingCuration\" " + map))
                .anyMatch(line -> line.contains("dc/terms/creator> \"The steward\" " + map));
    }

    @Test
    void names_keep_their_language_and_other_hierarchies_are_no_kinds() throws IOException {
        var partOf = Samples.file("parts.json", """
                {"resourceType":"CodeSystem","url":"https://example.org/parts","version":"1","content":"complete",
                 "hierarchyMeaning":"part-of",
                 "concept":[{"code":"car","concept":[{"code":"wheel"}]}]}
                """);
        var duck = text(record(Samples.sources()));
        assertThat(duck).contains("\"Duck\"@en", "\"Ente\"@de", "rdf-schema#subClassOf");
        assertThat(text(record(List.of(partOf)))).contains("core#broader").doesNotContain("subClassOf");
    }

    @Test
    void equal_records_are_equal_bytes() throws IOException {
        var sources = Samples.sources();
        assertThat(text(record(sources.reversed()))).isEqualTo(text(record(sources)));
        assertThat(text(record(sources)).lines().count())
                .isEqualTo(record(sources).size());
        assertThat(new TreeSet<>(text(record(sources)).lines().toList()))
                .containsExactlyElementsOf(text(record(sources)).lines().toList());
    }

    private static TerminologyRecord record(List<SourceFile> sources) {
        return TerminologyRecord.of(ContentReader.readAll(sources).orElseThrow().stream()
                .map((Content content) -> new Compiled(content, INDEX))
                .toList());
    }

    private static String text(TerminologyRecord record) throws IOException {
        var out = new ByteArrayOutputStream();
        record.writeTo(out);
        return out.toString(StandardCharsets.UTF_8);
    }
}
