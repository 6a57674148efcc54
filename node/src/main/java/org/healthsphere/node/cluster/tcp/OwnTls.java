package org.healthsphere.node.cluster.tcp;

import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.TCPSSLOptions;
import io.vertx.core.net.TrustOptions;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Set;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;

/**
 * TLS 1.3 between processes that are one node: each shows the node's own certificate, and takes no other. What the network's
 * authority vouches for is not enough: it does so for every hospital.
 */
public final class OwnTls {
    private final KeyCertOptions own;
    private final TrustOptions trust;

    public OwnTls(MemberIdentity identity, SecureRandom random) {
        this.own = own(identity, Passphrase.generate(random));
        this.trust = TrustOptions.wrap(new OnlyOwn(identity.tlsCertificate()));
    }

    /** Sets up one side. */
    public void configure(TCPSSLOptions options) {
        options.setSsl(true)
                .setKeyCertOptions(own)
                .setTrustOptions(trust)
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setSslEngineOptions(
                        OpenSSLEngineOptions.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions());
    }

    private static KeyCertOptions own(MemberIdentity identity, Passphrase passphrase) {
        try {
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(identity.exportTlsKeyStore(passphrase), passphrase.reveal());
            return KeyCertOptions.wrap(factory);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a member's own key is a key", e);
        }
    }

    private static final class OnlyOwn extends X509ExtendedTrustManager {
        private final X509Certificate own;

        OnlyOwn(X509Certificate own) {
            this.own = own;
        }

        private void check(X509Certificate[] chain) throws CertificateException {
            if (chain.length == 0 || !own.equals(chain[0])) {
                throw new CertificateException("not a process of this node");
            }
            own.checkValidity();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
