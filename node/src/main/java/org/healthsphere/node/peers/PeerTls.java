package org.healthsphere.node.peers;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.keys.identity.ShownCertificates;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;
import org.jspecify.annotations.Nullable;

/**
 * TLS between members: 1.3, both sides show a certificate, and the network's authority must vouch for each.
 *
 * <p>On BoringSSL where it runs, whose key exchange is X25519MLKEM768 without being asked; elsewhere on the platform's own.
 */
public final class PeerTls {
    private final KeyCertOptions own;
    private final X509Certificate authority;
    private final Check check;

    /** The two sides of TLS for this member; every certificate is checked at every use. */
    public PeerTls(MemberIdentity identity, Check check, SecureRandom random) {
        this(new DoorKeys(identity, random), identity.authority(), check);
    }

    /** The same for a member whose certificates are renewed while it runs. */
    public PeerTls(DoorKeys own, X509Certificate authority, Check check) {
        this.own = own.options();
        this.authority = authority;
        this.check = check;
    }

    /** Tells the member whose certificate this is, if it may be used so at this moment. */
    @FunctionalInterface
    public interface Check {
        Outcome<NodeId> member(List<X509Certificate> chain, CertificateUse use);
    }

    /**
     * Sets up one side.
     *
     * @param use what the other side's certificate must be for
     * @param refusals hears of the certificates that are not; on the thread of the handshake, so it must not block
     */
    void configure(TCPSSLOptions options, CertificateUse use, Consumer<Refusal> refusals) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(own)
                .setTrustOptions(TrustOptions.wrap(
                        new ShownCertificates((chain, shown) -> check(chain, shown, use, refusals), authority)))
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setSslEngineOptions(engine());
    }

    /** Lets the handshake go on with members only. */
    private void check(
            List<X509Certificate> chain, CertificateUse shown, CertificateUse use, Consumer<Refusal> refusals)
            throws CertificateException {
        if (shown != use) {
            throw new CertificateException("this side of the connection checks certificates for " + use);
        }
        if (check.member(chain, use) instanceof Outcome.Failure<NodeId>(var fault)) {
            refusals.accept(new Refusal(Optional.empty(), fingerprint(List.copyOf(chain)), fault));
            throw new CertificateException(fault.toString());
        }
    }

    /** Who is at the other end, as the authority says at this moment: a connection may be older than a revocation. */
    Outcome<NodeId> member(List<Certificate> chain, CertificateUse use) {
        var certificates = chain.stream().map(X509Certificate.class::cast).toList();
        return check.member(certificates, use);
    }

    /** SHA-256 of the certificate of the one who has shown this chain. */
    static Sha256 fingerprint(List<Certificate> chain) {
        return MemberIdentity.fingerprint((X509Certificate) chain.getFirst());
    }

    /** The certificates that the other end has shown. */
    static Outcome<List<Certificate>> shown(Shown connection) {
        try {
            var chain = connection.peerCertificates();
            return chain == null ? nothing() : Outcome.of(chain);
        } catch (SSLPeerUnverifiedException e) {
            return nothing();
        }
    }

    private static <T> Outcome<T> nothing() {
        return Outcome.failed(new Fault.Unauthenticated("no certificate was presented"));
    }

    private static SSLEngineOptions engine() {
        return OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
    }

    /** A connection, as far as it is looked at here. */
    @FunctionalInterface
    interface Shown {
        @Nullable
        List<Certificate> peerCertificates() throws SSLPeerUnverifiedException;
    }
}
