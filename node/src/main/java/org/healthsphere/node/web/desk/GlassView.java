package org.healthsphere.node.web.desk;

import org.healthsphere.node.web.view.Person;

/**
 * The form that breaks the glass.
 *
 * @param problem names the text that says what is missing; empty if nothing is
 */
public record GlassView(String handle, Person person, String reason, String problem) {
    @Override
    public String toString() {
        return "GlassView[REDACTED]";
    }
}
