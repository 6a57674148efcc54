package org.healthsphere.node.web.desk;

import java.time.LocalDate;
import java.util.Optional;

/** What a clinician knows of the patient he looks for; at least one of them. */
public record PatientQuery(Optional<String> name, Optional<LocalDate> birthDate, Optional<String> identifier) {
    public boolean isEmpty() {
        return name.isEmpty() && birthDate.isEmpty() && identifier.isEmpty();
    }

    @Override
    public String toString() {
        return "PatientQuery[REDACTED]";
    }
}
