package org.healthsphere.consent;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Coding;
import org.healthsphere.specs.Outcome;

/** Unseals the terms of a grant. Only the custodian has the key. */
@FunctionalInterface
public interface TermsOpener {
    /**
     * The bytes of the {@link Terms}. {@link org.healthsphere.specs.Fault.Unavailable} when it may work later; every other fault
     * is final. The caller checks the digest.
     */
    Outcome<Bytes> open(Grant grant);

    /** What the value sets that terms name hold. */
    default CodeSets codeSets() {
        return CodeSets.NONE;
    }

    /** Which codes a value set has, as this member's terminology says now. */
    @FunctionalInterface
    interface CodeSets {
        /** Of no value set. */
        CodeSets NONE = _ -> Optional.empty();

        /** The codes of the value set with this canonical address; nothing when it is not known here. */
        Optional<Set<Coding>> members(String valueSet);
    }
}
