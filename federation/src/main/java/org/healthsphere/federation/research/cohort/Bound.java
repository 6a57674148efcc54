package org.healthsphere.federation.research.cohort;

/** What the number of a measurement says about the true value: Quantity.comparator of FHIR. */
public enum Bound {
    EXACT,
    LESS,
    AT_MOST,
    AT_LEAST,
    GREATER
}
