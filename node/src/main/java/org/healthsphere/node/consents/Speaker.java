package org.healthsphere.node.consents;

import java.util.Optional;
import org.healthsphere.specs.Requester;

/**
 * Who says something about a patient's records: he himself, or somebody who speaks for him because he cannot.
 *
 * @param by as the audit log knows who says it
 * @param patient about whose records
 * @param holder whose key signs: the id of his own record here
 * @param guardianship by which right somebody else speaks; only its digest comes on the ledger
 */
public record Speaker(Requester by, String patient, String holder, Optional<Guardianship> guardianship) {
    /**
     * That somebody speaks for a patient who cannot, as a steward has seen from papers.
     *
     * @param id of what this hospital keeps of it
     * @param name of the guardian, for the patient to read
     */
    public record Guardianship(String id, String name) {
        @Override
        public String toString() {
            return "Guardianship[" + id + "]";
        }
    }

    /** The patient, about his own. */
    public static Speaker himself(Requester patient) {
        return new Speaker(patient, patient.subject(), patient.subject(), Optional.empty());
    }

    @Override
    public String toString() {
        return "Speaker[" + by + "]";
    }
}
