package org.healthsphere.node.joining;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.healthsphere.keys.identity.MemberIdentity;
import org.healthsphere.specs.Sha256;

/** Trusts whoever shows a certificate of one network's authority, whatever the address: the authority is known by its fingerprint. */
final class NetworkTrust extends X509ExtendedTrustManager {
    private final Sha256 authority;
    private final InstantSource clock;
    private volatile Optional<String> complaint = Optional.empty();

    NetworkTrust(Sha256 authority, InstantSource clock) {
        this.authority = authority;
        this.clock = clock;
    }

    /** Why the last one was not trusted, in words for the operator. */
    Optional<String> complaint() {
        return complaint;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        complaint = problem(chain);
        if (complaint.isPresent()) {
            throw new CertificateException(complaint.get());
        }
    }

    private Optional<String> problem(X509Certificate[] chain) {
        var root = chain[chain.length - 1];
        if (!MemberIdentity.fingerprint(root).equals(authority)) {
            return Optional.of(
                    "who answers there is not a member of the network that the invitation names, but shows a certificate of "
                            + chain[0].getIssuerX500Principal().getName()
                            + "; if that is a proxy of yours which looks into TLS, let it pass connections to this address untouched");
        }
        try {
            chain[0].verify(root.getPublicKey());
        } catch (GeneralSecurityException e) {
            return Optional.of("who answers there shows a certificate that the network's authority did not sign");
        }
        var now = clock.instant();
        return now.isBefore(chain[0].getNotBefore().toInstant())
                        || now.isAfter(chain[0].getNotAfter().toInstant())
                ? Optional.of("the member's certificate holds from "
                        + chain[0].getNotBefore().toInstant() + " to "
                        + chain[0].getNotAfter().toInstant() + ", and the clock of this machine says " + now
                        + "; set the clock")
                : Optional.empty();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        throw new CertificateException("nobody is served here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        throw new CertificateException("nobody is served here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        throw new CertificateException("nobody is served here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
