package org.healthsphere.federation.research.analysis;

import java.util.List;
import java.util.stream.IntStream;
import org.healthsphere.federation.research.analysis.FisherScoring.Optimum;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * A generalised linear model, equal to that of the pooled rows. Standard errors, statistics and p are those of R's
 * {@code summary(glm(…))}.
 *
 * @param covariance of the estimates, the dispersion included
 * @param dispersion estimated for a gaussian response, else 1
 * @param deviance the residual deviance
 */
public record GlmFit(
        Family family,
        List<Coefficient> coefficients,
        SymmetricMatrix covariance,
        double dispersion,
        double deviance,
        Extent extent) {
    public GlmFit {
        coefficients = List.copyOf(coefficients);
    }

    /**
     * Fits a model.
     *
     * @return the fit, or the reason for which there is none: too few rows, no events, rank deficiency, separation, no
     *     convergence, or the sites' own fault
     */
    public static Outcome<GlmFit> of(Family family, List<String> terms, Sites sites) {
        return sites.sum(new Round.Start()).then(start -> {
            if (start.score().length() != terms.size()) {
                return Outcome.failed(new Fault.Invalid("statistics of a model with other terms"));
            }
            if (start.rows() <= terms.size()) {
                return Outcome.failed(Refusals.tooFewRows(start.rows(), terms.size()));
            }
            if (!family.hasDispersion() && start.events() == 0) {
                return Outcome.failed(Refusals.noEvents());
            }
            return new FisherScoring(terms, sites, start)
                    .optimum(Double.POSITIVE_INFINITY)
                    .map(optimum -> of(family, terms, optimum));
        });
    }

    private static GlmFit of(Family family, List<String> terms, Optimum optimum) {
        var at = optimum.at();
        var freedom = at.rows() - terms.size();
        var dispersion = family.hasDispersion() ? at.deviance() / freedom : 1;
        var covariance = optimum.covariance().times(dispersion);
        var coefficients = IntStream.range(0, terms.size())
                .mapToObj(i -> {
                    var estimate = optimum.coefficients().at(i);
                    var error = Math.sqrt(covariance.at(i, i));
                    return family.hasDispersion()
                            ? Coefficient.t(terms.get(i), estimate, error, freedom)
                            : Coefficient.z(terms.get(i), estimate, error);
                })
                .toList();
        return new GlmFit(family, coefficients, covariance, dispersion, at.deviance(), Extent.of(at, optimum.steps()));
    }
}
