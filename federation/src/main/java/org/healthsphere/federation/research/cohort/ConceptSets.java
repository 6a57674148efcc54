package org.healthsphere.federation.research.cohort;

import java.util.Set;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** What the terminology of this node makes of the codes in a question. Unknown concepts are a fault, never an empty set. */
public interface ConceptSets {
    /** The code and everything below it. */
    Outcome<ConceptSet> isA(Coding ancestor);

    /** The codes of a value set, by its canonical URL with {@code |version} or without. */
    Outcome<ConceptSet> valueSet(String canonical);

    /** A set of codes; sets of equal digest MUST have the same members, on every node. */
    interface ConceptSet {
        boolean contains(Coding code);

        Sha256 digest();

        /** The code systems of its codes. */
        Set<String> systems();
    }
}
