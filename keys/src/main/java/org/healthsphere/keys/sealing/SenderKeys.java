package org.healthsphere.keys.sealing;

import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** The keys that members sign with, as the network vouches for them now. */
@FunctionalInterface
public interface SenderKeys {
    /** The key in this member's certificate, or why nothing of his is taken: unknown, expired, revoked. */
    Outcome<VerificationKey> of(NodeId member);
}
