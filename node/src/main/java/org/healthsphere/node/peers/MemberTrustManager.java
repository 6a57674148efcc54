package org.healthsphere.node.peers;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.healthsphere.keys.CertificateUse;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.Outcome;

/**
 * Lets the handshake go on with members only.
 *
 * <p>Host names are not compared: a member is known by its certificate, wherever it is reached.
 */
final class MemberTrustManager extends X509ExtendedTrustManager {
    private final X509Certificate authority;
    private final PeerTls.Check check;
    private final CertificateUse use;
    private final Consumer<Refusal> refusals;

    MemberTrustManager(X509Certificate authority, PeerTls.Check check, CertificateUse use, Consumer<Refusal> refusals) {
        this.authority = authority;
        this.check = check;
        this.use = use;
        this.refusals = refusals;
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
        return new X509Certificate[] {authority};
    }

    private void check(X509Certificate[] chain, CertificateUse asked) throws CertificateException {
        if (asked != use) {
            throw new CertificateException("this side of the connection checks certificates for " + use);
        }
        if (check.member(List.of(chain), use) instanceof Outcome.Failure<NodeId>(var fault)) {
            refusals.accept(new Refusal(Optional.empty(), PeerTls.fingerprint(List.of(chain)), fault));
            throw new CertificateException(fault.toString());
        }
    }
}
