package org.healthsphere.federation.linkage;

import java.util.Locale;

/**
 * Somebody who may be the one looked for, by what both descriptions say field by field.
 *
 * @param patient id at this node
 * @param probability that it is him, before anybody has looked
 * @param grade of FHIR's MatchGrade; whoever is certainly not the one is not told of
 */
public record Resemblance(String patient, double probability, Grade grade) {

    /** How much is to be made of it. */
    public enum Grade {
        CERTAIN,
        PROBABLE,
        /** A person decides. */
        POSSIBLE;

        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Two records here that may be of one person. */
    record Pair(String one, String other, double probability, Grade grade) {}
}
