package org.healthsphere.node.care;

import org.healthsphere.specs.Coding;

/** Why the glass is broken, in the code system of this network. The words of whoever breaks it stay at the hospital. */
public final class BreakGlassReasons {
    /** Somebody cannot be asked, and cannot wait. */
    public static final Coding EMERGENCY = coding("emergency");

    private BreakGlassReasons() {}

    public static Coding coding(String code) {
        return new Coding("https://healthsphere.org/fhir/CodeSystem/break-glass-reason", code);
    }
}
