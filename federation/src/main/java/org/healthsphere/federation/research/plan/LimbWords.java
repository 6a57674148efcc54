package org.healthsphere.federation.research.plan;

import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.Vector;

/** Real numbers as words that add up. The first word says at how many sites some of them went beyond all bounds; then the sum is none. */
final class LimbWords {
    private static final int OVERFLOWN = 0;

    private LimbWords() {}

    static int length(int numbers) {
        return 1 + Limbs.WORDS * numbers;
    }

    static long[] encode(Vector numbers) {
        var words = new long[length(numbers.length())];
        for (var i = 0; i < numbers.length(); i++) {
            if (Limbs.fits(numbers.at(i))) {
                Limbs.put(numbers.at(i), words, 1 + Limbs.WORDS * i);
            } else {
                words[OVERFLOWN] = 1;
            }
        }
        return words;
    }

    static Vector decode(long[] words) {
        var numbers = words.length / Limbs.WORDS;
        return words[OVERFLOWN] == 0
                ? Vector.of(IntStream.range(0, numbers)
                        .mapToDouble(i -> Limbs.get(words, 1 + Limbs.WORDS * i))
                        .toArray())
                : Vector.constant(numbers, Double.NaN);
    }
}
