package org.healthsphere.federation.research.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Vector;
import org.healthsphere.federation.research.outbreak.Ears;
import org.healthsphere.federation.research.outbreak.Signal;
import org.healthsphere.federation.research.plan.Computation;
import org.healthsphere.federation.research.plan.StudyPlan;
import org.healthsphere.federation.research.privacy.GaussianShares;
import org.healthsphere.federation.research.privacy.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often a week of more patients is noticed at thirty hospitals with one ordinary case a week each, by C2 of EARS, with one noise inside the
 * sum and without. The noise is that of a patient who may be known to all thirty.
 */
class OutbreakNoiseTest {
    private static final int SITES = 30;
    private static final int WEEKS = 10;
    private static final int RUNS = 600;
    private static final int OUTBREAKS = 2_000;
    /** Of a hundred patients about one loses his place to another or to nobody, see {@code HomeRuleTest}. */
    private static final double SEEN = 0.98;

    private static final Ears C2 = new Ears(Ears.Version.C2, 7, 0.001);

    private static StudyPlan plan(long rhoMicros) {
        return Plans.reported(
                20,
                "{\"noise\":{\"rhoMicros\":" + rhoMicros + "}}",
                Plans.weeks(WEEKS),
                "{\"name\":\"a\",\"outbreak\":{\"of\":\"ill\",\"back\":1,\"method\":{\"ears\":{\"version\":\"c2\"}}}}");
    }

    /** What is summed of a week: nothing beside its patients where there is no cost. */
    private static long noise(List<GaussianShares> shares) {
        return shares.stream()
                .mapToLong(one ->
                        IntStream.range(0, SITES).mapToLong(_ -> one.draw()).sum())
                .sum();
    }

    private static List<GaussianShares> shares(long rhoMicros) {
        if (rhoMicros == 0) {
            return List.of();
        }
        var plan = plan(rhoMicros);
        var part = Computation.of(plan, plan.analyses().getFirst())
                .parts()
                .getFirst()
                .getFirst();
        return List.of(new GaussianShares(part.noise(plan, rhoMicros, SITES), SeededRandom.of(rhoMicros)));
    }

    /** The share of last weeks that are called unusual when so many more fell ill in them. */
    private static double alarms(long rhoMicros, int more) {
        var random = new SplittableRandom(31);
        var shares = shares(rhoMicros);
        var alarms = 0;
        for (var run = 0; run < RUNS; run++) {
            var counts = new double[WEEKS];
            for (var week = 0; week < WEEKS; week++) {
                var cases = poisson(SITES + (week == WEEKS - 1 ? more : 0), random);
                counts[week] = Math.max(0, cases + noise(shares));
            }
            alarms += C2.signals(Vector.of(counts), WEEKS - 1).getFirst().alarm() ? 1 : 0;
        }
        return (double) alarms / RUNS;
    }

    /** Of the weeks' noise where each patient is counted once: three quarters of the cost, for those of two patients. */
    private static List<GaussianShares> once(long rhoMicros) {
        var plan = Plans.reported(
                28,
                "{\"noise\":{\"rhoMicros\":" + rhoMicros + "}}",
                Plans.weeks(WEEKS),
                "{\"name\":\"a\",\"outbreak\":{\"of\":\"ill\",\"back\":1,\"method\":{\"ears\":{\"version\":\"c2\"}},"
                        + "\"once\":{\"places\":8192,\"phantoms\":20,\"hospitals\":30}}}");
        var parts = Computation.of(plan, plan.analyses().getFirst()).parts();
        return List.of(new GaussianShares(
                parts.getLast().getFirst().noise(plan, rhoMicros, SITES), SeededRandom.of(rhoMicros)));
    }

    /** The share of outbreaks of three weeks that are noticed in one of them; C2 leaves two weeks out before the one that it judges. */
    private static double noticed(List<GaussianShares> shares, double counted) {
        var random = new SplittableRandom(47);
        var noticed = 0;
        for (var run = 0; run < OUTBREAKS; run++) {
            var counts = new double[WEEKS + 2];
            for (var week = 0; week < counts.length; week++) {
                var cases = poisson(counted * (week < WEEKS - 1 ? SITES : 2 * SITES), random);
                counts[week] = Math.max(0, cases + noise(shares));
            }
            noticed += C2.signals(Vector.of(counts), WEEKS - 1).stream().anyMatch(Signal::alarm) ? 1 : 0;
        }
        return (double) noticed / OUTBREAKS;
    }

    /** Thirty hospitals with one ordinary case a week each, thirty more in each of three weeks; epsilon 0.5 in a week is rho 0.125. */
    @Test
    void where_each_patient_counts_once_noise_costs_two_outbreaks_in_a_hundred() {
        var exact = noticed(List.of(), 1);
        assertThat(exact).isGreaterThan(0.99);
        assertThat(exact - noticed(once(166_667), SEEN)).isBetween(0.0, 0.02);
    }

    private static long poisson(double mean, SplittableRandom random) {
        var count = -1L;
        for (var sum = 0.0; sum < mean; sum -= Math.log(1 - random.nextDouble())) {
            count++;
        }
        return count;
    }

    @Test
    void without_noise_an_outbreak_is_noticed_and_an_ordinary_week_is_not() {
        assertThat(alarms(0, 30)).isGreaterThan(0.85);
        assertThat(1 - alarms(0, 0)).isGreaterThan(0.96);
    }

    /** The greater the noise, the greater an outbreak must be; false alarms stay as rare. */
    @ParameterizedTest
    @CsvSource({"8000000, 60", "2000000, 120", "500000, 240"})
    void with_noise_an_outbreak_in_proportion_to_it_is_noticed(long rhoMicros, int more) {
        assertThat(alarms(rhoMicros, more)).isGreaterThan(0.85);
        assertThat(1 - alarms(rhoMicros, 0)).isGreaterThan(0.96);
    }
}
