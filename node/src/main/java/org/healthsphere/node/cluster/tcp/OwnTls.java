package org.healthsphere.node.cluster.tcp;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.ShownCertificates;
import org.healthsphere.node.peers.DoorKeys;
import org.healthsphere.node.peers.PeerTls;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * TLS 1.3 between processes that are one node: each shows the node's own certificate, and takes no other but one that is the node's as
 * well, since one process may have a renewed one earlier than another. What the network's authority vouches for is not enough: it does
 * so for every hospital.
 */
public final class OwnTls {
    private final KeyCertOptions shown;
    private final TrustOptions trust;

    /**
     * For a node whose certificates are renewed while it runs.
     *
     * @param check whose another certificate is
     */
    public OwnTls(DoorKeys own, PeerTls.Check check) {
        this.shown = own.options();
        this.trust = TrustOptions.wrap(new ShownCertificates(new OnlyOwn(own, check)));
    }

    /** For one that keeps its certificate. */
    public OwnTls(MemberIdentity identity, SecureRandom random) {
        this(
                new DoorKeys(identity, random),
                (_, _) -> Outcome.failed(new Fault.Unauthenticated("not the certificate of this node")));
    }

    /** Sets up one side. */
    public void configure(TCPSSLOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(shown)
                .setTrustOptions(trust)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setSslEngineOptions(
                        OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions());
    }

    /** The rule of one node. */
    private record OnlyOwn(DoorKeys own, PeerTls.Check check) implements ShownCertificates.Rule {
        @Override
        public void check(List<X509Certificate> chain, CertificateUse use) throws CertificateException {
            if (!isOwn(chain, use)) {
                throw new CertificateException("not a process of this node");
            }
            chain.getFirst().checkValidity();
        }

        /** The very certificate needs nobody's word: the node's processes find each other while no list of revoked ones is known. */
        private boolean isOwn(List<X509Certificate> chain, CertificateUse use) {
            var identity = own.identity();
            return chain.getFirst().equals(identity.tlsCertificate())
                    || (check.member(chain, use) instanceof Outcome.Success<NodeId>(var member)
                            && member.equals(identity.id()));
        }
    }
}
