package org.healthsphere.federation.research.privacy;

import java.math.BigInteger;

/**
 * How much discrete Gaussian noise makes a number rho-zero-concentrated differentially private: variance = sensitivity^2 / (2 rho)
 * (Bun and Steinke 2016; for integers Canonne, Kamath and Steinke 2020, theorem 4).
 *
 * @param rhoMicros in millionths
 * @param sensitivity by how much one patient can change the number
 * @param honest so many shares of the noise add up to the whole
 */
public record GaussianNoise(long rhoMicros, long sensitivity, int honest) {
    private static final BigInteger MICROS = BigInteger.valueOf(LaplaceNoise.MICROS);

    public GaussianNoise {
        if (rhoMicros < 1 || sensitivity < 1 || honest < 1) {
            throw new IllegalArgumentException("rho, sensitivity and honest members are positive");
        }
    }

    /** The variance of one share, as a fraction: the part above the line. */
    BigInteger numerator() {
        return BigInteger.valueOf(sensitivity).pow(2).multiply(MICROS);
    }

    /** The part below the line. */
    BigInteger denominator() {
        return BigInteger.valueOf(rhoMicros).multiply(BigInteger.TWO).multiply(BigInteger.valueOf(honest));
    }

    /** The standard deviation of the sum of so many shares. */
    public double deviation(int shares) {
        return Math.sqrt(numerator().doubleValue() / denominator().doubleValue() * shares);
    }
}
