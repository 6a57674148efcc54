package org.healthsphere.federation.research.analysis;

/** A test statistic whose law is, were there no difference, chi-squared. */
public record ChiSquared(double statistic, int degreesOfFreedom) {

    /** How probable a statistic at least as large is, were there no difference. */
    public double p() {
        return Tails.chiSquared(statistic, degreesOfFreedom);
    }
}
