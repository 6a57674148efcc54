package org.healthsphere.terminology.content;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.csv.DuplicateHeaderMode;
import org.healthsphere.specs.Outcome;
import org.healthsphere.terminology.content.CodeSystem.Row;
import org.healthsphere.terminology.content.CodeSystem.Rules;
import org.healthsphere.terminology.content.CodeSystem.Words;

/**
 * Reads a hospital's own code list: CSV (RFC 4180) with the columns {@code code} and {@code display}, and if wanted
 * {@code definition}, {@code parent} and {@code inactive}.
 *
 * <p>Lines above the header say what the list is: {@code # url: …}, {@code # version: …}, {@code # licence: …},
 * {@code # title: …}.
 */
final class LocalCodesCsv {
    private static final Set<String> KNOWN = Set.of("code", "display", "definition", "parent", "inactive");
    private static final Set<String> YES_OR_NO = Set.of("", "true", "false");

    private final Problems problems;
    private final Set<String> codes = new HashSet<>();
    private final long linesBefore;

    private LocalCodesCsv(Problems problems, long linesBefore) {
        this.problems = problems;
        this.linesBefore = linesBefore;
    }

    static Outcome<CodeSystem> read(SourceFile file) {
        var problems = new Problems(file.name());
        var text = file.bytes().utf8();
        var header = header(text);
        for (var key : List.of("url", "version", "licence")) {
            if (!header.containsKey(key)) {
                problems.add("", "the head lacks the line '# " + key + ": …'");
            }
        }
        var id = new Canonical(header.getOrDefault("url", ""), header.getOrDefault("version", ""));
        var origin = new Origin(file.name(), file.sha256(), header.getOrDefault("licence", ""));
        var body = text.lines().filter(line -> !line.startsWith("#")).collect(Collectors.joining("\n"));
        var rows = new LocalCodesCsv(
                        problems,
                        text.lines().takeWhile(line -> line.startsWith("#")).count())
                .rows(body);
        var rules = new Rules(true, "is-a", List.of());
        return problems.orElse(new CodeSystem(id, header.getOrDefault("title", id.url()), "", origin, rules, rows));
    }

    private static Map<String, String> header(String text) {
        Map<String, String> header = new HashMap<>();
        text.lines().takeWhile(line -> line.startsWith("#")).forEach(line -> {
            var colon = line.indexOf(':');
            if (colon > 0) {
                header.put(
                        line.substring(1, colon).strip(),
                        line.substring(colon + 1).strip());
            }
        });
        return header;
    }

    private List<Row> rows(String body) {
        var format = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
                .setIgnoreEmptyLines(true)
                .get();
        try (var parser = CSVParser.parse(new StringReader(body), format)) {
            columns(parser.getHeaderNames());
            return parser.stream().map(this::row).toList();
        } catch (IOException | UncheckedIOException | IllegalArgumentException | IllegalStateException e) {
            problems.add("", "is not a CSV file by RFC 4180");
            return List.of();
        }
    }

    private void columns(List<String> names) {
        List.of("code", "display").stream()
                .filter(name -> !names.contains(name))
                .forEach(name -> problems.add("", "lacks the column " + name));
        names.stream()
                .filter(name -> !KNOWN.contains(name))
                .forEach(name -> problems.add("", "has the unknown column " + name));
    }

    private Row row(CSVRecord line) {
        var at = "line " + (linesBefore + 1 + line.getRecordNumber());
        var code = cell(line, "code");
        if (code.isBlank() || !codes.add(code)) {
            problems.add(at, code.isBlank() ? "has no code" : "has a code that was there before: " + code);
        }
        var inactive = cell(line, "inactive");
        if (!YES_OR_NO.contains(inactive)) {
            problems.add(at, "inactive is 'true', 'false' or empty");
        }
        var parent = cell(line, "parent");
        var display = cell(line, "display");
        var words = new Words(display.isEmpty() ? code : display, cell(line, "definition"), List.of());
        return new Row(
                code, words, inactive.equals("true"), false, parent.isEmpty() ? List.of() : List.of(parent), List.of());
    }

    private static String cell(CSVRecord line, String column) {
        return line.isSet(column) ? line.get(column).strip() : "";
    }
}
