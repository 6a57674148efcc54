package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.Figures;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Weeks in which many fell ill, from patients' records at many hospitals to the signed release of a study of public health, against what R's
 * package surveillance says of the pooled weeks ({@code tools/r-oracle}).
 */
class WireOutbreaksTest {
    private static final double SHARE = 1e-9;
    private static final int WEEKS = 312;
    private static final int BACK = 52;
    private static final Path RECORDED =
            Path.of("src/test/resources/org/healthsphere/federation/research/analysis/r-outbreaks.csv");
    private static final String EXACT = "{\"exact\":{\"threshold\":1}}";
    private static final String LONG_SEASON = "\"years\":4,\"window\":3,\"periods\":";

    /** Rules by the names that they have in R's results. */
    private static final Map<String, String> RULES = Map.of(
            "c1", "{\"ears\":{\"version\":\"c1\"}}",
            "c2", "{\"ears\":{\"version\":\"c2\"}}",
            "c3", "{\"ears\":{\"version\":\"c3\"}}",
            "cusum", "{\"cusum\":{}}",
            "farrington", "{\"farrington\":{\"years\":4}}",
            "flexible", "{\"farrington-flexible\":{\"years\":4}}",
            "flexiblemuan",
                    "{\"farrington-flexible\":{" + LONG_SEASON
                            + "5,\"recent\":26,\"alpha\":0.01,\"threshold\":\"muan\"}}",
            "flexibleplugin",
                    "{\"farrington-flexible\":{" + LONG_SEASON
                            + "10,\"recent\":26,\"alpha\":0.005,\"threshold\":\"nb-plugin\"}}");

    static Stream<Arguments> everyRuleAndNumberOfSites() {
        return RULES.keySet().stream()
                .sorted()
                .flatMap(rule -> (rule.equals("c2") || rule.equals("flexible")
                                ? Stream.of(1, 3, 7, 20, 30)
                                : Stream.of(1, 3))
                        .map(sites -> Arguments.of(rule, sites)));
    }

    @ParameterizedTest
    @MethodSource("everyRuleAndNumberOfSites")
    void alarms_are_those_of_r(String rule, int sites) {
        var result = result(plan(sites, EXACT, rule), cases("rare").split(sites, 11));
        figures(result).equal(Figures.ofR(RECORDED, rule + "-rare"), SHARE);
    }

    @Test
    void hospitals_that_are_lost_are_not_counted() {
        List<Table> tables = new ArrayList<>(cases("rare").split(5, 12));
        tables.add(new Table(cases("rare").rows().subList(0, 300)));
        tables.add(new Table(cases("rare").rows().subList(200, 400)));
        var circle = new StudyCircle(tables);
        var release =
                circle.released(circle.ask(plan(7, EXACT, "c2"), 0, StudyCircle.Wire.without(4, "fir", "ginkgo")));
        figures(release.result()).equal(Figures.ofR(RECORDED, "c2-rare"), SHARE);
        assertThat(release.certificate().path("counted")).hasSize(5);
    }

    @Test
    void what_rests_on_a_week_of_few_is_not_told() {
        var result = result(
                plan(3, "{\"exact\":{\"threshold\":5}}", "c1"),
                cases("seasonal").split(3, 13));
        var weeks = result.path("weeks");
        var few = IntStream.range(0, WEEKS)
                .filter(week -> weeks.path(week).path("patients").isNull())
                .toArray();
        assertThat(few).isNotEmpty();
        for (var week = WEEKS - BACK; week < WEEKS; week++) {
            var judged = week;
            assertThat(weeks.path(week).path("alarm").isNull())
                    .as("week %s", week)
                    .isEqualTo(IntStream.of(few).anyMatch(i -> i >= judged - 7 && i <= judged));
        }
        assertThat(weeks.valueStream().filter(week -> !week.path("patients").isNull()))
                .allSatisfy(week -> assertThat(week.path("patients").asLong()).isGreaterThanOrEqualTo(5));
    }

    @Test
    void with_noise_one_payment_is_for_all_weeks() {
        var noise = "{\"noise\":{\"rhoMicros\":500000}}";
        var circle = new StudyCircle(cases("seasonal").split(3, 14));
        var release = circle.released(circle.ask(plan(3, noise, "c2"), 0));
        var counts = counts(Table.of("weeks.csv"), "seasonal");
        var squares = IntStream.range(0, WEEKS)
                .mapToDouble(week -> release.result()
                                .path("weeks")
                                .path(week)
                                .path("patients")
                                .asDouble()
                        - counts[week])
                .map(error -> error * error)
                .average()
                .orElseThrow();
        assertThat(Math.sqrt(squares))
                .as("three shares of which two are enough; a patient may be at all three hospitals")
                .isBetween(2.5, 6.5);
        assertThat(release.result().path("weeks").path(WEEKS - 1).has("alarm")).isTrue();
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits)
                        .extracting(debit -> debit.rhoMicros())
                        .containsExactly(500_000L));
    }

    private static StudyPlan plan(int sites, String protection, String rule) {
        return Plans.reported(
                sites - sites / 3,
                protection,
                Plans.weeks(WEEKS),
                "{\"name\":\"alarms\",\"outbreak\":{\"of\":\"ill\",\"back\":" + BACK + ",\"method\":" + RULES.get(rule)
                        + "}}");
    }

    private static JsonNode result(StudyPlan plan, List<Table> tables) {
        var circle = new StudyCircle(tables);
        return circle.released(circle.ask(plan, 0)).result();
    }

    private static int[] counts(Table weeks, String series) {
        return weeks.texts(series).stream().mapToInt(Integer::parseInt).toArray();
    }

    /** A patient for each case. */
    private static Table cases(String series) {
        var counts = counts(Table.of("weeks.csv"), series);
        return new Table(IntStream.range(0, WEEKS)
                .boxed()
                .flatMap(week -> IntStream.range(0, counts[week]).mapToObj(_ -> Map.of("ill", String.valueOf(week))))
                .toList());
    }

    private static Figures figures(JsonNode result) {
        Map<String, Double> values = new TreeMap<>();
        var weeks = result.path("weeks");
        for (var week = WEEKS - BACK; week < WEEKS; week++) {
            var one = weeks.path(week);
            if (!one.path("bound").isNull()) {
                values.put(
                        "bound," + (week + 1),
                        Double.parseDouble(one.path("bound").asText()));
                values.put("alarm," + (week + 1), one.path("alarm").asBoolean() ? 1.0 : 0.0);
            }
        }
        return new Figures(values);
    }
}
