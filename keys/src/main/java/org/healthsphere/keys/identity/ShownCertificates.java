package org.healthsphere.keys.identity;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.healthsphere.keys.CertificateUse;

/**
 * Whom a TLS connection is made with, by one rule for what the other side shows, on either side and whatever the address: host names are
 * not compared. Who shows nothing is refused.
 */
public final class ShownCertificates extends X509ExtendedTrustManager {
    private final Rule rule;
    private final List<X509Certificate> issuers;

    /** Throws {@link CertificateException} where the handshake is not to go on. */
    @FunctionalInterface
    public interface Rule {
        /**
         * Looks at what is shown.
         *
         * @param chain with the other side's own certificate first; never empty
         * @param use what it is shown for
         */
        void check(List<X509Certificate> chain, CertificateUse use) throws CertificateException;
    }

    /**
     * Trusts by a rule.
     *
     * @param issuers named to clients, so that they know which of their certificates to show
     */
    public ShownCertificates(Rule rule, X509Certificate... issuers) {
        this.rule = rule;
        this.issuers = List.of(issuers);
    }

    /** The same for a program that serves nobody. */
    public static ShownCertificates ofServers(Rule rule) {
        return new ShownCertificates((chain, use) -> {
            if (use != CertificateUse.TLS_SERVER) {
                throw new CertificateException("nobody is served here");
            }
            rule.check(chain, use);
        });
    }

    private void check(X509Certificate[] chain, CertificateUse use) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate was shown");
        }
        rule.check(List.of(chain), use);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, CertificateUse.TLS_CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, CertificateUse.TLS_SERVER);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, CertificateUse.TLS_CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, CertificateUse.TLS_SERVER);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, CertificateUse.TLS_CLIENT);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, CertificateUse.TLS_SERVER);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return issuers.toArray(X509Certificate[]::new);
    }
}
