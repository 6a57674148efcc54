package org.healthsphere.federation.research.privacy;

import java.math.BigInteger;

/**
 * How much discrete Gaussian noise makes numbers rho-zero-concentrated differentially private: variance = sensitivity^2 / (2 rho)
 * (Bun and Steinke 2016; for integers Canonne, Kamath and Steinke 2020, theorem 4).
 *
 * @param rhoPicos in millionths of millionths, so that a part of a budget is no more than that part
 * @param squared the square of the length by which one patient can change the numbers
 * @param honest so many shares of the noise add up to the whole
 */
public record GaussianNoise(long rhoPicos, long squared, int honest) {
    private static final long MICROS = LaplaceNoise.MICROS;
    private static final BigInteger PICOS = BigInteger.valueOf(MICROS * MICROS);

    public GaussianNoise {
        if (rhoPicos < 1 || squared < 1 || honest < 1) {
            throw new IllegalArgumentException("rho, sensitivity and honest members are positive");
        }
    }

    /** Of one number that a patient can change by so much, for the whole of a budget in millionths. */
    public static GaussianNoise of(long rhoMicros, long sensitivity, int honest) {
        return new GaussianNoise(
                Math.multiplyExact(rhoMicros, MICROS), Math.multiplyExact(sensitivity, sensitivity), honest);
    }

    /** The variance of one share, as a fraction: the part above the line. */
    BigInteger numerator() {
        return BigInteger.valueOf(squared).multiply(PICOS);
    }

    /** The part below the line. */
    BigInteger denominator() {
        return BigInteger.valueOf(rhoPicos).multiply(BigInteger.TWO).multiply(BigInteger.valueOf(honest));
    }

    /** The standard deviation of the sum of so many shares. */
    public double deviation(int shares) {
        return Math.sqrt(numerator().doubleValue() / denominator().doubleValue() * shares);
    }
}
