package org.healthsphere.terminology.index;

import org.healthsphere.terminology.content.ValueSet;

/** A resource that was compiled and opened. */
sealed interface Opened {
    record System(CodeSystemIndex system) implements Opened {}

    record Values(ValueSet valueSet) implements Opened {}

    record Map(ConceptMapIndex map) implements Opened {}
}
