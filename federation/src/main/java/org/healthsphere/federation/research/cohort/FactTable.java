package org.healthsphere.federation.research.cohort;

import java.util.List;

/**
 * The facts of one hospital, frozen: exactly the patients whose consent permits the use, each with exactly what it permits.
 */
public interface FactTable {
    /** Every kind of fact that occurs; facts name theirs by its place in here. */
    List<Kind> kinds();

    int patients();

    PatientFacts patient(int number);
}
