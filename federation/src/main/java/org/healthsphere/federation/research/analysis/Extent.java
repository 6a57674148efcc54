package org.healthsphere.federation.research.analysis;

/**
 * From how much a model was estimated, and in how many steps.
 *
 * @param events deaths of a Cox model, sum of the responses of a binomial or Poisson model, nothing for a gaussian one
 */
public record Extent(long rows, long events, int iterations) {

    static Extent of(SiteStatistics sums, int iterations) {
        return new Extent(sums.rows(), sums.events(), iterations);
    }
}
