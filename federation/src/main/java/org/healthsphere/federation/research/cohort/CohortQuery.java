package org.healthsphere.federation.research.cohort;

import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.PurposeOfUse;

/**
 * A question to many hospitals.
 *
 * @param id a label for people; it is no part of the meaning
 * @param purpose why it is asked
 * @param study whose privacy budget pays
 * @param epsilonMicros the pure epsilon that the answer costs, in millionths
 */
public record CohortQuery(String id, PurposeOfUse purpose, String study, Tier tier, long epsilonMicros, Body body) {

    /** The question in the narrow sense: who is meant, and what is asked about them. */
    public record Body(Cohort cohort, Output output) {}

    /** Reads version 1 of the language; {@link org.healthsphere.specs.Fault.Invalid} names every path that is not in it. */
    public static Outcome<CohortQuery> parse(byte[] json) {
        return CohortReader.read(json);
    }

    /** The one spelling of what this question means. */
    public CanonicalQuery canonical() {
        return CanonicalQuery.of(this);
    }
}
