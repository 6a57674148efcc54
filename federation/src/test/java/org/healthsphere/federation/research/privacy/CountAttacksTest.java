package org.healthsphere.federation.research.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.LongUnaryOperator;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.privacy.ReconstructionChart.Line;
import org.junit.jupiter.api.Test;

/**
 * What can be worked out from counts by whoever may ask as he likes: little with what the node does, all of it with settings that are weak on
 * purpose.
 */
class CountAttacksTest {
    private static final Path CHART = Path.of("..", "docs", "privacy-reconstruction.svg");
    private static final int PATIENTS = 200;
    private static final int RHO_MICROS = 500_000;
    private static final List<Integer> COUNTS = List.of(100, 400, 1000, 2000);

    private static SecureRandom random(long seed) {
        return SeededRandom.of(seed);
    }

    /** What the node does: all counts are paid for out of one budget. */
    private static LongUnaryOperator budgeted(int counts, SecureRandom random) {
        var shares = new GaussianShares(GaussianNoise.of(RHO_MICROS / counts, 1, 1), random);
        return count -> count + shares.draw();
    }

    /** Weak: noise that is small enough to be useful, and as many counts as one likes. */
    private static LongUnaryOperator small(SecureRandom random) {
        return count -> count + Math.round(1.3 * random.nextGaussian());
    }

    private static LongUnaryOperator laplace(SecureRandom random) {
        var shares = new LaplaceShares(new LaplaceNoise(500_000, 1), 1, random);
        return count -> count + shares.draw();
    }

    private static long rounded(long count) {
        return Math.round(count / 10.0) * 10;
    }

    private static double mean(int runs, int counts, IntFunction<LongUnaryOperator> mechanism) {
        var attack = new Reconstruction(PATIENTS, random(counts));
        return IntStream.range(0, runs)
                .mapToDouble(run -> attack.of(counts, mechanism.apply(run)))
                .average()
                .orElseThrow();
    }

    private static Line line(String name, BiFunction<Integer, SecureRandom, LongUnaryOperator> of) {
        var random = random(name.length());
        return new Line(
                name,
                COUNTS.stream()
                        .map(counts -> mean(6, counts, _ -> of.apply(counts, random)))
                        .toList());
    }

    /** The drawing in the documentation is what this comes to; {@code tools/reconstruction-chart} writes it anew. */
    @Test
    void counts_without_a_budget_give_everybody_away_and_those_of_one_budget_next_to_nobody() throws IOException {
        var lines = List.of(
                line("deviation 1.3 for each count", (_, random) -> small(random)),
                line("epsilon 0.5 for each count", (_, random) -> laplace(random)),
                line("rounded to tens", (_, _) -> CountAttacksTest::rounded),
                line("rho 0.5 for all counts", (counts, random) -> budgeted(counts, random)));
        lines.subList(0, 3)
                .forEach(weak ->
                        assertThat(weak.shares().getLast()).as(weak.name()).isGreaterThan(0.9));
        assertThat(lines.getLast().shares())
                .allSatisfy(share -> assertThat(share).isLessThan(0.66));
        var svg = ReconstructionChart.svg(COUNTS, lines);
        if (Boolean.getBoolean("healthsphere.writeChart")) {
            Files.writeString(CHART, svg);
        }
        assertThat(Files.readString(CHART)).isEqualTo(svg);
    }

    @Test
    void two_thousand_counts_of_one_budget_are_little_better_than_guessing() {
        var random = random(3);
        assertThat(mean(50, 2000, _ -> budgeted(2000, random))).isBetween(0.5, 0.62);
    }

    /** How often the mean of so many fresh answers is the true count. */
    private static double exact(int answers) {
        var random = random(5);
        var tries = 400;
        var hits = 0;
        for (var i = 0; i < tries; i++) {
            var fresh = laplace(random);
            var mean = IntStream.range(0, answers)
                    .mapToLong(_ -> fresh.applyAsLong(50))
                    .average();
            hits += Math.round(mean.orElseThrow()) == 50 ? 1 : 0;
        }
        return hits / (double) tries;
    }

    @Test
    void averaging_needs_more_answers_than_a_budget_pays_for() {
        var paid = (int) (RHO_MICROS / ZeroConcentrated.ofPure(500_000));
        assertThat(paid).isEqualTo(4);
        assertThat(exact(paid)).isLessThan(0.45);
        assertThat(exact(500)).as("weak: as many fresh answers as one likes").isGreaterThan(0.98);
    }

    /** Whoever knows everybody else guesses whether one was counted, by the best rule there is. */
    private static double advantage(LongUnaryOperator answered) {
        var tries = 40_000;
        var above = 0;
        var below = 0;
        for (var i = 0; i < tries; i++) {
            above += answered.applyAsLong(51) > 50 ? 1 : 0;
            below += answered.applyAsLong(50) > 50 ? 1 : 0;
        }
        return (above - below) / (double) tries;
    }

    @Test
    void whether_one_was_counted_is_told_no_better_than_epsilon_allows() {
        var bound = Math.tanh(0.5 / 2);
        assertThat(advantage(laplace(random(7)))).isBetween(0.15, bound + 0.015);
        assertThat(advantage(count -> count)).as("weak: an exact count").isEqualTo(1);
        assertThat(advantage(count -> count >= 51 ? 60 : 50))
                .as("weak: a count that is rounded upwards")
                .isEqualTo(1);
    }
}
