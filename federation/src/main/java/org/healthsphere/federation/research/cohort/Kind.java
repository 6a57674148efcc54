package org.healthsphere.federation.research.cohort;

import java.util.Set;
import org.healthsphere.specs.Coding;

/**
 * What a fact is about: many facts share one.
 *
 * @param codes its codings, which say the same in several systems
 */
public record Kind(FactType type, Set<Coding> codes, Traits traits) {
    public Kind {
        codes = Set.copyOf(codes);
    }

    /** A kind of which nothing else is said. */
    public Kind(FactType type, Set<Coding> codes) {
        this(type, codes, Traits.NONE);
    }

    /**
     * What else is said of such a fact.
     *
     * @param status of the record, or the clinical status of what it is about; empty where there is none
     * @param values the codings of a value that is a code
     * @param abnormal whether it is marked as abnormal
     */
    public record Traits(String status, Set<Coding> values, boolean abnormal) {
        static final Traits NONE = new Traits("", Set.of(), false);

        public Traits {
            values = Set.copyOf(values);
        }
    }
}
