package org.healthsphere.node.web.view;

import java.util.Optional;

/**
 * Which hospital says so.
 *
 * @param original the hospital's own code or words, where they were translated
 * @param brought whether the hospital has it from the patient
 */
public record Source(Hospital hospital, Optional<String> original, boolean brought) {
    /** What the hospital says by itself. */
    public Source(Hospital hospital, Optional<String> original) {
        this(hospital, original, false);
    }
}
