package org.healthsphere.federation.research.privacy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Draws against the exact probabilities, by Pearson's chi-squared statistic. */
class LaplaceSharesTest {
    private static final int DRAWS = 60_000;
    private static final int REACH = 8;
    /** Exceeded by chance once in a thousand times with 2 x 8 + 2 cells. */
    private static final double CRITICAL = 40.79;

    @ParameterizedTest
    @CsvSource({
        "1000000, 1, 1",
        "1000000, 1, 2",
        "1000000, 1, 3",
        "500000, 1, 3",
        "1000000, 3, 2",
        "1000000, 3, 3",
        "2000000, 5, 4"
    })
    void shares_of_the_honest_add_up_to_discrete_laplace_noise(long epsilonMicros, int sensitivity, int honest) {
        var noise = new LaplaceNoise(epsilonMicros, sensitivity);
        var shares = new LaplaceShares(noise, honest, SeededRandom.of(epsilonMicros + 31L * sensitivity + honest));
        var seen = new long[2 * REACH + 2];
        for (var i = 0; i < DRAWS; i++) {
            var sum = IntStream.range(0, honest).mapToLong(_ -> shares.draw()).sum();
            seen[cell(sum)]++;
        }
        assertThat(chiSquared(seen, epsilonMicros / 1e6 / sensitivity)).isLessThan(CRITICAL);
    }

    @Test
    void the_statistic_notices_noise_of_another_epsilon() {
        var shares = new LaplaceShares(new LaplaceNoise(1_000_000, 1), 1, SeededRandom.of(7));
        var seen = new long[2 * REACH + 2];
        for (var i = 0; i < DRAWS; i++) {
            seen[cell(shares.draw())]++;
        }
        assertThat(chiSquared(seen, 1.05)).isGreaterThan(CRITICAL);
    }

    @Test
    void what_two_neighbours_would_release_differs_by_no_more_than_epsilon() {
        var shares = new LaplaceShares(new LaplaceNoise(1_000_000, 1), 1, SeededRandom.of(8));
        var here = new long[2 * REACH + 2];
        var there = new long[2 * REACH + 2];
        for (var i = 0; i < DRAWS; i++) {
            here[cell(shares.draw())]++;
            there[cell(shares.draw() + 1)]++;
        }
        var worst = IntStream.range(1, here.length)
                .filter(i -> here[i] > 1000 && there[i] > 1000)
                .mapToDouble(i -> Math.abs(Math.log((double) here[i] / there[i])))
                .max()
                .orElseThrow();
        assertThat(worst).isBetween(0.9, 1.1);
    }

    @Test
    void one_colluder_more_than_tolerated_leaves_less_noise_and_one_fewer_leaves_more() {
        var exact = variance(1_000_000, 2, 2);
        assertThat(variance(1_000_000, 2, 1)).isLessThan(exact);
        assertThat(variance(1_000_000, 2, 3)).isGreaterThan(exact);
    }

    private static double variance(long epsilonMicros, int honest, int sharing) {
        var shares = new LaplaceShares(new LaplaceNoise(epsilonMicros, 1), honest, SeededRandom.of(9));
        return IntStream.range(0, DRAWS)
                .mapToLong(_ -> IntStream.range(0, sharing)
                        .mapToLong(_ -> shares.draw())
                        .sum())
                .mapToDouble(sum -> (double) sum * sum)
                .average()
                .orElseThrow();
    }

    @Test
    void coins_have_the_bias_that_they_are_asked_for() {
        var coins = new ExactCoins(SeededRandom.of(10));
        var heads = IntStream.range(0, DRAWS).filter(_ -> coins.chance(1, 3)).count();
        assertThat(heads / (double) DRAWS).isBetween(0.325, 0.342);
        var exponential =
                IntStream.range(0, DRAWS).filter(_ -> coins.exponential(1, 2)).count();
        assertThat(exponential / (double) DRAWS).isBetween(Math.exp(-0.5) - 0.01, Math.exp(-0.5) + 0.01);
    }

    @Test
    void nonsense_is_not_drawn_from() {
        assertThatThrownBy(() -> new LaplaceNoise(0, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LaplaceNoise(1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new LaplaceShares(new LaplaceNoise(1, 1), 0, SeededRandom.of(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** -8 to 8, and everything beyond in one cell. */
    private static int cell(long drawn) {
        return Math.abs(drawn) > REACH ? 0 : (int) drawn + REACH + 1;
    }

    private static double chiSquared(long[] seen, double epsilon) {
        var p = Math.exp(-epsilon);
        var inside = 0.0;
        var statistic = 0.0;
        for (var x = -REACH; x <= REACH; x++) {
            var probability = (1 - p) / (1 + p) * Math.pow(p, Math.abs(x));
            inside += probability;
            statistic += term(seen[x + REACH + 1], probability);
        }
        return statistic + term(seen[0], 1 - inside);
    }

    private static double term(long seen, double probability) {
        var expected = DRAWS * probability;
        return (seen - expected) * (seen - expected) / expected;
    }
}
