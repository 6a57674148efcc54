package org.healthsphere.federation;

import java.net.URI;
import java.util.Set;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * Another member, as the ledger's register has it.
 *
 * @param endpoint HTTPS base of its peer interface
 * @param certificates SHA-256 of the DER of the TLS certificates that it may show: one, and for a while after it was renewed the one
 *     before as well
 */
public record Peer(NodeId id, URI endpoint, Set<Sha256> certificates) {
    public Peer {
        certificates = Set.copyOf(certificates);
    }

    /** A member with one certificate. */
    public Peer(NodeId id, URI endpoint, Sha256 certificate) {
        this(id, endpoint, Set.of(certificate));
    }
}
