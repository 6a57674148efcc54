package org.healthsphere.node.doctor;

import static org.healthsphere.node.doctor.Finding.bad;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Whether somebody on the way to a member looks into TLS: he answers in its place, with a certificate that the network's authority has not issued. */
final class Interception {
    private static final int PATIENCE_MILLIS = 3_000;

    private Interception() {}

    /** What is wrong with the certificate that is shown at this address; nothing when it is right, or when nobody shows one. */
    static Optional<Finding> at(String about, URI endpoint, X509Certificate authority) {
        return shown(endpoint.getHost(), endpoint.getPort())
                .filter(certificate -> !isOf(authority, certificate))
                .map(certificate -> bad(
                        about,
                        "who answers at " + endpoint.getHost() + ":" + endpoint.getPort()
                                + " shows a certificate of another authority ("
                                + certificate.getIssuerX500Principal().getName() + ")",
                        "a proxy or an antivirus program here looks into TLS: have it let connections to this address"
                                + " pass untouched. If there is none, the address is another's"));
    }

    private static boolean isOf(X509Certificate authority, X509Certificate certificate) {
        try {
            certificate.verify(authority.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Nothing is said over the connection: it is refused as soon as the certificate was seen. */
    private static Optional<X509Certificate> shown(String host, int port) {
        var seen = new AtomicReference<Optional<X509Certificate>>(Optional.empty());
        try (var plain = new Socket()) {
            plain.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            plain.setSoTimeout(PATIENCE_MILLIS);
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new OnlyLooking(seen)}, null);
            try (var tls = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
                tls.startHandshake();
            }
        } catch (IOException e) {
            // It ends so: what was seen is what counts.
            return seen.get();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
        return seen.get();
    }

    /** Trusts nobody, and remembers who came first. */
    private static final class OnlyLooking extends X509ExtendedTrustManager {
        private final AtomicReference<Optional<X509Certificate>> seen;

        OnlyLooking(AtomicReference<Optional<X509Certificate>> seen) {
            this.seen = seen;
        }

        private void look(X509Certificate[] chain) throws CertificateException {
            if (chain.length > 0) {
                seen.set(Optional.of(chain[0]));
            }
            throw new CertificateException("only looked at");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            look(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            look(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
