package org.healthsphere.consent;

import java.util.Optional;
import java.util.Set;
import org.healthsphere.specs.Requester;

/** What the member knows of who its patients are. */
public interface Patients {
    /** The local id of the patient whom the member calls by this handle on the ledger. */
    Optional<String> withHandle(String handle);

    /** The compartments that are the requester's own, when a patient asks. */
    Set<String> ownedBy(Requester requester);

    /** The persons and groups that the requester is here, by reference: {@code Practitioner/3}, {@code Group/7}. */
    default Set<String> knownAs(Requester requester) {
        return Set.of();
    }
}
