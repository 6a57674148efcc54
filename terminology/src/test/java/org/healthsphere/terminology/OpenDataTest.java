package org.healthsphere.terminology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.ConceptMap;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.SourceFile;
import org.junit.jupiter.api.Test;

/**
 * Exact counts over published terminologies, where the folder is given that {@code HIE_TERMINOLOGY_DATA} names: {@code
 * icd10cm/icd10cm-2021.tsv.gz} (code, parent, billable, display …), {@code go/go-edges.tsv.gz} (child, parent, relation), {@code
 * go/go-offspring.tsv.gz} (ancestor, offspring) as GO.db computes it, and {@code mondo/*.sssom.tsv.gz}.
 */
class OpenDataTest {
    private static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";
    private static final String GO = "http://purl.obolibrary.org/obo/go";

    private static Path data(String name) {
        var folder = Optional.ofNullable(System.getenv("HIE_TERMINOLOGY_DATA")).orElse("");
        if (folder.isEmpty() || !Files.exists(Path.of(folder, name))) {
            return abort("not run: HIE_TERMINOLOGY_DATA does not name a folder with " + name);
        }
        return Path.of(folder, name);
    }

    private static List<String[]> rows(String name) throws IOException {
        try (var in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(data(name))), StandardCharsets.UTF_8))) {
            return in.lines().skip(1).map(line -> line.split("\t", -1)).toList();
        }
    }

    @Test
    void icd_10_cm_has_its_codes_and_every_group_its_descendants() throws IOException {
        var table = rows("icd10cm/icd10cm-2021.tsv.gz");
        var rows = table.stream()
                .map(cells -> new Row(
                        cells[0],
                        new Words(cells[3], "", List.of()),
                        false,
                        cells[0].startsWith("CH") || cells[0].endsWith("_B"),
                        cells[1].isEmpty() ? List.of() : List.of(cells[1]),
                        List.of()))
                .toList();
        var terminology = Samples.compiledContents(List.of(Samples.codeSystem(new Canonical(ICD, "2021"), rows)))
                .orElseThrow();
        assertThat(terminology.members(ICD + "/vs").orElseThrow().size()).isEqualTo(95_676);
        assertThat(rows.stream().filter(row -> !row.notSelectable())).hasSize(95_358);
        assertThat(table.stream().filter(cells -> cells[2].equals("1"))).hasSize(72_621);
        Map.of("E11", 115, "E08-E13_B", 577, "T66-T78_B", 588, "S50-S59_B", 5_237, "CH19", 53_753)
                .forEach((code, below) -> assertThat(terminology
                                .descendantsAndSelf(new Coding(ICD, code))
                                .orElseThrow()
                                .size())
                        .as(code)
                        .isEqualTo(below + 1));
    }

    @Test
    void the_closure_of_the_gene_ontology_is_the_one_its_authors_have_computed() throws IOException {
        Map<String, List<String>> parents = new HashMap<>();
        rows("go/go-edges.tsv.gz").forEach(cells -> {
            parents.computeIfAbsent(cells[0], _ -> new ArrayList<>()).add(cells[1]);
            parents.computeIfAbsent(cells[1], _ -> new ArrayList<>());
        });
        var rows = parents.entrySet().stream()
                .map(entry -> Samples.row(entry.getKey(), entry.getValue().toArray(String[]::new)))
                .toList();
        var terminology = Samples.compiledContents(List.of(Samples.codeSystem(new Canonical(GO, "2022"), rows)))
                .orElseThrow();
        var pairs = 0;
        var table = rows("go/go-offspring.tsv.gz");
        for (var cells : table) {
            var expected = Set.copyOf(Arrays.asList(cells[1].split(" ")));
            var below = terminology.members(GO + "?fhir_vs=isa/" + cells[0]).orElseThrow();
            var found = below.page(0, Integer.MAX_VALUE).stream()
                    .map(entry -> entry.concept().coding().code())
                    .filter(code -> !code.equals(cells[0]))
                    .collect(Collectors.toSet());
            assertThat(found).as(cells[0]).isEqualTo(expected);
            pairs += found.size();
        }
        assertThat(table).hasSize(19_623);
        assertThat(pairs).isEqualTo(748_391);
    }

    @Test
    void published_disease_maps_are_read_whole_and_every_match_says_why() throws IOException {
        List<Content> contents = new ArrayList<>();
        try (var files = Files.list(data("mondo"))) {
            for (var file : files.filter(file -> file.getFileName().toString().contains("exactmatch"))
                    .sorted()
                    .toList()) {
                try (var in = new GZIPInputStream(Files.newInputStream(file))) {
                    var name = file.getFileName().toString().replace(".gz", "");
                    contents.add(Samples.content(new SourceFile(name, Bytes.of(in.readAllBytes()))));
                }
            }
        }
        var mappings = contents.stream()
                .flatMap(map -> ((ConceptMap) map).mappings().stream())
                .toList();
        assertThat(mappings)
                .hasSize(46_473)
                .allMatch(line -> line.ground().justification().startsWith("semapv:"));
        var terminology = Samples.compiledContents(contents).orElseThrow();
        for (var line : mappings.subList(0, 2_000)) {
            assertThat(terminology
                            .translate(line.source(), line.target().system())
                            .orElseThrow())
                    .anyMatch(match -> match.target().equals(line.target()));
        }
    }
}
