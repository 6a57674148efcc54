package org.healthsphere.federation.research.analysis;

import static org.healthsphere.federation.research.analysis.Analyses.Model;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Synthetic rows at many sites against what R says of them pooled; {@code tools/r-oracle} made rows and figures. */
class RecordedFiguresTest {
    private static final double SHARE = 1e-9;
    private static final Model WITH_INTERCEPT = Model.of(Design.INTERCEPT, "age", "sex", "marker");
    private static final Model HAZARDS = Model.of("age", "sex", "marker");

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_gaussian_model_is_that_of_the_pooled_rows(int sites) {
        var fit = Analyses.glm(
                Family.GAUSSIAN,
                "pressure",
                WITH_INTERCEPT,
                Table.of("gaussian.csv").split(sites, 1));
        Analyses.figures(fit).equal(recorded("gaussian"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_logistic_model_is_that_of_the_pooled_rows(int sites) {
        var fit = Analyses.glm(
                Family.BINOMIAL,
                "readmitted",
                WITH_INTERCEPT,
                Table.of("binomial.csv").split(sites, 2));
        Analyses.figures(fit).equal(recorded("binomial"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_poisson_model_is_that_of_the_pooled_rows(int sites) {
        var fit = Analyses.glm(
                Family.POISSON, "falls", WITH_INTERCEPT, Table.of("poisson.csv").split(sites, 3));
        Analyses.figures(fit).equal(recorded("poisson"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_poisson_model_of_rates_is_that_of_the_pooled_rows(int sites) {
        var fit = Analyses.rates(
                "falls", "years", WITH_INTERCEPT, Table.of("poisson.csv").split(sites, 4));
        Analyses.figures(fit).equal(recorded("rates"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_stratified_hazards_model_is_that_of_the_pooled_rows(int sites) {
        var parts = Table.of("survival.csv").split(sites, 5, "centre");
        Analyses.figures(Analyses.cox(Ties.EFRON, "event", HAZARDS, "centre", parts))
                .equal(recorded("cox-efron"), SHARE);
        Analyses.figures(Analyses.cox(Ties.BRESLOW, "event", HAZARDS, "centre", parts))
                .equal(recorded("cox-breslow"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void survival_curves_and_their_comparison_are_those_of_the_pooled_rows(int sites) {
        var parts = Table.of("survival.csv").split(sites, 6);
        var arms = Analyses.lifeTables("event", "arm", parts);
        Analyses.curves(arms, 15, 30, 60, 90).equal(recorded("km-arm"), SHARE);
        Analyses.comparison(arms).equal(recorded("logrank-arm"), SHARE);
        Analyses.comparison(Analyses.lifeTables("event", "sex", parts)).equal(recorded("logrank-sex"), SHARE);
    }

    private static Figures recorded(String analysis) {
        return Figures.ofR(LiveR.RECORDED, analysis);
    }
}
