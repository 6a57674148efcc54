package org.healthsphere.consent;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Coding;

/** Which codes a value set has, as this member's terminology says now. */
@FunctionalInterface
public interface CodeSets {
    /** Of no value set. */
    CodeSets NONE = _ -> Optional.empty();

    /** The codes of the value set with this canonical address; nothing when it is not known here. */
    Optional<Set<Coding>> members(String valueSet);
}
