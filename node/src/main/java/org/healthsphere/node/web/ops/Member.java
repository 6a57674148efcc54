package org.healthsphere.node.web.ops;

import java.time.Instant;
import java.util.Optional;
import org.healthsphere.node.web.view.Hospital;

/**
 * A hospital of the network, as the ledger and the last contact show it.
 *
 * @param endpoint where its node is reached
 */
public record Member(
        Hospital hospital, String endpoint, Standing standing, Optional<Instant> lastSeen, Instant certificateEnds) {
    /** How it stands in the network. */
    public enum Standing {
        THIS_NODE,
        CONNECTED,
        UNREACHABLE,
        /** Nobody has tried to reach it since this node started. */
        NOT_MET,
        SUSPENDED
    }
}
