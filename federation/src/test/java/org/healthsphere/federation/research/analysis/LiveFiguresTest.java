package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.healthsphere.federation.research.analysis.Analyses.Model;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real data sets that come with R's packages, and R itself. They are not kept here: without R this test says so and is skipped. */
class LiveFiguresTest {
    private static final double SHARE = 1e-9;
    private static final Model LUNG = Model.of("age", "sex", "ph.ecog");

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void ask() throws IOException, InterruptedException {
        assumeTrue(
                LiveR.has("survival", "MASS"),
                "Rscript with survival and MASS is not installed: results were compared with recorded figures only");
        LiveR.analyse(live(), folder);
    }

    @Test
    void the_recorded_figures_are_those_that_r_gives_today() throws IOException {
        var analyses = Files.readAllLines(LiveR.RECORDED).stream()
                .skip(2)
                .map(line -> line.substring(0, line.indexOf(',')))
                .collect(Collectors.toSet());
        assertThat(analyses).hasSize(19);
        analyses.forEach(analysis -> Figures.ofR(LiveR.RECORDED, analysis).equal(Figures.ofR(live(), analysis), SHARE));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void a_logistic_model_of_the_pima_women_is_that_of_r(int sites) {
        var model = Model.of(Design.INTERCEPT, "npreg", "glu", "bp", "skin", "bmi", "ped", "age");
        var fit = Analyses.glm(Family.BINOMIAL, "type", model, table("pima.csv").split(sites, 7));
        Analyses.figures(fit).equal(Figures.ofR(live(), "pima"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 18, 20})
    void a_hazards_model_of_lung_cancer_stratified_by_institution_is_that_of_r(int sites) {
        var fit = Analyses.cox(
                Ties.EFRON, "status", LUNG, "inst", table("lung.csv").split(sites, 8, "inst"));
        Analyses.figures(fit).equal(Figures.ofR(live(), "lung-efron"), SHARE);
    }

    @Test
    void a_hazards_model_of_lung_cancer_at_one_site_is_that_of_r() {
        var parts = table("lung.csv").split(1, 9);
        Analyses.figures(Analyses.cox(Ties.EFRON, "status", LUNG, "", parts))
                .equal(Figures.ofR(live(), "lung-one-site-efron"), SHARE);
        Analyses.figures(Analyses.cox(Ties.BRESLOW, "status", LUNG, "", parts))
                .equal(Figures.ofR(live(), "lung-one-site-breslow"), SHARE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 20})
    void survival_with_lung_cancer_is_that_of_r(int sites) {
        var sexes =
                Analyses.lifeTables("status", "sex", table("lung-survival.csv").split(sites, 10));
        Analyses.curves(sexes, 180, 365, 730).equal(Figures.ofR(live(), "km-lung"), SHARE);
        Analyses.comparison(sexes).equal(Figures.ofR(live(), "logrank-lung"), SHARE);
    }

    private static Path live() {
        return folder.resolve("results.csv");
    }

    private static Table table(String file) {
        return Table.read(folder.resolve(file));
    }
}
