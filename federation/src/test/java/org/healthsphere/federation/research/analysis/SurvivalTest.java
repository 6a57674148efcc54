package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.LifeTable.Moment;
import org.healthsphere.federation.research.analysis.NaiveModels.Patient;
import org.healthsphere.federation.research.analysis.SurvivalCurve.Step;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SurvivalTest {
    private static final TimeGrid DAYS = TimeGrid.every(1, 4);

    @Test
    void a_site_tells_counts_at_each_point_only() {
        assertThat(LifeTable.of(DAYS, followUp(Vector.of(1, 2, 2, 3, 9), Vector.of(1, 1, 0, 1, 1))))
                .isEqualTo(new LifeTable(
                        DAYS, List.of(new Moment(5, 1), new Moment(4, 1), new Moment(2, 1), new Moment(1, 0))));
    }

    @Test
    void what_happens_between_two_points_counts_at_the_later_one() {
        var coarse = new TimeGrid(Vector.of(0, 10, 20));
        assertThat(LifeTable.of(coarse, followUp(Vector.of(0, 0.1, 10, 10.1, 20, 21), Vector.of(1, 1, 0, 1, 1, 1))))
                .isEqualTo(new LifeTable(coarse, List.of(new Moment(6, 1), new Moment(5, 1), new Moment(3, 2))));
    }

    @Test
    void a_curve_by_hand() {
        var table =
                new LifeTable(DAYS, List.of(new Moment(4, 1), new Moment(3, 0), new Moment(2, 1), new Moment(1, 1)));
        var curve = SurvivalCurve.of(table).orElseThrow();
        var late = 0.375 * Math.sqrt(1.0 / 12 + 1.0 / 2);
        assertThat(curve.steps())
                .containsExactly(
                        new Step(1, 4, 1, 0.75, 0.75 * Math.sqrt(1.0 / 12), 0.25),
                        new Step(2, 3, 0, 0.75, 0.75 * Math.sqrt(1.0 / 12), 0.25),
                        new Step(3, 2, 1, 0.375, late, 0.75),
                        new Step(4, 1, 1, 0, 0, 1.75));
        assertThat(curve.steps().getLast().interval()).isEmpty();
        assertThat(curve.median().time()).hasValue(3);
        assertThat(curve.median().upper()).isEqualTo(OptionalDouble.empty());
    }

    @Test
    void the_median_is_the_middle_of_the_time_at_one_half() {
        var table =
                new LifeTable(DAYS, List.of(new Moment(4, 2), new Moment(2, 0), new Moment(2, 0), new Moment(2, 1)));
        assertThat(SurvivalCurve.of(table).orElseThrow().median().time()).hasValue(2.5);
        var flat = new LifeTable(DAYS, List.of(new Moment(4, 1), new Moment(3, 0), new Moment(3, 0), new Moment(3, 0)));
        assertThat(SurvivalCurve.of(flat).orElseThrow().median().time()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void counts_of_sites_add_up_to_those_of_the_pooled_patients(long seed) {
        var random = new RandomPatients(seed);
        var patients = random.followed(120, 2);
        var grid = TimeGrid.every(2, 30);
        var sum = random.split(patients, 7).stream()
                .map(site -> LifeTable.of(grid, RandomPatients.followUp(site)))
                .reduce(LifeTable::plus);
        assertThat(sum).contains(LifeTable.of(grid, RandomPatients.followUp(patients)));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_curve_equals_the_product_over_the_patients(long seed) {
        var patients = new RandomPatients(seed).followed(120, 2);
        var curve = SurvivalCurve.of(LifeTable.of(TimeGrid.every(1, 60), RandomPatients.followUp(patients)))
                .orElseThrow();
        for (var step : curve.steps()) {
            assertThat(step.survival()).isCloseTo(naive(patients, step.time()), within(1e-12));
        }
    }

    private static double naive(List<Patient> patients, double until) {
        return patients.stream()
                .filter(Patient::event)
                .mapToDouble(Patient::time)
                .filter(time -> time <= until)
                .distinct()
                .map(time -> 1
                        - (double) patients.stream()
                                        .filter(patient -> patient.event() && patient.time() == time)
                                        .count()
                                / patients.stream()
                                        .filter(patient -> patient.time() >= time)
                                        .count())
                .reduce(1, (one, other) -> one * other);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void without_ties_the_log_rank_test_is_the_score_test_of_a_hazards_model(long seed) {
        var times = Vector.of(new Random(seed).doubles(40, 0, 50).distinct().toArray());
        var group = Vector.of(new Random(seed + 100)
                .ints(times.length(), 0, 2)
                .asDoubleStream()
                .toArray());
        var events = Vector.constant(times.length(), 1);
        var grid = new TimeGrid(Vector.of(times.stream().sorted().toArray()));
        var site = CoxSite.of(
                        Ties.EFRON, Design.of(List.of("group"), List.of(group)).orElseThrow(), followUp(times, events))
                .orElseThrow();
        var start = site.answer(new Round.Start());
        var score =
                start.score().at(0) * start.score().at(0) / start.information().at(0, 0);
        var tables = Map.of("0", table(grid, times, group, 0), "1", table(grid, times, group, 1));
        assertThat(LogRank.of(tables).orElseThrow().test().statistic()).isCloseTo(score, within(1e-10));
    }

    private static LifeTable table(TimeGrid grid, Vector times, Vector group, double chosen) {
        var members = IntStream.range(0, times.length())
                .filter(i -> group.at(i) == chosen)
                .mapToDouble(times::at)
                .toArray();
        return LifeTable.of(grid, followUp(Vector.of(members), Vector.constant(members.length, 1)));
    }

    @Test
    void what_cannot_be_compared_is_told() {
        var some = LifeTable.of(DAYS, followUp(Vector.of(1, 2, 3), Vector.of(1, 1, 0)));
        var calm = LifeTable.of(DAYS, followUp(Vector.of(1, 2, 3), Vector.of(0, 0, 0)));
        var nobody = LifeTable.of(DAYS, followUp(Vector.of(), Vector.of()));
        assertThat(LogRank.of(Map.of("a", some)))
                .isEqualTo(Outcome.failed(Refusals.groups("there must be at least two to compare")));
        assertThat(LogRank.of(Map.of("a", calm, "b", calm))).isEqualTo(Outcome.failed(Refusals.noEvents()));
        assertThat(LogRank.of(Map.of("a", nobody, "b", some))).isEqualTo(Outcome.failed(Refusals.incomparable("a")));
        assertThat(SurvivalCurve.of(nobody)).isEqualTo(Outcome.failed(Refusals.tooFewRows(0, 1)));
    }

    @Test
    void grids_and_tables_that_do_not_fit_are_defects() {
        var some = LifeTable.of(DAYS, followUp(Vector.of(1), Vector.of(1)));
        var other = LifeTable.of(TimeGrid.every(2, 4), followUp(Vector.of(1), Vector.of(1)));
        assertThatThrownBy(() -> some.plus(other)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeGrid(Vector.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TimeGrid(Vector.of(1, 1))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LifeTable(DAYS, List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    private static FollowUp followUp(Vector times, Vector events) {
        return FollowUp.of(times, events).orElseThrow();
    }
}
