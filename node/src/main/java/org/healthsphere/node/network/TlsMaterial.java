package org.healthsphere.node.network;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import org.healthsphere.consent.client.LedgerConnection;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;

/** The TLS key on its way to the libraries that insist on holding it themselves. */
final class TlsMaterial {
    private TlsMaterial() {}

    static LedgerConnection.Tls forLedger(MemberIdentity identity, X509Certificate authority) {
        var passphrase = Passphrase.generate(new SecureRandom());
        var store = identity.exportTlsKeyStore(passphrase);
        try {
            var alias = store.aliases().nextElement();
            var key = (PrivateKey) store.getKey(alias, passphrase.reveal());
            return new LedgerConnection.Tls(identity.tlsCertificate(), key, authority);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key store that was just made opens", e);
        }
    }
}
