package org.healthsphere.federation.linkage.oblivious;

import org.healthsphere.keys.bc.oprf.ThresholdKey;
import org.healthsphere.specs.NodeId;

/**
 * A member's share of the key of care's tokens.
 *
 * @param share what this member answers with
 */
public record LinkageShare(LinkageKey key, NodeId holder, ThresholdKey.Share share) {
    @Override
    public String toString() {
        return "LinkageShare[REDACTED]";
    }
}
