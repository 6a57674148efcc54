package org.healthsphere.federation.research.cohort;

/** A part of the cohort, ready to be asked of one patient after the other. */
interface Criterion {
    boolean holds(PatientFacts patient);
}
