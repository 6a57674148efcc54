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
 */
public record Consent(
        String id, ConsentTerms terms, State state, Instant signed, Optional<Instant> ended, List<Reach> reach) {
    public Consent {
        reach = List.copyOf(reach);
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
