package org.healthsphere.node.outbound.omop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.healthsphere.node.fhir.flat.ViewDefinition;
import org.healthsphere.node.outbound.flat.FlatFile;
import org.healthsphere.specs.Outcome;

/** Resources as OMOP tables in CSV files, the views answered as the node answers them. */
record Extracted(Path folder, OmopExtract.Summary summary) {
    static Extracted of(List<JsonNode> resources, Vocabulary vocabulary, ZoneId zone, Path folder) throws IOException {
        var summary = new OmopExtract(vocabulary, zone)
                .write((view, after) -> page(resources, view, after), name -> FlatFile.csv(folder.resolve(name + ".csv")))
                .orElseThrow();
        return new Extracted(folder, summary);
    }

    /** Two resources to a page. */
    static Outcome<JsonNode> page(List<JsonNode> resources, JsonNode json, String after) {
        var view = ViewDefinition.of(json).orElseThrow();
        var from = after.isEmpty() ? 0 : Integer.parseInt(after);
        var page = JsonNodeFactory.instance.objectNode();
        var columns = page.putArray("columns");
        view.columns().forEach(c -> columns.addObject().put("name", c.name()));
        var rows = page.putArray("rows");
        resources.stream()
                .skip(from)
                .limit(2)
                .forEach(resource -> view.rows(resource)
                        .orElseThrow()
                        .forEach(row -> rows.addArray().addAll(row)));
        if (from + 2 < resources.size()) {
            page.put("next", String.valueOf(from + 2));
        }
        return Outcome.of(page);
    }

    /** The lines of a table without its header. */
    List<String> rows(String table) {
        return lines(table).skip(1).toList();
    }

    /** Some columns of a table, row by row. */
    List<String> rows(String table, String... columns) {
        var header = List.of(lines(table).findFirst().orElseThrow().split(",", -1));
        return rows(table).stream()
                .map(line -> line.split(",", -1))
                .map(cells -> String.join(
                        " ",
                        Stream.of(columns)
                                .map(column -> cells[header.indexOf(column)])
                                .toList()))
                .toList();
    }

    String text(String table) {
        return String.join("\n", lines(table).toList()) + "\n";
    }

    private Stream<String> lines(String table) {
        try {
            return Files.readAllLines(folder.resolve(table + ".csv")).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
