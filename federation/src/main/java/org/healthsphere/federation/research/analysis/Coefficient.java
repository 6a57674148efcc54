package org.healthsphere.federation.research.analysis;

/**
 * What a model says of one term.
 *
 * @param statistic the estimate in standard errors: z, or t where the dispersion was estimated
 * @param p how probable a statistic at least as far from 0 is, were the coefficient 0
 */
public record Coefficient(String term, double estimate, double standardError, double statistic, double p) {

    static Coefficient z(String term, double estimate, double standardError) {
        var z = estimate / standardError;
        return new Coefficient(term, estimate, standardError, z, Tails.normal(z));
    }

    static Coefficient t(String term, double estimate, double standardError, long degreesOfFreedom) {
        var t = estimate / standardError;
        return new Coefficient(term, estimate, standardError, t, Tails.student(t, degreesOfFreedom));
    }
}
