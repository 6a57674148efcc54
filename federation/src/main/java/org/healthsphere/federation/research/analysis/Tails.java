package org.healthsphere.federation.research.analysis;

/**
 * Tail probabilities, right in their leading digits however small they are (Abramowitz and Stegun, sections 6.5 and 26.5: series
 * and continued fractions of the incomplete gamma and beta functions).
 */
final class Tails {
    private static final int MOST_TERMS = 10_000;
    private static final double EXACT = 1e-16;
    private static final double TINY = 1e-300;
    /** From here on five terms of Stirling's series are exact to the last digit. */
    private static final int FAR = 20;

    private Tails() {}

    /** P(|Z| ≥ |z|) of a standard normal Z. */
    static double normal(double z) {
        return chiSquared(z * z, 1);
    }

    /** P(X ≥ x) of a chi-squared X. */
    static double chiSquared(double x, int degreesOfFreedom) {
        if (!(x > 0)) {
            return Double.isNaN(x) ? Double.NaN : 1;
        }
        var a = degreesOfFreedom / 2.0;
        var half = x / 2;
        var front = Math.exp(a * Math.log(half) - half - logGammaOfHalf(degreesOfFreedom));
        return half < a + 1 ? 1 - front * gammaSeries(a, half) : front * gammaFraction(a, half);
    }

    /** P(|T| ≥ |t|) of Student's T. */
    static double student(double t, long degreesOfFreedom) {
        if (Double.isNaN(t) || Double.isInfinite(t)) {
            return Double.isNaN(t) ? Double.NaN : 0;
        }
        var a = degreesOfFreedom / 2.0;
        var square = t * t / degreesOfFreedom;
        var x = 1 / (1 + square);
        var y = square / (1 + square);
        var logFront = logGammaRatio(a) - Math.log(Math.PI) / 2 - a * Math.log1p(square) + Math.log(y) / 2;
        var front = Math.exp(logFront);
        return x < (a + 1) / (a + 2.5) ? front * betaFraction(x, a, 0.5) / a : 1 - front * betaFraction(y, 0.5, a) * 2;
    }

    private static double gammaSeries(double a, double x) {
        var term = 1 / a;
        var sum = term;
        for (var n = 1; n < MOST_TERMS && term > sum * EXACT; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    /** Lentz's evaluation of the continued fraction of the upper incomplete gamma function. */
    private static double gammaFraction(double a, double x) {
        var b = x + 1 - a;
        var c = 1 / TINY;
        var d = 1 / b;
        var value = d;
        for (var n = 1; n < MOST_TERMS; n++) {
            var numerator = -n * (n - a);
            b += 2;
            d = 1 / away(numerator * d + b);
            c = away(b + numerator / c);
            value *= d * c;
            if (Math.abs(d * c - 1) <= EXACT) {
                break;
            }
        }
        return value;
    }

    /** Lentz's evaluation of the continued fraction of the incomplete beta function. */
    private static double betaFraction(double x, double a, double b) {
        var c = 1.0;
        var d = 1 / away(1 - (a + b) * x / (a + 1));
        var value = d;
        for (var n = 1; n < MOST_TERMS; n++) {
            var even = n * (b - n) * x / ((a + 2 * n - 1) * (a + 2 * n));
            d = 1 / away(1 + even * d);
            c = away(1 + even / c);
            value *= d * c;
            var odd = -(a + n) * (a + b + n) * x / ((a + 2 * n) * (a + 2 * n + 1));
            d = 1 / away(1 + odd * d);
            c = away(1 + odd / c);
            value *= d * c;
            if (Math.abs(d * c - 1) <= EXACT) {
                break;
            }
        }
        return value;
    }

    private static double away(double number) {
        return Math.abs(number) < TINY ? TINY : number;
    }

    /** log Γ(n / 2), from Γ(1/2) = √π and Γ(1) = 1. */
    private static double logGammaOfHalf(int n) {
        var sum = n % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
        for (var k = n - 2; k > 0; k -= 2) {
            sum += Math.log(k / 2.0);
        }
        return sum;
    }

    /** log Γ(a + 1/2) − log Γ(a), without the difference of two large numbers. */
    private static double logGammaRatio(double a) {
        var shifted = a;
        var product = 1.0;
        while (shifted < FAR) {
            product *= shifted / (shifted + 0.5);
            shifted++;
        }
        var inverse = 1 / shifted;
        var square = inverse * inverse;
        var series = inverse * (-1.0 / 8 + square * (1.0 / 192 + square * (-1.0 / 640 + square * 17 / 14336)));
        return Math.log(product) + Math.log(shifted) / 2 + series;
    }
}
