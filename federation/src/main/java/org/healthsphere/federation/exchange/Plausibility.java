package org.healthsphere.federation.exchange;

import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Role;

/** Who may ask another member for a record at all, whatever the patient has said. */
final class Plausibility {
    private Plausibility() {}

    static Optional<Fault> refusal(Question question) {
        var role = question.requester().role();
        var plausible = switch (question.purpose()) {
            case TREAT, ETREAT -> role == Role.CLINICIAN;
            case PATRQT -> role == Role.PATIENT;
            // Own operations need no other hospital; statistics go the way of research, where no record leaves.
            case HOPERAT, PUBHLTH, HRESCH -> false;
        };
        return plausible
                ? Optional.empty()
                : Optional.of(new Fault.Forbidden(
                        "a " + role + " asks no other member for a record with the purpose " + question.purpose()));
    }
}
