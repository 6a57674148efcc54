package org.healthsphere.federation.research.analysis;

/** What the sites of a model are asked for in one round; all are asked the same. */
public sealed interface Round {

    /** The first round: sums at the fit from which the first coefficients follow, whatever the terms. */
    record Start() implements Round {}

    /** Sums at coefficients, which every site can derive itself from the sums of the rounds before. */
    record At(Vector coefficients) implements Round {}
}
