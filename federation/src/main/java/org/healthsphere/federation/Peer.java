package org.healthsphere.federation;

import java.net.URI;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Sha256;

/**
 * Another member, as the ledger's register has it.
 *
 * @param endpoint HTTPS base of its peer interface
 * @param certificate SHA-256 of the DER of its TLS certificate, which the connection is pinned to
 */
public record Peer(NodeId id, URI endpoint, Sha256 certificate) {}
