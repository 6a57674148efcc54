package org.healthsphere.node.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.healthsphere.node.web.fixture.TestNode;
import org.junit.jupiter.api.Test;

class TlsTest {
    /** Only the protocol is looked at here. */
    private static final class Anybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private static SSLSocket socket(TestNode node, String protocol) throws Exception {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, new SecureRandom());
        var port = URI.create(node.url()).getPort();
        var socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
        socket.setEnabledProtocols(new String[] {protocol});
        return socket;
    }

    @Test
    void nothing_older_than_tls_1_3_is_spoken() throws Exception {
        try (var node = new TestNode();
                var old = socket(node, "TLSv1.2");
                var current = socket(node, "TLSv1.3")) {
            assertThatExceptionOfType(SSLException.class).isThrownBy(old::startHandshake);
            current.startHandshake();
            assertThat(current.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
    }
}
