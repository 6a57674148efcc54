package org.healthsphere.federation.research;

import java.util.Optional;
import org.healthsphere.keys.VerificationKey;
import org.healthsphere.specs.NodeId;

/** The signing keys of the members of the network; empty for whoever is none. */
public interface MemberKeys {
    Optional<VerificationKey> of(NodeId member);
}
