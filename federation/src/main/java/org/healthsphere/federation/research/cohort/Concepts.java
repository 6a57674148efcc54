package org.healthsphere.federation.research.cohort;

import java.util.Set;
import org.healthsphere.specs.Coding;

/** A set of codes, as the question names it. */
public sealed interface Concepts {

    /** The code and everything below it in its code system. */
    record IsA(Coding ancestor) implements Concepts {}

    /** The value set of this canonical URL, with {@code |version} or without. */
    record InValueSet(String canonical) implements Concepts {}

    /** Exactly these codes. */
    record Codes(Set<Coding> codes) implements Concepts {
        public Codes {
            codes = Set.copyOf(codes);
        }
    }
}
