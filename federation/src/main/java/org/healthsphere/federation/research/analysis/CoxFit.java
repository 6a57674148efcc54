package org.healthsphere.federation.research.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.FisherScoring.Optimum;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A proportional hazards model, equal to that of the pooled rows stratified by site. The numbers are those of R's
 * {@code summary(coxph(… + strata(site)))}.
 *
 * @param covariance of the estimates
 * @param nullLogLikelihood log partial likelihood with all coefficients 0
 */
public record CoxFit(
        List<Coefficient> coefficients,
        SymmetricMatrix covariance,
        double nullLogLikelihood,
        double logLikelihood,
        Extent extent) {
    public CoxFit {
        coefficients = List.copyOf(coefficients);
    }

    /**
     * Fits a model. How ties are treated is the sites' part of it.
     *
     * @return the fit, or the reason for which there is none: no events, rank deficiency, a monotone likelihood, no convergence,
     *     or the sites' own fault
     */
    public static Outcome<CoxFit> of(List<String> terms, Sites sites) {
        return sites.sum(new Round.Start()).then(start -> {
            if (start.score().length() != terms.size()) {
                return Outcome.failed(new Fault.Invalid("statistics of a model with other terms"));
            }
            if (start.events() == 0) {
                return Outcome.failed(Refusals.noEvents());
            }
            return new FisherScoring(terms, sites, start)
                    .optimum(start.deviance())
                    .map(optimum -> of(terms, start, optimum));
        });
    }

    private static CoxFit of(List<String> terms, SiteStatistics start, Optimum optimum) {
        var covariance = optimum.covariance();
        var coefficients = IntStream.range(0, terms.size())
                .mapToObj(
                        i -> Coefficient.z(terms.get(i), optimum.coefficients().at(i), Math.sqrt(covariance.at(i, i))))
                .toList();
        var at = optimum.at();
        return new CoxFit(
                coefficients, covariance, -start.deviance() / 2, -at.deviance() / 2, Extent.of(at, optimum.steps()));
    }

    /** The test that all coefficients are 0. */
    public ChiSquared likelihoodRatio() {
        return new ChiSquared(2 * (logLikelihood - nullLogLikelihood), coefficients.size());
    }
}
