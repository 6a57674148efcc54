package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Figures;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.study.StudyCircle.Wire;
import org.healthsphere.specs.CanonicalJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Models and curves through the whole protocol, from patients' records to the signed release, against what R says of the pooled rows
 * ({@code tools/r-oracle}). Whoever is lost on the way had rows of his own that must not be counted.
 */
class WireFiguresTest {
    private static final double SHARE = 1e-9;
    private static final String AGE = Plans.value("age", "0", "120");
    private static final String MARKER = Plans.value("marker", "-100", "100");
    private static final String SEX = Plans.value("sex", "0", "1");
    private static final String TERMS = "\"terms\":[\"age\",\"sex\",\"marker\"]";
    private static final Path RECORDED =
            Path.of("src/test/resources/org/healthsphere/federation/research/analysis/r-results.csv");

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void a_gaussian_model_is_that_of_the_pooled_rows(int sites) {
        var plan = model(sites, Plans.value("pressure", "0", "400"), glm("gaussian", "pressure", ""));
        glm(result(plan, Table.of("gaussian.csv").split(sites, 1)), "gaussian");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_logistic_model_is_that_of_the_pooled_rows(int sites) {
        var plan = model(sites, Plans.flag("readmitted"), glm("binomial", "readmitted", ""));
        glm(result(plan, Table.of("binomial.csv").split(sites, 2)), "binomial");
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "3, ''", "7, ''", "1, years", "3, years", "7, years"})
    void a_poisson_model_with_and_without_an_offset_is_that_of_the_pooled_rows(int sites, String exposure) {
        var offset = exposure.isEmpty() ? "" : ",\"exposure\":\"years\"";
        var plan = model(
                sites,
                Plans.value("falls", "0", "1000") + "," + Plans.value("years", "0.01", "50"),
                glm("poisson", "falls", offset));
        glm(result(plan, Table.of("poisson.csv").split(sites, 3)), exposure.isEmpty() ? "poisson" : "rates");
    }

    @ParameterizedTest
    @CsvSource({"1, efron", "3, efron", "7, efron", "20, efron", "1, breslow", "3, breslow", "7, breslow"})
    void a_stratified_hazards_model_is_that_of_the_pooled_rows(int sites, String ties) {
        var table = Table.of("survival.csv");
        var plan = model(sites, centres(table) + "," + Plans.SURVIVAL, cox(ties));
        cox(result(plan, named(table.split(sites, 5, "centre"))), "cox-" + ties);
    }

    @ParameterizedTest
    @CsvSource({"1, efron", "3, efron", "7, efron", "3, breslow"})
    void a_hazards_model_on_a_grid_is_that_of_the_pooled_rows_on_it(int sites, String ties) {
        var analysis = cox(ties).replace(",\"strata\":\"centre\"", ",\"grid\":{\"width\":12,\"points\":10}");
        var plan = model(sites, Plans.SURVIVAL, analysis);
        cox(result(plan, Table.of("survival.csv").split(sites, 5)), "grid-" + ties);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7})
    void a_score_does_as_well_as_on_the_pooled_rows(int sites) {
        var score = """
                {"name":"m","score":{"outcome":"readmitted","scale":"logit","intercept":-5,"weights":[
                 {"variable":"age","weight":0.055},{"variable":"female","level":"no","weight":-0.3},
                 {"variable":"marker","weight":0.4}]}}""";
        var female = Plans.flag("sex")
                .replace("\"name\":\"sex\"", "\"name\":\"female\"")
                .replace("\"gt\"", "\"lt\"");
        var plan = Plans.exact(
                sites - sites / 3, 1, String.join(",", AGE, MARKER, female, Plans.flag("readmitted")), score);
        var result = result(plan, Table.of("binomial.csv").split(sites, 8));
        Map<String, Double> values = new TreeMap<>();
        for (var figure : List.of("auc", "error", "brier", "expected", "spiegelhalter", "p")) {
            values.put("score," + figure, number(result, figure));
        }
        new Figures(values).equal(Figures.ofR(RECORDED, "score"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void survival_curves_and_their_comparison_are_those_of_the_pooled_rows(int sites) {
        var plan = Plans.exact(
                sites - sites / 3,
                1,
                Plans.group("arm", "a", "b", "c") + "," + Plans.SURVIVAL,
                "{\"name\":\"km\",\"survival\":{\"of\":\"time\",\"width\":1,\"points\":1100,\"by\":\"arm\"}}");
        var result = result(plan, Table.of("survival.csv").split(sites, 6));
        curves(result, 15, 30, 60, 90).equal(Figures.ofR(RECORDED, "km-arm"), SHARE);
        comparison(result).equal(Figures.ofR(RECORDED, "logrank-arm"), SHARE);
    }

    @ParameterizedTest
    @CsvSource({"7, 1", "7, 2", "7, 3", "7, 4", "7, 5", "7, 6", "7, 7", "7, 10", "7, 11", "3, 4", "3, 7", "20, 7"})
    void hospitals_lost_at_any_moment_are_not_counted_and_the_model_is_that_of_the_others(int sites, int step) {
        var lost = sites / 3;
        var rows = Table.of("binomial.csv");
        var tables = new ArrayList<>(rows.split(sites - lost, 9));
        IntStream.range(0, lost).forEach(_ -> tables.add(new Table(rows.rows().subList(0, 60))));
        var circle = new StudyCircle(tables);
        var names = circle.hospitals.keySet().stream()
                .skip(sites - lost)
                .map(Object::toString)
                .toArray(String[]::new);
        var plan = model(sites, Plans.flag("readmitted"), glm("binomial", "readmitted", ""));
        var release = circle.released(circle.ask(plan, 0, Wire.without(step, names)));
        glm(release.result(), "binomial");
        assertThat(release.certificate().path("counted")).hasSize(sites - lost);
        assertThat(release.certificate().path("absent")).hasSize(lost);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void the_same_messages_replayed_come_to_the_same_result(int sites) {
        var plan = model(sites, Plans.flag("readmitted"), glm("binomial", "readmitted", ""));
        var circle = new StudyCircle(Table.of("binomial.csv").split(sites, 2));
        var release = circle.released(circle.ask(plan, 0));
        var transcript = circle.find(StudyReleases.transcriptKey(plan, 0)).orElseThrow();
        var replayed = StudyReleases.replay(plan, transcript, circle).orElseThrow();
        assertThat(CanonicalJson.of(replayed)).isEqualTo(CanonicalJson.of(release.result()));
    }

    private static StudyPlan model(int sites, String more, String analysis) {
        return Plans.exact(sites - sites / 3, 1, String.join(",", AGE, SEX, MARKER, more), analysis);
    }

    private static String glm(String family, String response, String more) {
        return "{\"name\":\"m\",\"glm\":{\"family\":\"" + family + "\",\"response\":\"" + response + "\"," + TERMS
                + more + "}}";
    }

    private static String cox(String ties) {
        return "{\"name\":\"m\",\"cox\":{\"of\":\"time\"," + TERMS + ",\"strata\":\"centre\",\"ties\":\"" + ties
                + "\"}}";
    }

    /** Centres by words, since a group is made of conditions. */
    private static String centres(Table table) {
        return Plans.group(
                "centre",
                new TreeSet<>(table.texts("centre")).stream().map(c -> "c" + c).toArray(String[]::new));
    }

    private static List<Table> named(List<Table> tables) {
        return tables.stream()
                .map(table -> new Table(table.rows().stream()
                        .map(row -> {
                            Map<String, String> named = new LinkedHashMap<>(row);
                            named.computeIfPresent("centre", (_, number) -> "c" + number);
                            return named;
                        })
                        .toList()))
                .toList();
    }

    private static JsonNode result(StudyPlan plan, List<Table> tables) {
        var circle = new StudyCircle(tables);
        return circle.released(circle.ask(plan, 0)).result();
    }

    private static void glm(JsonNode result, String analysis) {
        var values = coefficients(result);
        values.put("fit,rows", result.path("patients").asDouble());
        values.put("fit,deviance", number(result, "deviance"));
        values.put("fit,dispersion", number(result, "dispersion"));
        new Figures(values).equal(Figures.ofR(RECORDED, analysis), SHARE);
    }

    private static void cox(JsonNode result, String analysis) {
        var values = coefficients(result);
        values.put("fit,rows", result.path("patients").asDouble());
        values.put("fit,events", result.path("events").asDouble());
        values.put("fit,null", number(result, "nullLogLikelihood"));
        values.put("fit,loglik", number(result, "logLikelihood"));
        values.put("fit,lr", number(result, "likelihoodRatio"));
        values.put("fit,lrp", number(result, "p"));
        new Figures(values).equal(Figures.ofR(RECORDED, analysis), SHARE);
    }

    private static Map<String, Double> coefficients(JsonNode result) {
        var values = new TreeMap<String, Double>();
        for (var one : result.path("coefficients")) {
            var term = one.path("term").asText();
            values.put("estimate," + term, number(one, "estimate"));
            values.put("error," + term, number(one, "error"));
            values.put("statistic," + term, number(one, "statistic"));
            values.put("p," + term, number(one, "p"));
        }
        return values;
    }

    private static Figures curves(JsonNode result, int... times) {
        var values = new TreeMap<String, Double>();
        for (var curve : result.path("curves")) {
            var group = curve.path("group").asText();
            for (var time : times) {
                var step = curve.path("steps").path(time - 1);
                var at = group + "@" + time;
                values.put("n.risk," + at, step.path("atRisk").asDouble());
                values.put("surv," + at, number(step, "survival"));
                values.put("std.err," + at, number(step, "error"));
                values.put("lower," + at, number(step, "lower"));
                values.put("upper," + at, number(step, "upper"));
            }
            values.put("median," + group, number(curve, "median"));
            values.put("0.95LCL," + group, number(curve, "medianLower"));
            values.put("0.95UCL," + group, number(curve, "medianUpper"));
        }
        return new Figures(values);
    }

    private static Figures comparison(JsonNode result) {
        var values = new TreeMap<String, Double>();
        var test = result.path("logRank");
        for (var group : test.path("groups")) {
            values.put(
                    "observed," + group.path("group").asText(),
                    group.path("observed").asDouble());
            values.put("expected," + group.path("group").asText(), number(group, "expected"));
        }
        values.put("test,chisq", number(test, "chiSquared"));
        values.put("test,df", test.path("degreesOfFreedom").asDouble());
        values.put("test,p", number(test, "p"));
        return new Figures(values);
    }

    private static double number(JsonNode json, String name) {
        return Double.parseDouble(json.path(name).asText());
    }
}
