package org.healthsphere.node.smart;

import java.security.cert.X509Certificate;
import java.util.List;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/** Says which member of the network holds a certificate, if it is one that may sign now. */
@FunctionalInterface
public interface Vouching {
    Outcome<NodeId> member(List<X509Certificate> chain);
}
