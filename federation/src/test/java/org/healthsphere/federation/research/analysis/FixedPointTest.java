package org.healthsphere.federation.research.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.healthsphere.federation.research.analysis.RandomPatients.TERMS;

import java.util.stream.LongStream;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FixedPointTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 3", "3, 7", "4, 20"})
    void a_sum_of_integers_is_off_by_no_more_than_the_error(long seed, int sites) {
        var fixed = new FixedPoint(40, sites);
        var random = new RandomPatients(seed);
        var statistics = random.split(random.of(Family.POISSON, 200), sites).stream()
                .map(site -> RandomPatients.glm(Family.POISSON, site).answer(new Round.At(Vector.of(0.1, 0.2, -0.3))))
                .toList();
        var exact = statistics.stream().reduce(SiteStatistics.none(3), SiteStatistics::plus);
        var words = statistics.stream()
                .map(each -> fixed.encode(each).orElseThrow())
                .reduce(new long[12], FixedPointTest::sum);
        var decoded = fixed.decode(words, 3);
        var rounding = 1e-12;
        assertThat(decoded.rows()).isEqualTo(200);
        assertThat(decoded.events()).isEqualTo(exact.events());
        assertThat(decoded.deviance()).isCloseTo(exact.deviance(), within(fixed.error() + rounding));
        assertThat(decoded.score().stream().toArray())
                .containsExactly(exact.score().stream().toArray(), within(fixed.error() + rounding));
        assertThat(decoded.information().triangle().stream().toArray())
                .containsExactly(exact.information().triangle().stream().toArray(), within(fixed.error() + rounding));
    }

    @Test
    void a_model_fitted_from_integers_is_that_of_the_rows() {
        var random = new RandomPatients(5);
        var sites = random.split(random.of(Family.BINOMIAL, 150), 7).stream()
                .map(site -> RandomPatients.glm(Family.BINOMIAL, site))
                .toList();
        var fixed = new FixedPoint(40, 7);
        Sites behindIntegers = round -> Outcome.of(fixed.decode(
                sites.stream()
                        .map(site -> fixed.encode(site.answer(round)).orElseThrow())
                        .reduce(new long[12], FixedPointTest::sum),
                3));
        var exact = GlmFit.of(Family.BINOMIAL, TERMS, Sites.of(sites, 3)).orElseThrow();
        Analyses.figures(GlmFit.of(Family.BINOMIAL, TERMS, behindIntegers).orElseThrow())
                .equal(Analyses.figures(exact), 1e-9);
    }

    @Test
    void what_would_wrap_around_is_refused() {
        var refused = Outcome.failed(Refusals.fixedPoint());
        var most = Math.scalb(1.0, 62 - 40);
        assertThat(new FixedPoint(40, 2).encode(deviance(most))).isEqualTo(refused);
        assertThat(new FixedPoint(40, 1).encode(deviance(Double.NaN))).isEqualTo(refused);
        assertThat(new FixedPoint(40, 1).encode(deviance(Double.NEGATIVE_INFINITY)))
                .isEqualTo(refused);
        var fixed = new FixedPoint(40, 2);
        var words = fixed.encode(deviance(-most / 2)).orElseThrow();
        assertThat(fixed.decode(sum(words, words), 1)).isEqualTo(deviance(-most));
    }

    @Test
    void other_lengths_and_bits_are_defects() {
        assertThatThrownBy(() -> new FixedPoint(53, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FixedPoint(40, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FixedPoint(40, 1).decode(new long[4], 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static SiteStatistics deviance(double deviance) {
        return new SiteStatistics(0, 0, Vector.zeros(1), SymmetricMatrix.zeros(1), deviance);
    }

    private static long[] sum(long[] one, long[] other) {
        return LongStream.range(0, one.length)
                .map(i -> one[(int) i] + other[(int) i])
                .toArray();
    }
}
