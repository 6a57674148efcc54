package org.healthsphere.federation.research.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoiseMarginTest {
    private static final int DRAWS = 20_000;
    /** Five standard errors of a share of 0.95 in so many draws. */
    private static final double TOLERANCE = 0.0077;

    /** For the whole noise there is a formula: P(|x| > m) = 2 r^(m+1) / (1 + r), r = exp(-epsilon/sensitivity). */
    @ParameterizedTest
    @CsvSource({"1000000,1,3", "1000000,3,9", "500000,3,18", "100000,1,30"})
    void the_whole_noise(long epsilonMicros, int sensitivity, long margin) {
        var noise = new LaplaceNoise(epsilonMicros, sensitivity);

        assertThat(NoiseMargin.of(noise, 4, 4)).isEqualTo(margin);
    }

    @Test
    void more_shares_are_more_noise() {
        var noise = new LaplaceNoise(1_000_000, 3);

        assertThat(NoiseMargin.of(noise, 3, 2)).isGreaterThan(NoiseMargin.of(noise, 3, 3));
    }

    @ParameterizedTest
    @CsvSource({"3,2", "5,4", "2,1"})
    void as_often_within_it_as_it_says(int shares, int honest) {
        var noise = new LaplaceNoise(1_000_000, shares);
        var drawn = new LaplaceShares(noise, honest, SeededRandom.of(shares));
        var margin = NoiseMargin.of(noise, shares, honest);

        var sums = IntStream.range(0, DRAWS)
                .mapToLong(_ ->
                        IntStream.range(0, shares).mapToLong(_ -> drawn.draw()).sum())
                .map(Math::abs)
                .toArray();

        assertThat(share(sums, margin)).isGreaterThan(0.95 - TOLERANCE);
        assertThat(share(sums, margin - 1)).isLessThan(0.95 + TOLERANCE);
    }

    private static double share(long[] sums, long margin) {
        return (double) IntStream.range(0, sums.length)
                        .filter(i -> sums[i] <= margin)
                        .count()
                / sums.length;
    }
}
