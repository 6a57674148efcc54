package org.healthsphere.federation.research.analysis;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.healthsphere.specs.Outcome;

/**
 * Statistics as integers modulo 2^64, so that they can be added up behind masks. A sum over sites is off by no more than
 * {@link #error()} and never wraps around.
 *
 * @param fractionalBits how many bits there are behind the point
 * @param sites how many sites add up their statistics
 */
public record FixedPoint(int fractionalBits, int sites) {
    private static final int COUNTS = 2;

    public FixedPoint {
        if (fractionalBits < 0 || fractionalBits > 52 || sites < 1) {
            throw new IllegalArgumentException("a fixed point has 0 to 52 fractional bits and at least one site");
        }
    }

    /** How far a number of a sum may be from the sum of the numbers: half of the last bit for each site. */
    public double error() {
        return Math.scalb((double) sites, -fractionalBits - 1);
    }

    /** The numbers of one site: rows, events, deviance, score, information. A fault where one is too large. */
    public Outcome<long[]> encode(SiteStatistics statistics) {
        var numbers = DoubleStream.concat(
                        DoubleStream.of(statistics.deviance()),
                        DoubleStream.concat(statistics.score().stream(), statistics.information().triangle().stream()))
                .toArray();
        var limit = Math.scalb(1.0 / sites, Long.SIZE - 2 - fractionalBits);
        var words = new long[COUNTS + numbers.length];
        words[0] = statistics.rows();
        words[1] = statistics.events();
        for (var i = 0; i < numbers.length; i++) {
            if (!(Math.abs(numbers[i]) <= limit)) {
                return Outcome.failed(Refusals.fixedPoint());
            }
            words[COUNTS + i] = Math.round(Math.scalb(numbers[i], fractionalBits));
        }
        return Outcome.of(words);
    }

    /** The statistics of a sum of encoded ones. */
    public SiteStatistics decode(long[] words, int terms) {
        var triangle = SymmetricMatrix.packed(terms);
        if (words.length != COUNTS + 1 + terms + triangle) {
            throw new IllegalArgumentException("words of a model with other terms");
        }
        var score = COUNTS + 1;
        return new SiteStatistics(
                words[0],
                words[1],
                numbers(words, score, terms),
                new SymmetricMatrix(terms, numbers(words, score + terms, triangle)),
                number(words[COUNTS]));
    }

    private Vector numbers(long[] words, int from, int length) {
        return Vector.of(IntStream.range(from, from + length)
                .mapToDouble(i -> number(words[i]))
                .toArray());
    }

    private double number(long word) {
        return Math.scalb((double) word, -fractionalBits);
    }
}
