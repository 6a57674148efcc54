package org.healthsphere.federation.research.plan;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.SiteStatistics;
import org.healthsphere.federation.research.analysis.SymmetricMatrix;
import org.healthsphere.federation.research.analysis.Vector;

/**
 * The statistics of a model as words that add up. A site whose numbers went beyond all bounds says so in a word of its own, and the sum is then
 * no number: such a step is halved.
 */
final class StatisticsWords {
    private static final int OVERFLOWN = 0;
    private static final int ROWS = 1;
    private static final int EVENTS = 2;
    private static final int NUMBERS = 3;

    private final int terms;

    StatisticsWords(int terms) {
        this.terms = terms;
    }

    int length() {
        return NUMBERS + Limbs.WORDS * (1 + terms + SymmetricMatrix.packed(terms));
    }

    long[] encode(SiteStatistics statistics) {
        var words = new long[length()];
        words[ROWS] = statistics.rows();
        words[EVENTS] = statistics.events();
        var numbers = DoubleStream.concat(
                        DoubleStream.of(statistics.deviance()),
                        DoubleStream.concat(statistics.score().stream(), statistics.information().triangle().stream()))
                .toArray();
        for (var i = 0; i < numbers.length; i++) {
            if (Limbs.fits(numbers[i])) {
                Limbs.put(numbers[i], words, NUMBERS + Limbs.WORDS * i);
            } else {
                words[OVERFLOWN] = 1;
            }
        }
        return words;
    }

    SiteStatistics decode(long[] words) {
        var triangle = SymmetricMatrix.packed(terms);
        return new SiteStatistics(
                words[ROWS],
                words[EVENTS],
                numbers(words, 1, terms),
                new SymmetricMatrix(terms, numbers(words, 1 + terms, triangle)),
                words[OVERFLOWN] == 0 ? Limbs.get(words, NUMBERS) : Double.NaN);
    }

    private static Vector numbers(long[] words, int from, int count) {
        return Vector.of(IntStream.range(from, from + count)
                .mapToDouble(i -> Limbs.get(words, NUMBERS + Limbs.WORDS * i))
                .toArray());
    }
}
