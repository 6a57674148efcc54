package org.healthsphere.node.transparency;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.consent.Patients;
import org.healthsphere.specs.Requester;

/** A hospital without patients. */
record Nobody() implements Patients {
    @Override
    public Optional<String> withHandle(String handle) {
        return Optional.empty();
    }

    @Override
    public Set<String> ownedBy(Requester requester) {
        return Set.of();
    }
}
