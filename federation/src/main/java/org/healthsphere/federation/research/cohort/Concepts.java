package org.healthsphere.federation.research.cohort;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.healthsphere.specs.Coding;

/** A set of codes, as the question names it. */
public sealed interface Concepts {

    /** The code and everything below it in its code system. */
    record IsA(Coding ancestor) implements Concepts {}

    /** The value set of this canonical URL, with {@code |version} or without. */
    record InValueSet(String canonical) implements Concepts {}

    /**
     * What an expression of SNOMED CT's constraint language comes to.
     *
     * @param edition the URI of the edition and version that is meant; empty for the one that a hospital has
     */
    record Expression(String ecl, String edition) implements Concepts {
        private static final String SNOMED_CT = "http://snomed.info/sct";

        /** The implicit value set of FHIR that has the same codes. */
        String canonical() {
            return (edition.isEmpty() ? SNOMED_CT : edition) + "?fhir_vs=ecl/"
                    + URLEncoder.encode(ecl, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    /** Exactly these codes. */
    record Codes(Set<Coding> codes) implements Concepts {
        public Codes {
            codes = Set.copyOf(codes);
        }
    }
}
