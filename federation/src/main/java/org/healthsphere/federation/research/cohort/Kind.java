package org.healthsphere.federation.research.cohort;

import java.util.Set;
import org.healthsphere.specs.Coding;

/**
 * What a fact is about: many facts share one.
 *
 * @param codes its codings, which say the same in several systems
 */
public record Kind(FactType type, Set<Coding> codes) {
    public Kind {
        codes = Set.copyOf(codes);
    }
}
