package org.healthsphere.federation.research.plan;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * Real numbers as two words each, so that their sums behind masks are as good as sums of doubles: 60 bits behind the point, 44 of them in
 * the lower word, which leaves it room for a million sites. A number of up to 2^40 never wraps around.
 */
final class Limbs {
    static final int WORDS = 2;

    private static final int FRACTION = 60;
    private static final int LOWER = 44;
    private static final double LARGEST = Math.scalb(1.0, 40);
    private static final BigInteger LOWER_MASK = BigInteger.ONE.shiftLeft(LOWER).subtract(BigInteger.ONE);
    private static final BigDecimal UNIT = new BigDecimal(BigInteger.ONE.shiftLeft(FRACTION));

    private Limbs() {}

    static boolean fits(double number) {
        return Math.abs(number) <= LARGEST;
    }

    static void put(double number, long[] words, int at) {
        var whole = new BigDecimal(number).multiply(UNIT).toBigInteger();
        words[at] = whole.shiftRight(LOWER).longValueExact();
        words[at + 1] = whole.and(LOWER_MASK).longValueExact();
    }

    static double get(long[] words, int at) {
        var whole = BigInteger.valueOf(words[at]).shiftLeft(LOWER).add(BigInteger.valueOf(words[at + 1]));
        return new BigDecimal(whole).divide(UNIT, MathContext.DECIMAL128).doubleValue();
    }
}
