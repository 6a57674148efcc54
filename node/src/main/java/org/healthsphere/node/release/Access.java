package org.healthsphere.node.release;

import java.util.Optional;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * One request, as the gate judges it.
 *
 * @param correlation names the request in audit, receipt and log, on every node it touches
 * @param reach what it may touch at all
 * @param app by which the requester asks, where it is one that was connected: the patient shall know
 */
public record Access(Requester requester, PurposeOfUse purpose, String correlation, Reach reach, Optional<String> app) {
    /** A request that comes by no app. */
    public Access(Requester requester, PurposeOfUse purpose, String correlation, Reach reach) {
        this(requester, purpose, correlation, reach, Optional.empty());
    }

    /** A request that only consent restricts. */
    public Access(Requester requester, PurposeOfUse purpose, String correlation) {
        this(requester, purpose, correlation, Reach.EVERYTHING);
    }

    /** The same, to look at what a write that is permitted already is about: who may only delete does not need to read for it. */
    public Access forWriting() {
        return new Access(requester, purpose, correlation);
    }
}
