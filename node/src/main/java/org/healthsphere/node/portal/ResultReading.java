package org.healthsphere.node.portal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.healthsphere.node.web.desk.Chart;
import org.healthsphere.node.web.desk.ResultSheet.Grid;

/** The result of an analysis as tables, and as a drawing. The tables have the names of the result's own language. */
final class ResultReading {
    private final JsonNode result;

    ResultReading(JsonNode result) {
        this.result = result;
    }

    List<Grid> tables() {
        return switch (result.path("kind").asText()) {
            case "table" -> List.of(counts());
            case "survival" -> survival();
            case "glm", "cox" -> List.of(coefficients(), single());
            case "outbreak" -> List.of(rows("weeks", List.of("week", "patients", "bound", "alarm")), single());
            case "trees" -> trees();
            case "score" -> score(result);
            case "quantiles" -> List.of(rows("quantiles", List.of("q", "from", "to")));
            default -> List.of(single());
        };
    }

    Optional<Chart> chart() {
        return switch (result.path("kind").asText()) {
            case "survival" -> Optional.of(SurvivalChart.of(result));
            case "glm", "cox" -> Optional.of(ForestChart.of(result));
            case "outbreak" -> Optional.of(EpidemicChart.of(result));
            case "table" -> result.path("by").size() == 1 ? Optional.of(BarChart.of(result)) : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Grid counts() {
        List<String> head = new ArrayList<>();
        result.path("by").forEach(by -> head.add(by.path("name").asText()));
        head.add("patients");
        List<List<String>> rows = new ArrayList<>();
        var cells = result.path("cells");
        for (var cell = 0; cell < cells.size(); cell++) {
            var row = levels(cell);
            row.add(text(cells.path(cell)));
            rows.add(row);
        }
        return new Grid("patients", head, rows);
    }

    /** The levels of a cell: the last dimension runs fastest. */
    private List<String> levels(int cell) {
        List<String> levels = new ArrayList<>();
        var rest = cell;
        var by = result.path("by");
        for (var i = by.size() - 1; i >= 0; i--) {
            var of = by.path(i).path("levels");
            levels.addFirst(of.path(rest % of.size()).asText());
            rest /= of.size();
        }
        return levels;
    }

    private List<Grid> survival() {
        List<Grid> grids = new ArrayList<>();
        for (var curve : result.path("curves")) {
            grids.add(grid(
                    curve.path("group").asText() + ", median " + text(curve.path("median")),
                    curve.path("steps"),
                    List.of("time", "atRisk", "events", "survival", "lower", "upper")));
        }
        if (result.has("logRank")) {
            grids.add(grid(
                    "log-rank: χ² " + text(result.path("logRank").path("chiSquared")) + ", p "
                            + text(result.path("logRank").path("p")),
                    result.path("logRank").path("groups"),
                    List.of("group", "observed", "expected")));
        }
        return grids;
    }

    private List<Grid> trees() {
        List<Grid> grids = new ArrayList<>();
        grids.add(rows("importance", List.of("term", "share")));
        var number = 1;
        for (var tree : result.path("trees")) {
            grids.add(
                    grid("tree " + number++, tree, List.of("node", "term", "upTo", "is", "missing", "gain", "value")));
        }
        if (result.has("heldOut")) {
            grids.addAll(score(result.path("heldOut")));
        }
        grids.add(single());
        return grids;
    }

    private static List<Grid> score(JsonNode score) {
        return List.of(
                single(score),
                grid("roc", score.path("roc"), List.of("sensitivity", "falsePositives")),
                grid("calibration", score.path("calibration"), List.of("patients", "predicted", "observed")));
    }

    private Grid coefficients() {
        return rows("coefficients", List.of("term", "estimate", "error", "statistic", "p"));
    }

    private Grid rows(String name, List<String> columns) {
        return grid(name, result.path(name), columns);
    }

    private static Grid grid(String caption, JsonNode array, List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (var one : array) {
            rows.add(columns.stream().map(column -> text(one.path(column))).toList());
        }
        return new Grid(caption, columns, rows);
    }

    /** The numbers of the whole, one a line. */
    private Grid single() {
        return single(result);
    }

    private static Grid single(JsonNode result) {
        List<List<String>> rows = new ArrayList<>();
        result.properties().stream()
                .filter(entry ->
                        entry.getValue().isValueNode() && !entry.getKey().equals("kind"))
                .forEach(entry -> rows.add(List.of(entry.getKey(), text(entry.getValue()))));
        return new Grid(result.path("kind").asText(), List.of("", ""), rows);
    }

    private static String text(JsonNode value) {
        return value.isNull() || value.isMissingNode() ? "" : value.asText();
    }

    /** All tables as comma-separated values, with a blank line between two; the last one says how far each hospital's records are coded. */
    String csv(JsonNode certificate) {
        var coverage = coverage(certificate);
        return Stream.concat(tables().stream(), coverage.rows().isEmpty() ? Stream.of() : Stream.of(coverage))
                .map(grid -> line(grid.head())
                        + grid.rows().stream().map(ResultReading::line).collect(Collectors.joining()))
                .collect(Collectors.joining("\r\n"));
    }

    private static Grid coverage(JsonNode certificate) {
        List<List<String>> rows = new ArrayList<>();
        for (var counted : certificate.path("counted")) {
            for (var one : counted.path("coverage")) {
                rows.add(List.of(
                        text(counted.path("member")),
                        text(one.path("type")),
                        text(one.path("system")),
                        text(one.path("mapped"))));
            }
        }
        return new Grid("coverage", List.of("hospital", "type", "system", "mapped"), rows);
    }

    /** RFC 4180; what a spreadsheet would take for a formula is kept from being one. */
    private static String line(List<String> cells) {
        return cells.stream().map(ResultReading::cell).collect(Collectors.joining(",", "", "\r\n"));
    }

    private static String cell(String text) {
        var safe = text.matches("[=+@\\t].*") ? "'" + text : text;
        return safe.matches("[^\",\\r\\n]*") ? safe : "\"" + safe.replace("\"", "\"\"") + "\"";
    }
}
