package org.healthsphere.compose.network;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;

/** TLS as programs from outside speak it: the JDK's own. */
final class Trust {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Trust() {}

    /** Trusts this authority only, and shows the certificate of the member when there is one. */
    static SSLContext in(X509Certificate authority, Optional<MemberIdentity> shown) {
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setCertificateEntry("authority", authority);
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            var context = SSLContext.getInstance("TLSv1.3");
            context.init(shown.isPresent() ? keys(shown.get()) : null, trust.getTrustManagers(), RANDOM);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("keys that were just made are keys", e);
        }
    }

    private static KeyManager[] keys(MemberIdentity identity) throws GeneralSecurityException {
        var passphrase = Passphrase.generate(RANDOM);
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(identity.exportTlsKeyStore(passphrase), passphrase.reveal());
        return factory.getKeyManagers();
    }
}
