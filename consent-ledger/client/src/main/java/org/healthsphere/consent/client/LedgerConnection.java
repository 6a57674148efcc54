package org.healthsphere.consent.client;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import org.healthsphere.consent.LedgerMode;
import org.healthsphere.keys.Signer;
import org.healthsphere.specs.NodeId;

/**
 * Where the ledger is, whom to trust there, and who speaks. A mode of the ledger is nothing but this.
 *
 * @param mode what the ledger is said to be; where it states that itself, it must state the same
 * @param network the channel, in Fabric's words
 * @param patience how long any single call may take
 */
public record LedgerConnection(
        LedgerMode mode, Address address, String network, Tls tls, Speaker speaker, Duration patience) {

    public record Address(String host, int port) {}

    /**
     * One end of mutual TLS.
     *
     * @param authority whose certificate the ledger must show
     */
    public record Tls(X509Certificate certificate, PrivateKey key, X509Certificate authority) {
        /** Never the key. */
        @Override
        public String toString() {
            return "Tls[" + certificate.getSubjectX500Principal() + "]";
        }
    }

    /**
     * The member's identity on the ledger.
     *
     * @param certificate a client's, issued for the ledger; its common name is the member
     * @param authority who vouches for the ledger's own identities
     */
    public record Speaker(NodeId member, X509Certificate certificate, Signer signer, X509Certificate authority) {}
}
