package org.healthsphere.federation.research.analysis;

import org.healthsphere.specs.Outcome;

/** One site's rows of a generalised linear model, behind the sums that are told of them. */
public final class GlmSite implements ModelSite {
    private final Family family;
    private final Design design;
    private final Vector response;

    private GlmSite(Family family, Design design, Vector response) {
        this.family = family;
        this.design = design;
        this.response = response;
    }

    /** A site whose responses the family admits. */
    public static Outcome<GlmSite> of(Family family, Design design, Vector response) {
        if (response.length() != design.rows()) {
            return Outcome.failed(Refusals.shape("response", design.rows()));
        }
        return response.stream().allMatch(family::admits)
                ? Outcome.of(new GlmSite(family, design, response))
                : Outcome.failed(Refusals.response(family.admitted()));
    }

    /**
     * At the start the score is that of working responses, so that the first coefficients are those of iteratively reweighted
     * least squares begun at the responses.
     */
    @Override
    public SiteStatistics answer(Round round) {
        var terms = design.terms().size();
        var score = new double[terms];
        var information = new OuterProducts(terms);
        var deviance = 0.0;
        for (var i = 0; i < design.rows(); i++) {
            var y = response.at(i);
            var predictor = switch (round) {
                case Round.Start() -> family.start(y);
                case Round.At(var coefficients) -> design.predictor(i, coefficients);
            };
            var weight = family.variance(predictor);
            var residual = y - family.mean(predictor);
            if (round instanceof Round.Start) {
                residual += weight * (predictor - design.offset().at(i));
            }
            var row = design.row(i);
            for (var j = 0; j < terms; j++) {
                score[j] += residual * row.at(j);
            }
            information.add(weight, row);
            deviance += family.deviance(y, predictor);
        }
        return new SiteStatistics(design.rows(), events(), Vector.of(score), information.matrix(), deviance);
    }

    private long events() {
        return family.hasDispersion() ? 0 : (long) response.sum();
    }
}
