package org.healthsphere.node.web.desk;

import org.healthsphere.node.web.view.Person;

/**
 * A patient of this hospital.
 *
 * @param patient his id here; it never appears in an address
 */
public record PatientHit(String patient, Person person) {
    @Override
    public String toString() {
        return "PatientHit[REDACTED]";
    }
}
