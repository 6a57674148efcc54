package org.healthsphere.consent;

import org.healthsphere.consent.Directive.Grant;
import org.healthsphere.specs.Bytes;
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
}
