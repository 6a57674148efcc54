package org.healthsphere.federation.research.outbreak;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * What both rules of Farrington compare with.
 *
 * @param years how many are looked back
 * @param window weeks around the same week of each of them, to either side
 * @param trend whether counts may rise or fall through the years
 * @param reweight whether earlier outbreaks weigh less
 * @param few with fewer patients than this in the last weeks nothing is unusual
 */
public record Season(int years, int window, boolean trend, boolean reweight, Few few) {

    /** So many patients in so many weeks. */
    public record Few(int patients, int weeks) {
        boolean isReached(Vector counts, int week) {
            return IntStream.rangeClosed(week - weeks + 1, week)
                            .mapToDouble(counts::at)
                            .sum()
                    >= patients;
        }
    }

    /** As R's functions have it where nothing else is said. */
    public static Season usual() {
        return new Season(5, 3, true, true, new Few(5, 4));
    }

    /** Judges each week in which there are enough patients by what was to be expected then. */
    List<Signal> judged(
            Vector counts,
            int first,
            IntFunction<Optional<Reference.Expectation>> expected,
            BiFunction<Reference.Expectation, Double, Signal> judged) {
        Detection.Judge judge = week -> few.isReached(counts, week)
                ? expected.apply(week)
                        .map(expectation -> judged.apply(expectation, counts.at(week)))
                        .orElse(Signal.NONE)
                : Signal.NONE;
        return judge.all(counts, first);
    }

    int history() {
        return Detection.YEAR * years + window;
    }
}
