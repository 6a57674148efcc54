package org.healthsphere.node.fhir.flat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.healthsphere.specs.Outcome;

/** Runs the test cases of SQL on FHIR v2 from a folder (its repository's {@code tests}): run its main. */
final class OfficialViewCases {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private OfficialViewCases() {}

    public static void main(String[] arguments) throws IOException {
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var failed = new ArrayList<String>();
        var count = 0;
        try (var files = Files.list(Path.of(arguments[0]))) {
            for (var file :
                    files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                var suite = JSON.readTree(file.toFile());
                for (var test : suite.path("tests")) {
                    count++;
                    if (!passes(suite.path("resources"), test)) {
                        failed.add(
                                file.getFileName() + ": " + test.path("title").asText());
                    }
                }
            }
        }
        failed.forEach(out::println);
        out.println(count + " cases, " + failed.size() + " failed");
    }

    /** Rows in any order, values by their number. */
    static boolean passes(JsonNode resources, JsonNode test) {
        return switch (all(resources, test.path("view"))) {
            case Outcome.Failure<List<String>> _ -> test.path("expectError").asBoolean();
            case Outcome.Success<List<String>>(var rows) -> {
                var expected = new ArrayList<String>();
                test.path("expect").forEach(row -> expected.add(text((ObjectNode) row)));
                yield !test.path("expectError").asBoolean()
                        && (!test.has("expect")
                                || rows.stream()
                                        .sorted()
                                        .toList()
                                        .equals(expected.stream().sorted().toList()))
                        && columns(test);
            }
        };
    }

    private static boolean columns(JsonNode test) {
        var expected = new ArrayList<String>();
        test.path("expectColumns").forEach(name -> expected.add(name.asText()));
        return expected.isEmpty()
                || ViewDefinition.of(test.path("view")).orElseThrow().columns().stream()
                        .map(Column::name)
                        .toList()
                        .equals(expected);
    }

    private static Outcome<List<String>> all(JsonNode resources, JsonNode json) {
        return ViewDefinition.of(json).then(view -> {
            Outcome<List<String>> all = Outcome.of(new ArrayList<>());
            for (var resource : resources) {
                all = all.then(before -> view.rows(resource).map(rows -> {
                    rows.forEach(row -> before.add(text(view, row)));
                    return before;
                }));
            }
            return all;
        });
    }

    private static String text(ViewDefinition view, List<JsonNode> row) {
        var json = JSON.createObjectNode();
        for (var i = 0; i < row.size(); i++) {
            json.set(view.columns().get(i).name(), row.get(i));
        }
        return text(json);
    }

    private static String text(ObjectNode row) {
        var sorted = new TreeMap<String, String>();
        row.properties()
                .forEach(member -> sorted.put(
                        member.getKey(),
                        member.getValue().isNumber()
                                ? member.getValue()
                                        .decimalValue()
                                        .stripTrailingZeros()
                                        .toPlainString()
                                : member.getValue().toString()));
        return sorted.toString();
    }
}
