package org.healthsphere.federation.research.analysis;

/** The law of a response, each with its canonical link (McCullagh and Nelder, Generalized Linear Models, 1989, section 2.2). */
public enum Family {
    /** Any number, identity link. */
    GAUSSIAN("a finite number"),
    /** 0 or 1, logit link. */
    BINOMIAL("0 or 1"),
    /** A count, log link. */
    POISSON("a whole number of at least 0");

    private final String admitted;

    Family(String admitted) {
        this.admitted = admitted;
    }

    String admitted() {
        return admitted;
    }

    boolean admits(double response) {
        return switch (this) {
            case GAUSSIAN -> Double.isFinite(response);
            case BINOMIAL -> response == 0 || response == 1;
            case POISSON -> response >= 0 && response <= Integer.MAX_VALUE && response == Math.rint(response);
        };
    }

    /** Whether the variance is estimated, or follows from the mean. */
    boolean hasDispersion() {
        return this == GAUSSIAN;
    }

    /** The mean at a linear predictor; the logistic one loses no digits at either end. */
    double mean(double predictor) {
        return switch (this) {
            case GAUSSIAN -> predictor;
            case BINOMIAL ->
                predictor >= 0 ? 1 / (1 + Math.exp(-predictor)) : Math.exp(predictor) / (1 + Math.exp(predictor));
            case POISSON -> Math.exp(predictor);
        };
    }

    /** The variance at a linear predictor, for a dispersion of 1: with the canonical link it is the weight of a row too. */
    double variance(double predictor) {
        return switch (this) {
            case GAUSSIAN -> 1;
            case BINOMIAL -> mean(predictor) * mean(-predictor);
            case POISSON -> Math.exp(predictor);
        };
    }

    /** What a row adds to the deviance, twice the log likelihood that is missing to a perfect fit. */
    double deviance(double response, double predictor) {
        return switch (this) {
            case GAUSSIAN -> (response - predictor) * (response - predictor);
            case BINOMIAL -> 2 * softplus(response == 1 ? -predictor : predictor);
            case POISSON -> {
                var saturated = response == 0 ? 0 : response * (Math.log(response) - 1);
                yield 2 * (saturated - response * predictor + Math.exp(predictor));
            }
        };
    }

    /** The linear predictor at which fitting starts: near the response, inside the range of means (as R's glm does). */
    double start(double response) {
        return switch (this) {
            case GAUSSIAN -> response;
            case BINOMIAL -> response == 1 ? Math.log(3) : -Math.log(3);
            case POISSON -> Math.log(response + 0.1);
        };
    }

    /** log(1 + exp(x)) without overflow. */
    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }
}
