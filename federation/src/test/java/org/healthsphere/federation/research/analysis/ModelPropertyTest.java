package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.healthsphere.federation.research.analysis.RandomPatients.TERMS;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.healthsphere.federation.research.analysis.NaiveModels.Patient;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelPropertyTest {
    private static final double SHARE = 1e-9;

    record Case(Family family, long seed) {}

    static Stream<Case> models() {
        return Stream.of(Family.values())
                .flatMap(family -> Stream.of(1L, 2L, 3L, 4L, 5L, 6L).map(seed -> new Case(family, seed)));
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_model_does_not_depend_on_where_rows_are_and_in_which_order(Case of) {
        var random = new RandomPatients(of.seed());
        var patients = random.of(of.family(), 80);
        var pooled = Analyses.figures(glm(of.family(), List.of(patients)));
        Analyses.figures(glm(of.family(), random.split(patients, 9))).equal(pooled, SHARE);
        Analyses.figures(glm(of.family(), List.of(random.shuffled(patients)))).equal(pooled, SHARE);
    }

    @ParameterizedTest
    @MethodSource("models")
    void a_model_maximises_the_likelihood_of_the_pooled_rows(Case of) {
        var random = new RandomPatients(of.seed());
        var patients = random.of(of.family(), 80);
        var fit = glm(of.family(), random.split(patients, 4));
        isMaximum(
                beta -> NaiveModels.logLikelihood(of.family(), patients, beta),
                fit.coefficients(),
                fit.covariance().times(1 / fit.dispersion()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_hazards_model_does_not_depend_on_where_strata_are_and_in_which_order_rows_are(long seed) {
        var random = new RandomPatients(seed);
        var patients = random.followed(90, 6);
        var pooled = Analyses.figures(cox(Ties.EFRON, List.of(patients)));
        var split = Stream.of(0, 1, 2, 3, 4, 5)
                .map(stratum -> patients.stream()
                        .filter(patient -> patient.stratum() == stratum)
                        .toList())
                .toList();
        Analyses.figures(cox(Ties.EFRON, split)).equal(pooled, SHARE);
        Analyses.figures(cox(Ties.EFRON, List.of(random.shuffled(patients)))).equal(pooled, SHARE);
    }

    @ParameterizedTest
    @EnumSource
    void a_hazards_model_maximises_the_partial_likelihood(Ties ties) {
        for (var seed = 1; seed <= 3; seed++) {
            var patients = new RandomPatients(seed).followed(60, 2);
            var fit = cox(ties, List.of(patients));
            ToDoubleFunction<double[]> likelihood = beta -> NaiveModels.partialLogLikelihood(ties, patients, beta);
            isMaximum(likelihood, fit.coefficients(), fit.covariance());
            assertThat(fit.logLikelihood())
                    .isCloseTo(likelihood.applyAsDouble(estimates(fit.coefficients())), within(1e-9));
            assertThat(fit.nullLogLikelihood()).isCloseTo(likelihood.applyAsDouble(new double[3]), within(1e-9));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-900, 0, 900})
    void a_hazards_model_bears_any_offset_that_all_share(double offset) {
        var patients = new RandomPatients(11).followed(60, 2);
        var moved = patients.stream()
                .map(patient -> new Patient(patient.x(), offset, patient.response(), patient.time(), patient.stratum()))
                .toList();
        Analyses.figures(cox(Ties.EFRON, List.of(moved)))
                .equal(Analyses.figures(cox(Ties.EFRON, List.of(patients))), SHARE);
    }

    private static void isMaximum(
            ToDoubleFunction<double[]> likelihood, List<Coefficient> coefficients, SymmetricMatrix covariance) {
        var at = estimates(coefficients);
        assertThat(NaiveModels.gradient(likelihood, at)).containsExactly(new double[3], within(1e-4));
        var information = new SymmetricMatrix(3, Vector.of(NaiveModels.information(likelihood, at)));
        assertThat(Factorization.of(information)).isInstanceOfSatisfying(Factorization.Regular.class, regular -> {
            var inverse = regular.cholesky().inverse();
            for (var i = 0; i < 3; i++) {
                assertThat(inverse.at(i, i)).isCloseTo(covariance.at(i, i), within(1e-3 * covariance.at(i, i)));
            }
        });
    }

    private static double[] estimates(List<Coefficient> coefficients) {
        return coefficients.stream().mapToDouble(Coefficient::estimate).toArray();
    }

    private static GlmFit glm(Family family, List<List<Patient>> sites) {
        var members =
                sites.stream().map(site -> RandomPatients.glm(family, site)).toList();
        return GlmFit.of(family, TERMS, Sites.of(members, TERMS.size())).orElseThrow();
    }

    private static CoxFit cox(Ties ties, List<List<Patient>> sites) {
        var members = sites.stream().map(site -> RandomPatients.cox(ties, site)).toList();
        return CoxFit.of(TERMS, Sites.of(members, TERMS.size())).orElseThrow();
    }
}
