package org.healthsphere.consent;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Requester;

/** A member with one patient, whom it calls p1. */
public record OnePatient(String handle) implements Patients {
    static final String ID = "p1";

    @Override
    public Optional<String> withHandle(String other) {
        return other.equals(handle) ? Optional.of(ID) : Optional.empty();
    }

    @Override
    public Set<String> ownedBy(Requester requester) {
        return requester.subject().equals("patient-1") ? Set.of(OnePatient.ID) : Set.of();
    }
}
