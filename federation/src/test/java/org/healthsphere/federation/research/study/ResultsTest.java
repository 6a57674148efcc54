package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.healthsphere.federation.research.StudyStep;
import org.healthsphere.federation.research.analysis.Table;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.junit.jupiter.api.Test;

/** Results of tables, means, quantiles and curves, exact and with noise, from patients' records to what is told. */
class ResultsTest {
    private static final List<Table> SITES = Table.of("survival.csv").split(5, 3);
    private static final String AGE = Plans.value("age", "0", "120");
    private static final String CLASSED = AGE.replace("\"high\":120", "\"high\":120,\"edges\":[50,65]");
    private static final String ARM = Plans.group("arm", "a", "b", "c");
    private static final String COUNT = "{\"name\":\"n\",\"count\":{}}";

    private static JsonNode result(StudyPlan plan) {
        var circle = new StudyCircle(SITES);
        return circle.released(circle.ask(plan, 0)).result();
    }

    private static double[] ages() {
        return Table.of("survival.csv").texts("age").stream()
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void a_histogram_counts_classes_and_says_who_is_missing() {
        var result = result(Plans.exact(3, 1, CLASSED, "{\"name\":\"h\",\"histogram\":{\"of\":\"age\"}}"));
        assertThat(result.path("by").path(0).path("levels").toString())
                .isEqualTo("[\"[0.0,50.0)\",\"[50.0,65.0)\",\"[65.0,120.0]\",\"missing\"]");
        var young = Arrays.stream(ages()).filter(age -> age < 50).count();
        assertThat(result.path("cells").path(0).asLong()).isEqualTo(young);
    }

    @Test
    void a_table_of_two_is_told_without_what_few_share() {
        var result = result(
                Plans.exact(3, 10, CLASSED + "," + ARM, "{\"name\":\"t\",\"crosstab\":{\"by\":[\"age\",\"arm\"]}}"));
        assertThat(result.path("cells")).hasSize(16);
        assertThat(result.path("cells").path(15).isNull())
                .as("nobody is missing, and that is hidden too")
                .isTrue();
        assertThat(result.path("cells").valueStream().filter(cell -> !cell.isNull()))
                .allSatisfy(cell -> assertThat(cell.asLong()).isGreaterThanOrEqualTo(10));
    }

    @Test
    void an_exact_mean_is_that_of_the_pooled_rows() {
        var result = result(Plans.exact(3, 10, AGE, "{\"name\":\"m\",\"mean\":{\"of\":\"age\"}}"));
        var ages = ages();
        var mean = Arrays.stream(ages).average().orElseThrow();
        var squares =
                Arrays.stream(ages).map(age -> (age - mean) * (age - mean)).sum();
        assertThat(result.path("mean").asDouble()).isEqualTo(mean, within(1e-9));
        assertThat(result.path("variance").asDouble()).isEqualTo(squares / (ages.length - 1), within(1e-8));
    }

    @Test
    void a_mean_with_noise_is_near_it() {
        var result = result(Plans.noised(4, 500_000, AGE, "{\"name\":\"m\",\"mean\":{\"of\":\"age\"}}"));
        assertThat(result.path("mean").asDouble())
                .isEqualTo(Arrays.stream(ages()).average().orElseThrow(), within(8.0));
    }

    @Test
    void a_quantile_lies_where_it_is_told_to_lie_among_enough_patients() {
        var result = result(Plans.exact(3, 10, AGE, "{\"name\":\"q\",\"quantiles\":{\"of\":\"age\",\"at\":[0.5]}}"));
        var ages = Arrays.stream(ages()).sorted().toArray();
        var told = result.path("quantiles").path(0);
        var from = told.path("from").asDouble();
        var to = told.path("to").asDouble();
        assertThat(ages[ages.length / 2]).isBetween(from, to);
        assertThat(Arrays.stream(ages).filter(age -> age >= from && age < to).count())
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void the_points_of_an_exact_curve_have_enough_events_in_every_group() {
        var result = result(Plans.exact(
                3,
                10,
                ARM + "," + Plans.SURVIVAL,
                "{\"name\":\"k\",\"survival\":{\"of\":\"time\",\"width\":1,\"points\":1100,\"by\":\"arm\"}}"));
        assertThat(result.path("curves")).hasSize(3);
        for (var curve : result.path("curves")) {
            assertThat(curve.path("steps")).hasSizeLessThan(20);
            assertThat(curve.path("steps").valueStream())
                    .allSatisfy(step -> assertThat(step.path("events").asLong()).isGreaterThanOrEqualTo(10));
        }
    }

    @Test
    void a_count_with_noise_is_the_pooled_count_and_noise_that_was_paid_for() {
        var circle = new StudyCircle(SITES);
        var release = circle.released(circle.ask(Plans.noised(3, 200_000, "", COUNT), 0));
        assertThat(release.result().path("cells").path(0).asDouble()).isEqualTo(300, within(60.0));
        assertThat(release.certificate()
                        .path("protection")
                        .path("deviations")
                        .path(0)
                        .asDouble())
                .as("five shares of which two suffice")
                .isEqualTo(5 / Math.sqrt(0.4) * Math.sqrt(2.5), within(1e-9));
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits).hasSize(1));
    }

    @Test
    void below_the_quorum_there_is_no_number_and_no_charge() {
        var circle = new StudyCircle(SITES);
        var step = circle.ask(
                Plans.noised(4, 200_000, "", COUNT), 0, StudyCircle.Wire.without(3, "birch", "cedar", "dogwood"));
        assertThat(step).isInstanceOf(StudyStep.Failed.class);
        circle.hospitals
                .values()
                .forEach(hospital -> assertThat(hospital.debits).isEmpty());
    }
}
