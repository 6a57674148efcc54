package org.healthsphere.terminology.index;

import org.healthsphere.terminology.content.ValueSet;

/** A resource that was compiled and opened. */
sealed interface Opened {
    record Codes(CodeSystemIndex system) implements Opened {}

    record Values(ValueSet valueSet) implements Opened {}

    record Mapped(ConceptMapIndex map) implements Opened {}
}
