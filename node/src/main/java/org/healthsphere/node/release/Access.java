package org.healthsphere.node.release;

import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;

/**
 * One request, as the gate judges it.
 *
 * @param correlation names the request in audit, receipt and log, on every node it touches
 * @param reach the types of resources that it may touch
 */
public record Access(Requester requester, PurposeOfUse purpose, String correlation, Reach reach) {
    /** A request that only consent restricts. */
    public Access(Requester requester, PurposeOfUse purpose, String correlation) {
        this(requester, purpose, correlation, Reach.EVERYTHING);
    }

    /** The same, to look at what a write that is permitted already is about: who may only delete does not need to read for it. */
    public Access forWriting() {
        return new Access(requester, purpose, correlation);
    }
}
