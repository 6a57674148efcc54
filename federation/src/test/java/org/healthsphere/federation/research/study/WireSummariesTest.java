package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Figures;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyCircle.Wire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Means, variances, counts and quantiles through the whole protocol, against what R says of the pooled rows ({@code tools/r-oracle}); up to a
 * third of the hospitals are lost on the way, with rows that must not be counted.
 */
class WireSummariesTest {
    private static final double SHARE = 1e-9;
    private static final Path RECORDED =
            Path.of("src/test/resources/org/healthsphere/federation/research/analysis/r-results.csv");
    private static final String AGE =
            Plans.value("age", "0", "120").replace("\"high\":120", "\"high\":120,\"edges\":[50,65]");
    private static final String VARIABLES = AGE + "," + Plans.group("arm", "a", "b", "c");
    private static final String MEAN = "{\"name\":\"m\",\"mean\":{\"of\":\"age\"}}";
    private static final String QUANTILES =
            "{\"name\":\"q\",\"quantiles\":{\"of\":\"age\",\"at\":[0.1,0.25,0.5,0.75,0.9]}}";
    private static final String HISTOGRAM = "{\"name\":\"h\",\"histogram\":{\"of\":\"age\"}}";
    private static final String CROSSTAB = "{\"name\":\"t\",\"crosstab\":{\"by\":[\"age\",\"arm\"]}}";

    /** Each number of hospitals, with nobody and with a third of them lost at one moment or another. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1", "3, 0, 1", "3, 1, 4", "7, 0, 1", "7, 2, 2", "7, 2, 3", "20, 0, 1", "20, 6, 4"})
    void summaries_are_those_of_the_pooled_rows(int sites, int lost, int step) {
        var values = new TreeMap<String, Double>();
        mean(result(sites, lost, step, MEAN), values);
        quantiles(result(sites, lost, step, QUANTILES), values);
        cells(result(sites, lost, step, HISTOGRAM), "class", List.of("0", "1", "2"), values);
        cells(
                result(sites, lost, step, CROSSTAB),
                "cell",
                List.of("0-a", "0-b", "0-c", "1-a", "1-b", "1-c", "2-a", "2-b", "2-c"),
                values);
        new Figures(values).equal(Figures.ofR(RECORDED, "summaries"), SHARE);
    }

    private static JsonNode result(int sites, int lost, int step, String analysis) {
        var rows = Table.of("survival.csv");
        var tables = new ArrayList<>(rows.split(sites - lost, sites));
        IntStream.range(0, lost).forEach(_ -> tables.add(new Table(rows.rows().subList(0, 40))));
        var circle = new StudyCircle(tables);
        var names = circle.hospitals.keySet().stream()
                .skip(sites - lost)
                .map(Object::toString)
                .toArray(String[]::new);
        StudyPlan plan = Plans.exact(sites - sites / 3, 1, VARIABLES, analysis);
        var release = circle.released(circle.ask(plan, 0, Wire.without(step, names)));
        assertThat(release.certificate().path("counted")).hasSize(sites - lost);
        return release.result();
    }

    private static void mean(JsonNode result, Map<String, Double> values) {
        for (var figure : List.of("patients", "mean", "variance")) {
            values.put("mean," + figure, Double.valueOf(result.path(figure).asText()));
        }
    }

    private static void quantiles(JsonNode result, Map<String, Double> values) {
        for (var one : result.path("quantiles")) {
            values.put("from," + one.path("q").asText(), Double.valueOf(one.path("from").asText()));
            values.put("to," + one.path("q").asText(), Double.valueOf(one.path("to").asText()));
        }
    }

    /** Cells of a table; those that no row can be in hold nobody. */
    private static void cells(JsonNode result, String figure, List<String> names, Map<String, Double> values) {
        var groups = result.path("by").size() == 2 ? 3 : 1;
        var inner = groups == 1 ? 1 : groups + 1;
        var cells = result.path("cells");
        for (var i = 0; i < names.size(); i++) {
            var cell = cells.path(i / groups * inner + i % groups);
            values.put(figure + "," + names.get(i), cell.isNull() ? 0.0 : cell.asDouble());
        }
        assertThat(cells.valueStream().mapToLong(JsonNode::asLong).sum())
                .as("nobody is missing")
                .isEqualTo(values.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(figure + ","))
                        .mapToLong(entry -> entry.getValue().longValue())
                        .sum());
    }
}
