package org.healthsphere.federation.research.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SuppressionTest {
    private static final int K = 10;

    private static OptionalLong told(long count) {
        return OptionalLong.of(count);
    }

    @Test
    void a_small_cell_takes_the_next_one_with_it_since_the_total_is_known() {
        assertThat(Suppression.of(new long[] {70, 5, 48}, new int[] {3}, K))
                .containsExactly(told(70), OptionalLong.empty(), OptionalLong.empty());
    }

    @Test
    void only_hiding_small_cells_would_give_them_away_by_subtraction() {
        var cells = new long[] {70, 5, 48};
        var weak = Arrays.stream(cells)
                .mapToObj(c -> c < K ? OptionalLong.empty() : told(c))
                .toList();
        var total = Arrays.stream(cells).sum();
        assertThat(total - weak.stream().mapToLong(c -> c.orElse(0)).sum())
                .as("what an outsider works out")
                .isEqualTo(5);
    }

    @Test
    void a_large_table_without_small_cells_is_told_whole() {
        assertThat(Suppression.of(new long[] {10, 11, 12, 13}, new int[] {2, 2}, K))
                .allMatch(OptionalLong::isPresent);
    }

    @Test
    void a_small_cell_of_two_dimensions_hides_a_rectangle() {
        var told = Suppression.of(new long[] {50, 40, 30, 60, 3, 20, 70, 80, 90}, new int[] {3, 3}, K);
        for (var line = 0; line < 3; line++) {
            var row = line;
            assertThat(IntStream.range(0, 3)
                            .filter(i -> told.get(3 * row + i).isEmpty())
                            .count())
                    .isNotEqualTo(1);
            assertThat(IntStream.range(0, 3)
                            .filter(i -> told.get(3 * i + row).isEmpty())
                            .count())
                    .isNotEqualTo(1);
        }
        assertThat(told.get(4)).isEmpty();
        assertThat(told.stream().filter(OptionalLong::isPresent).count())
                .as("no more than need be")
                .isEqualTo(5);
    }

    /** Whoever knows all margins still finds, for each hidden cell, numbers from end to end of an interval of this width. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void nobody_concludes_a_hidden_cell_from_the_margins(long seed) {
        var random = new Random(seed);
        var columns = 2 + random.nextInt(3);
        var cells = IntStream.range(0, 3 * columns)
                .mapToLong(_ -> random.nextInt(4) == 0 ? random.nextInt(K) : 20 + random.nextInt(60))
                .toArray();
        var told = Suppression.of(cells, new int[] {3, columns}, K);
        for (var line = 0; line < 3; line++) {
            var first = line * columns;
            var hidden = IntStream.range(first, first + columns)
                    .filter(i -> told.get(i).isEmpty())
                    .toArray();
            assertThat(hidden.length).as("one alone follows from its row").isNotEqualTo(1);
            if (hidden.length > 0 && hidden.length < columns) {
                assertThat(Arrays.stream(hidden).mapToLong(i -> cells[i]).sum())
                        .as("few together are told by their row")
                        .isGreaterThanOrEqualTo(K);
            }
        }
        IntStream.range(0, cells.length)
                .filter(i -> cells[i] < K)
                .forEach(i -> assertThat(told.get(i)).isEmpty());
    }
}
