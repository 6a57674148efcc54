package org.healthsphere.federation.research.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GaussianSharesTest {
    private static final int DRAWS = 200_000;
    /** The 99.9 % point of chi-squared with as many degrees of freedom as there are cells below, rounded up. */
    private static final double FAR = 60;

    /** The probability mass itself, against which each draw is counted. */
    @ParameterizedTest
    @CsvSource({"500000, 1, 1", "125000, 1, 1", "20000, 1, 2", "2000000, 3, 1"})
    void a_share_has_the_law_of_the_discrete_gaussian(long rhoMicros, long sensitivity, int honest) {
        var noise = GaussianNoise.of(rhoMicros, sensitivity, honest);
        var shares = new GaussianShares(noise, SeededRandom.of(rhoMicros));
        var variance = noise.deviation(1) * noise.deviation(1);
        var reach = (int) Math.ceil(3 * noise.deviation(1));
        var counts = new int[2 * reach + 1];
        for (var i = 0; i < DRAWS; i++) {
            var drawn = shares.draw();
            if (Math.abs(drawn) <= reach) {
                counts[(int) drawn + reach]++;
            }
        }
        var total = IntStream.rangeClosed(-100 * reach, 100 * reach)
                .mapToDouble(x -> Math.exp(-(double) x * x / 2 / variance))
                .sum();
        var statistic = 0.0;
        for (var x = -reach; x <= reach; x++) {
            var expected = DRAWS * Math.exp(-(double) x * x / 2 / variance) / total;
            statistic += (counts[x + reach] - expected) * (counts[x + reach] - expected) / expected;
        }
        assertThat(statistic).isLessThan(FAR + 2 * counts.length);
    }

    @Test
    void shares_of_the_honest_add_up_to_the_variance_that_was_promised() {
        var noise = GaussianNoise.of(5_000, 1, 4);
        assertThat(noise.deviation(4)).isEqualTo(10.0, within(1e-12));
        assertThat(noise.deviation(7)).as("when nobody drops out").isGreaterThan(13);
    }

    @Test
    void noise_of_a_great_sensitivity_is_drawn_too() {
        var shares = new GaussianShares(GaussianNoise.of(1_000, 7_000_000, 3), SeededRandom.of(3));
        var squares = IntStream.range(0, 2_000)
                        .mapToDouble(_ -> shares.draw())
                        .map(x -> x * x)
                        .sum()
                / 2_000;
        var variance = Math.pow(GaussianNoise.of(1_000, 7_000_000, 3).deviation(1), 2);
        assertThat(squares / variance).isBetween(0.85, 1.15);
    }

    /** The table of the guide, which the formula of Canonne, Kamath and Steinke gives. */
    @ParameterizedTest
    @CsvSource({"5000, 0.430", "20000, 0.900", "100000, 2.142", "500000, 5.222"})
    void rho_is_converted_into_epsilon_by_the_optimal_formula(long rhoMicros, double epsilon) {
        assertThat(ZeroConcentrated.epsilon(rhoMicros, 1e-6)).isEqualTo(epsilon, within(6e-4));
    }

    @Test
    void a_pure_release_costs_half_of_its_square_rounded_up() {
        assertThat(ZeroConcentrated.ofPure(1_000_000)).isEqualTo(500_000);
        assertThat(ZeroConcentrated.ofPure(2_000_000)).isEqualTo(2_000_000);
        assertThat(ZeroConcentrated.ofPure(1_000)).isEqualTo(1);
        assertThat(ZeroConcentrated.ofPure(1)).as("never for nothing").isEqualTo(1);
        assertThat(ZeroConcentrated.ofPure(ZeroConcentrated.pure(1_234_567))).isLessThanOrEqualTo(1_234_567);
    }
}
