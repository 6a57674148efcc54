package org.healthsphere.federation.research.analysis;

/**
 * All that leaves a site in one round of a model: its size grows with the terms, not with the patients. Those of several sites
 * add up to those of the pooled rows.
 *
 * <p>The sums of few patients can tell a patient: they are to be added up behind masks, not to be looked at one by one.
 *
 * @param rows how many patients the model saw
 * @param events deaths of a Cox model, sum of the responses of a binomial or Poisson model, nothing for a gaussian one
 * @param score the gradient of the log likelihood
 * @param information the expected information, minus the Hessian for these models
 * @param deviance −2 log (partial) likelihood, up to what does not depend on coefficients
 */
public record SiteStatistics(long rows, long events, Vector score, SymmetricMatrix information, double deviance) {
    public SiteStatistics {
        if (score.length() != information.order()) {
            throw new IllegalArgumentException("a score has one number for each row of the information");
        }
    }

    /** The statistics of a site without rows. */
    public static SiteStatistics none(int terms) {
        return new SiteStatistics(0, 0, Vector.zeros(terms), SymmetricMatrix.zeros(terms), 0);
    }

    public SiteStatistics plus(SiteStatistics other) {
        return new SiteStatistics(
                rows + other.rows,
                events + other.events,
                score.plus(other.score),
                information.plus(other.information),
                deviance + other.deviance);
    }

    boolean isFinite() {
        return score.isFinite() && information.triangle().isFinite() && Double.isFinite(deviance);
    }
}
