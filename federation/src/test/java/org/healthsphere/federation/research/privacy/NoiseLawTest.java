package org.healthsphere.federation.research.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A share in the suite of what {@link NoiseFigures} does by hand, and the account of what noise is worth. */
class NoiseLawTest {
    private static final int DRAWS = 150_000;

    @ParameterizedTest
    @ValueSource(longs = {5_000, 100_000, 500_000})
    void draws_have_the_exact_law_of_the_discrete_gaussian(long rho) {
        var noise = GaussianNoise.of(rho, 1, 1);
        var variance = noise.deviation(1) * noise.deviation(1);
        var law = NoiseFigures.Law.of(x -> Math.exp(-x * x / 2 / variance), DRAWS);
        var shares = new GaussianShares(noise, SeededRandom.of(rho));
        for (var i = 0; i < DRAWS; i++) {
            law.saw(shares.draw());
        }
        assertThat(law.test(DRAWS).p()).isGreaterThan(0.001);
    }

    @Test
    void another_law_is_noticed() {
        var law = NoiseFigures.Law.of(x -> Math.exp(-x * x / 2 / 5.2), DRAWS);
        var shares = new GaussianShares(GaussianNoise.of(100_000, 1, 1), SeededRandom.of(1));
        for (var i = 0; i < DRAWS; i++) {
            law.saw(shares.draw());
        }
        assertThat(law.test(DRAWS).p()).as("a variance of 5.2 instead of 5").isLessThan(0.001);
    }

    /** By looking at a million orders: Canonne, Kamath and Steinke 2020, proposition 12. */
    @ParameterizedTest
    @CsvSource({
        "1, 1e-6",
        "100, 1e-6",
        "5000, 1e-6",
        "20000, 1e-6",
        "100000, 1e-6",
        "500000, 1e-6",
        "2000000, 1e-6",
        "10000000, 1e-6",
        "5000, 1e-3",
        "125000, 1e-3",
        "500000, 1e-9",
        "50000000, 1e-12"
    })
    void the_account_is_the_formula_to_a_millionth(long rhoMicros, double delta) {
        var rho = rhoMicros / 1e6;
        var least = Double.POSITIVE_INFINITY;
        for (var i = 0; i <= 1_000_000; i++) {
            var alpha = 1 + Math.exp(-9 + 25.0 * i / 1_000_000);
            least = Math.min(least, rho * alpha + Math.log(1 / (alpha * delta)) / (alpha - 1) + Math.log1p(-1 / alpha));
        }
        assertThat(ZeroConcentrated.epsilon(rhoMicros, delta)).isEqualTo(Math.max(0, least), within(1e-6));
    }

    @Test
    void parts_of_a_budget_are_worth_no_more_than_the_budget() {
        var whole = new GaussianNoise(7_000_000L, 1, 1);
        var thirds = new GaussianNoise(7_000_000L / 3, 1, 1);
        assertThat(3 / Math.pow(thirds.deviation(1), 2)).isLessThanOrEqualTo(1 / Math.pow(whole.deviation(1), 2));
    }
}
