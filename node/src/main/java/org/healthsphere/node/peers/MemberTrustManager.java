package org.healthsphere.node.peers;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.keys.MemberTrust;
import org.healthsphere.specs.Outcome;

/**
 * Lets the handshake go on with members only.
 *
 * <p>Host names are not compared: a member is known by its certificate, wherever it is reached.
 */
final class MemberTrustManager extends X509ExtendedTrustManager {
    private final MemberTrust trust;
    private final Supplier<X509CRL> revocations;
    private final CertificateUse use;
    private final InstantSource clock;

    MemberTrustManager(MemberTrust trust, Supplier<X509CRL> revocations, CertificateUse use, InstantSource clock) {
        this.trust = trust;
        this.revocations = revocations;
        this.use = use;
        this.clock = clock;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, CertificateUse.TLS_CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain, CertificateUse.TLS_SERVER);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, CertificateUse.TLS_CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain, CertificateUse.TLS_SERVER);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, CertificateUse.TLS_CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain, CertificateUse.TLS_SERVER);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[] {trust.authority()};
    }

    private void check(X509Certificate[] chain, CertificateUse asked) throws CertificateException {
        var outcome = trust.verify(List.of(chain), revocations.get(), asked, clock.instant());
        if (asked != use || outcome instanceof Outcome.Failure) {
            throw new CertificateException(outcome.toString());
        }
    }
}
