package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.healthsphere.federation.research.analysis.Design.INTERCEPT;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelFaultsTest {
    private static final List<String> TERMS = List.of(INTERCEPT, "x");
    private static final Vector X = Vector.of(1, 2, 3, 4, 5, 6, 7, 8);
    private static final Vector MIXED = Vector.of(0, 1, 0, 0, 1, 0, 1, 1);
    private static final Vector TIMES = Vector.of(4, 2, 6, 1, 3, 8, 5, 7);

    @ParameterizedTest
    @EnumSource
    void a_collinear_column_is_named(Family family) {
        var design = design(List.of(INTERCEPT, "x", "twice", "constant"), X, X.plus(X), Vector.constant(8, 3));
        assertThat(glm(family, design, MIXED)).isEqualTo(Outcome.failed(Refusals.rankDeficiency("twice")));
        assertThat(glm(family, design(List.of(INTERCEPT, "constant"), Vector.constant(8, 3)), MIXED))
                .isEqualTo(Outcome.failed(Refusals.rankDeficiency("constant")));
        assertThat(glm(family, design(List.of(INTERCEPT, "nothing"), Vector.zeros(8)), MIXED))
                .isEqualTo(Outcome.failed(Refusals.rankDeficiency("nothing")));
    }

    @Test
    void collinear_hazards_are_named() {
        assertThat(cox(
                        Design.of(List.of("x", "minus"), List.of(X, X.map(x -> 9 - x)))
                                .orElseThrow(),
                        MIXED))
                .isEqualTo(Outcome.failed(Refusals.rankDeficiency("minus")));
    }

    @Test
    void complete_separation_is_told() {
        assertThat(glm(Family.BINOMIAL, design(TERMS, X), X.map(x -> x > 4 ? 1 : 0)))
                .isIn(Outcome.failed(Refusals.separation("x")), Outcome.failed(Refusals.separation(INTERCEPT)));
        assertThat(glm(Family.BINOMIAL, design(TERMS, X), Vector.constant(8, 1)))
                .isEqualTo(Outcome.failed(Refusals.separation(INTERCEPT)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30})
    void separation_of_one_group_is_told(int times) {
        var group = repeated(Vector.of(0, 0, 0, 0, 0, 1, 1, 1), times);
        var response = repeated(Vector.of(1, 0, 1, 0, 1, 0, 0, 0), times);
        var terms = List.of(INTERCEPT, "group");
        assertThat(glm(Family.BINOMIAL, design(terms, group), response))
                .isEqualTo(Outcome.failed(Refusals.separation("group")));
        assertThat(glm(Family.POISSON, design(terms, group), response))
                .isEqualTo(Outcome.failed(Refusals.separation("group")));
    }

    @Test
    void a_monotone_partial_likelihood_is_told() {
        var events = Vector.of(1, 1, 1, 1, 0, 0, 0, 0);
        var design = Design.of(List.of("x"), List.of(events)).orElseThrow();
        assertThat(cox(design, events)).isEqualTo(Outcome.failed(Refusals.separation("x")));
    }

    @Test
    void without_events_there_is_no_model() {
        var none = Vector.zeros(8);
        assertThat(glm(Family.BINOMIAL, design(TERMS, X), none)).isEqualTo(Outcome.failed(Refusals.noEvents()));
        assertThat(glm(Family.POISSON, design(TERMS, X), none)).isEqualTo(Outcome.failed(Refusals.noEvents()));
        assertThat(cox(Design.of(List.of("x"), List.of(X)).orElseThrow(), none))
                .isEqualTo(Outcome.failed(Refusals.noEvents()));
    }

    @Test
    void rare_events_are_not_taken_for_separation() {
        var patients = 20_000;
        var group =
                Vector.of(IntStream.range(0, patients).mapToDouble(i -> i % 2).toArray());
        var events = Vector.of(IntStream.range(0, patients)
                .mapToDouble(i -> i == 7 || i == 8 || i == 9 ? 1 : 0)
                .toArray());
        var fit = glm(Family.BINOMIAL, design(List.of(INTERCEPT, "group"), group), events)
                .orElseThrow();
        assertThat(fit.coefficients().get(1).estimate())
                .isCloseTo(Math.log(2.0 / 9_998 / (1.0 / 9_999)), within(1e-10));
    }

    @Test
    void a_site_without_rows_changes_nothing() {
        var design = design(TERMS, X);
        var empty = Design.of(TERMS, List.of(Vector.of(), Vector.of())).orElseThrow();
        var alone = GlmSite.of(Family.BINOMIAL, design, MIXED).orElseThrow();
        var nobody = GlmSite.of(Family.BINOMIAL, empty, Vector.of()).orElseThrow();
        assertThat(GlmFit.of(Family.BINOMIAL, TERMS, Sites.of(List.of(nobody, alone, nobody), 2)))
                .isEqualTo(GlmFit.of(Family.BINOMIAL, TERMS, Sites.of(List.of(alone), 2)));
        assertThat(GlmFit.of(Family.BINOMIAL, TERMS, Sites.of(List.of(nobody), 2)))
                .isEqualTo(Outcome.failed(Refusals.tooFewRows(0, 2)));
        var noTimes = FollowUp.of(Vector.of(), Vector.of()).orElseThrow();
        assertThat(CoxSite.of(Ties.EFRON, empty, noTimes).orElseThrow().answer(new Round.Start()))
                .isEqualTo(SiteStatistics.none(2));
    }

    @Test
    void too_few_rows_are_told() {
        var design = Design.of(TERMS, List.of(Vector.of(1, 1), Vector.of(1, 2))).orElseThrow();
        assertThat(glm(Family.GAUSSIAN, design, Vector.of(3, 4))).isEqualTo(Outcome.failed(Refusals.tooFewRows(2, 2)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void a_value_that_is_no_number_is_refused_at_the_site(double value) {
        var bad = Vector.of(1, value);
        var good = Vector.of(1, 2);
        assertThat(Design.of(TERMS, List.of(good, bad))).isEqualTo(Outcome.failed(Refusals.notFinite("x")));
        assertThat(Design.of(TERMS, List.of(good, good), bad)).isEqualTo(Outcome.failed(Refusals.notFinite("offset")));
        assertThat(FollowUp.of(bad, Vector.of(0, 1))).isEqualTo(Outcome.failed(Refusals.times()));
        assertThat(FollowUp.of(good, bad)).isEqualTo(Outcome.failed(Refusals.response("0 or 1")));
        var design = Design.of(TERMS, List.of(good, good)).orElseThrow();
        for (var family : Family.values()) {
            assertThat(GlmSite.of(family, design, bad)).isEqualTo(Outcome.failed(Refusals.response(family.admitted())));
        }
    }

    @Test
    void a_response_that_the_family_does_not_admit_is_refused_at_the_site() {
        var design = design(TERMS, X);
        assertThat(GlmSite.of(Family.BINOMIAL, design, Vector.constant(8, 0.5)))
                .isEqualTo(Outcome.failed(Refusals.response("0 or 1")));
        assertThat(GlmSite.of(Family.POISSON, design, Vector.constant(8, -1)))
                .isEqualTo(Outcome.failed(Refusals.response("a whole number of at least 0")));
        assertThat(FollowUp.of(Vector.of(-1), Vector.of(0))).isEqualTo(Outcome.failed(Refusals.times()));
    }

    @Test
    void columns_that_do_not_fit_each_other_are_refused() {
        assertThat(Design.of(TERMS, List.of(X, MIXED.map(x -> x)))).isInstanceOf(Outcome.Success.class);
        assertThat(Design.of(TERMS, List.of(X, Vector.of(1)))).isEqualTo(Outcome.failed(Refusals.shape("x", 8)));
        assertThat(Design.of(List.of("x", "x"), List.of(X, X)))
                .isEqualTo(Outcome.failed(Refusals.terms("two have the same name")));
        assertThat(Design.of(List.of(), List.of())).isInstanceOf(Outcome.Failure.class);
        assertThat(GlmSite.of(Family.GAUSSIAN, design(TERMS, X), Vector.of(1)))
                .isEqualTo(Outcome.failed(Refusals.shape("response", 8)));
        assertThat(CoxSite.of(Ties.EFRON, design(TERMS, X), new FollowUp(Vector.of(1), Vector.of(1))))
                .isEqualTo(Outcome.failed(Refusals.shape("times", 8)));
        assertThat(CoxSite.of(Ties.EFRON, design(TERMS, X), new FollowUp(TIMES, MIXED), List.of("s")))
                .isEqualTo(Outcome.failed(Refusals.shape("strata", 8)));
    }

    @Test
    void sums_that_overflow_are_told() {
        assertThat(glm(Family.GAUSSIAN, design(TERMS, X.map(x -> x * 1e200)), MIXED))
                .isEqualTo(Outcome.failed(Refusals.overflow()));
    }

    @Test
    void a_fault_of_the_sites_is_the_answer() {
        var late = Outcome.<SiteStatistics>failed(new Fault.Timeout("round"));
        var site = GlmSite.of(Family.BINOMIAL, design(TERMS, X), MIXED).orElseThrow();
        assertThat(GlmFit.of(Family.BINOMIAL, TERMS, _ -> late)).isEqualTo(late);
        assertThat(CoxFit.of(TERMS, _ -> late)).isEqualTo(late);
        assertThat(GlmFit.of(
                        Family.BINOMIAL,
                        TERMS,
                        round -> round instanceof Round.Start ? Outcome.of(site.answer(round)) : late))
                .isEqualTo(late);
    }

    @Test
    void statistics_of_another_model_are_refused() {
        Sites other = _ -> Outcome.of(SiteStatistics.none(3));
        var refused = Outcome.failed(new Fault.Invalid("statistics of a model with other terms"));
        assertThat(GlmFit.of(Family.POISSON, TERMS, other)).isEqualTo(refused);
        assertThat(CoxFit.of(TERMS, other)).isEqualTo(refused);
    }

    @Test
    void nothing_of_a_patient_is_printed() {
        var design = design(TERMS, X.map(x -> x + 0.12345));
        assertThat(design + " " + new FollowUp(TIMES.map(x -> x + 0.12345), MIXED))
                .doesNotContain("12345");
    }

    private static Design design(List<String> terms, Vector... columns) {
        var all = new ArrayList<>(List.of(Vector.constant(columns[0].length(), 1)));
        all.addAll(List.of(columns));
        return Design.of(terms, all).orElseThrow();
    }

    private static Vector repeated(Vector numbers, int times) {
        return Vector.of(IntStream.range(0, times * numbers.length())
                .mapToDouble(i -> numbers.at(i % numbers.length()))
                .toArray());
    }

    private static Outcome<GlmFit> glm(Family family, Design design, Vector response) {
        var site = GlmSite.of(family, design, response).orElseThrow();
        return GlmFit.of(
                family, design.terms(), Sites.of(List.of(site), design.terms().size()));
    }

    private static Outcome<CoxFit> cox(Design design, Vector events) {
        var site = CoxSite.of(Ties.EFRON, design, new FollowUp(TIMES, events)).orElseThrow();
        return CoxFit.of(design.terms(), Sites.of(List.of(site), design.terms().size()));
    }
}
