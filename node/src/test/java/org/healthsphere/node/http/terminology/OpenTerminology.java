package org.healthsphere.node.http.terminology;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;
import org.healthsphere.terminology.content.BundledContent;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem;
import org.healthsphere.terminology.content.CodeSystem.Designation;
import org.healthsphere.terminology.content.CodeSystem.Property;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.content.CodeSystem.Words;
import org.healthsphere.terminology.content.Content;
import org.healthsphere.terminology.content.ContentReader;
import org.healthsphere.terminology.content.CoreContent;
import org.healthsphere.terminology.content.Origin;
import org.healthsphere.terminology.content.SourceFile;
import org.healthsphere.terminology.index.CompiledTerminology;
import org.healthsphere.terminology.index.Compiler;
import org.healthsphere.terminology.index.Txi;

/**
 * Published terminologies that anybody may use, from a folder: {@code icd10cm/icd10cm-2021.tsv.gz} (code, parent, billable, display,
 * further names), {@code go/go-terms.tsv.gz} (id, status, ontology, name, synonyms), {@code go/go-edges.tsv.gz} (child, parent, relation)
 * and {@code mondo/*.sssom.tsv.gz}; beside what comes with the product.
 */
final class OpenTerminology {
    static final String ICD = "http://hl7.org/fhir/sid/icd-10-cm";
    static final String GO = "http://purl.obolibrary.org/obo/go";
    static final String CHAPTER = "https://example.org/vs/injuries";
    private static final Origin ORIGIN = new Origin("open data", Sha256.of("open data"), "see its publisher");

    private final Path folder;

    OpenTerminology(Path folder) {
        this.folder = folder;
    }

    private Stream<String[]> rows(String name) throws IOException {
        var in = new GZIPInputStream(Files.newInputStream(folder.resolve(name)));
        try (var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines().skip(1).map(line -> line.split("\t", -1)).toList().stream();
        }
    }

    private static List<Designation> names(String cell) {
        return Arrays.stream(cell.split("\\|"))
                .filter(name -> !name.isBlank())
                .map(name -> new Designation("en", "", name))
                .toList();
    }

    CodeSystem icd() throws IOException {
        var rows = rows("icd10cm/icd10cm-2021.tsv.gz")
                .map(cells -> new Row(
                        cells[0],
                        new Words(cells[3], "", names(cells[4])),
                        false,
                        false,
                        cells[1].isEmpty() ? List.of() : List.of(cells[1]),
                        List.of(new Value("billable", cells[2].equals("1") ? "true" : "false"))))
                .toList();
        return system(new Canonical(ICD, "2021"), new Property("billable", "", "boolean"), rows);
    }

    CodeSystem go() throws IOException {
        Map<String, List<String>> parents = new HashMap<>();
        rows("go/go-edges.tsv.gz")
                .forEach(cells -> parents.computeIfAbsent(cells[0], _ -> new ArrayList<>())
                        .add(cells[1]));
        var rows = rows("go/go-terms.tsv.gz")
                .map(cells -> new Row(
                        cells[0],
                        new Words(cells[3], "", names(cells[4])),
                        !cells[1].equals("active"),
                        false,
                        parents.getOrDefault(cells[0], List.of()),
                        List.of(new Value("ontology", cells[2]))))
                .toList();
        return system(new Canonical(GO, "2022"), new Property("ontology", "", "code"), rows);
    }

    private static CodeSystem system(Canonical id, Property property, List<Row> rows) {
        return new CodeSystem(id, id.url(), "en", ORIGIN, new Rules(true, "is-a", List.of(property)), rows);
    }

    List<Content> maps() throws IOException {
        List<Content> maps = new ArrayList<>();
        try (var files = Files.list(folder.resolve("mondo"))) {
            for (var file : files.sorted().toList()) {
                var name = String.valueOf(file.getFileName());
                if (name.contains("exactmatch")) {
                    try (var in = new GZIPInputStream(Files.newInputStream(file))) {
                        var source = new SourceFile(name.replace(".gz", ""), Bytes.of(in.readAllBytes()));
                        maps.add(ContentReader.read(source).orElseThrow());
                    }
                }
            }
        }
        return maps;
    }

    /** A value set that lists its codes: the first 5,000 of ICD-10-CM. */
    private static Content listed(CodeSystem icd) {
        var codes = new StringBuilder();
        icd.rows().stream()
                .limit(5_000)
                .forEach(row -> codes.append(codes.isEmpty() ? "" : ",").append("{\"code\":\"" + row.code() + "\"}"));
        var json = """
                {"resourceType":"ValueSet","url":"%s","version":"1","status":"active","copyright":"-",
                 "compose":{"include":[{"system":"%s","concept":[%s]}]}}""".formatted(CHAPTER, ICD, codes);
        return ContentReader.read(new SourceFile("listed.json", Bytes.utf8(json)))
                .orElseThrow();
    }

    CompiledTerminology compiled() throws IOException {
        List<Content> contents = new ArrayList<>();
        Stream.concat(BundledContent.sources().stream(), CoreContent.sources().stream())
                .map(source -> ContentReader.read(source).orElseThrow())
                .forEach(contents::add);
        var icd = icd();
        contents.addAll(List.of(icd, go(), listed(icd)));
        contents.addAll(maps());
        var files = contents.stream()
                .map(content -> Txi.of(ByteBuffer.wrap(Compiler.compile(content).orElseThrow())))
                .toList();
        return CompiledTerminology.of(files).orElseThrow();
    }
}
