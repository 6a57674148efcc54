package org.healthsphere.federation.research.outbreak;

/** The power of a count that is taken for nearly normal (Farrington and others 1996, section 3.6). */
public enum Power {
    /** The count itself. */
    NONE("none", 1),
    /** Its square root. */
    HALF("1/2", 0.5),
    /** The root that makes a Poisson count least skewed. */
    TWO_THIRDS("2/3", 2.0 / 3);

    private final String code;
    private final double exponent;

    Power(String code, double exponent) {
        this.code = code;
        this.exponent = exponent;
    }

    public String code() {
        return code;
    }

    /** The count that is exceeded only where the transformed one is so many standard deviations above expectation. */
    double bound(Reference.Expectation expectation, double quantile) {
        var mean = expectation.mean();
        var error = mean * expectation.logError();
        var spread = expectation.dispersion() + error * error / mean;
        var deviation = exponent * Math.pow(mean, exponent - 0.5) * Math.sqrt(spread);
        return Math.pow(Math.pow(mean, exponent) + quantile * deviation, 1 / exponent);
    }
}
