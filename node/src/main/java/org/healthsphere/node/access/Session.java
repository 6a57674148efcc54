package org.healthsphere.node.access;

import java.time.Instant;

/**
 * A person who has signed in.
 *
 * @param id names the session where its secret must not be: it opens nothing
 * @param name how pages address him
 * @param csrf what every form of his carries back
 * @param proven how he last proved who he is
 */
public record Session(String id, Caller caller, String name, String csrf, Instant opened, Proven proven) {
    /** Whether he is in the record of somebody for whom he acts, and not in his own. */
    public boolean actsForAnother() {
        return caller.patient()
                .filter(patient -> !patient.equals(caller.requester().subject()))
                .isPresent();
    }

    @Override
    public String toString() {
        return "Session[" + id + ", " + caller + "]";
    }
}
