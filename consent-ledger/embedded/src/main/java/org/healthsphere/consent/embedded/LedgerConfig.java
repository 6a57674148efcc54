package org.healthsphere.consent.embedded;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * What an embedded ledger is started with.
 *
 * @param folder holds all of its state
 * @param address to listen on; port 0 takes any free one
 * @param network its name: the channel, in Fabric's words
 * @param tls how it shows who it is, and whom it lets connect
 * @param providers who orders and endorses
 * @param trust on whose word somebody is a member
 */
public record LedgerConfig(
        Path folder,
        InetSocketAddress address,
        String network,
        Tls tls,
        Providers providers,
        Trust trust,
        InstantSource clock) {

    /**
     * One end of mutual TLS.
     *
     * @param authority whose certificates the other end must have
     */
    public record Tls(X509Certificate certificate, PrivateKey key, X509Certificate authority) {
        /** Never the key. */
        @Override
        public String toString() {
            return "Tls[" + certificate.getSubjectX500Principal() + "]";
        }
    }

    /**
     * The ledger's own identities.
     *
     * @param orderer signs blocks and states what the head is; role ORDERER
     * @param endorsers sign what the contract came to; role PEER, at least one. They stand for all members, since one operator
     *     holds their keys: the ledger says so and calls itself embedded
     */
    public record Providers(LedgerIdentity orderer, List<LedgerIdentity> endorsers) {
        public Providers {
            endorsers = List.copyOf(endorsers);
            if (endorsers.isEmpty()) {
                throw new IllegalArgumentException("a ledger has at least one endorser");
            }
        }
    }

    /**
     * Whose certificates are taken.
     *
     * @param revocations the newest lists of certificates taken back; one that has run out lets nobody in
     */
    public record Trust(List<X509Certificate> authorities, Supplier<List<X509CRL>> revocations) {
        public Trust {
            authorities = List.copyOf(authorities);
        }
    }
}
