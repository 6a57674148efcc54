package org.healthsphere.node.peers;

import java.util.Optional;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * Somebody who was not let in, or an envelope that was not taken.
 *
 * @param member whose certificate carried the envelope; empty when the certificate itself is what was refused
 * @param certificate SHA-256 of the certificate that was shown
 */
public record Refusal(Optional<NodeId> member, Sha256 certificate, Fault ground) {}
