package org.healthsphere.node.web.me;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.healthsphere.node.web.view.Hospital;

/**
 * A consent that was signed.
 *
 * @param id random: it says nothing about anybody
 * @param ended when it was withdrawn or ran out
 * @param reach where it is in force
 * @param guardian who signed it in the patient's place
 */
public record Consent(
        String id,
        ConsentTerms terms,
        State state,
        Instant signed,
        Optional<Instant> ended,
        List<Reach> reach,
        Optional<String> guardian) {
    public Consent {
        reach = List.copyOf(reach);
    }

    /** One that the patient signed himself. */
    public Consent(
            String id, ConsentTerms terms, State state, Instant signed, Optional<Instant> ended, List<Reach> reach) {
        this(id, terms, state, signed, ended, reach, Optional.empty());
    }

    public boolean isActive() {
        return state == State.ACTIVE;
    }

    /** Where a consent stands. */
    public enum State {
        ACTIVE,
        WITHDRAWN,
        EXPIRED
    }

    /** The ledger's height at which this hospital knew. */
    public record Reach(Hospital hospital, long height) {}
}
