package org.healthsphere.node.peers;

import io.vertx.core.net.KeyCertOptions;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509KeyManager;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;

/**
 * The certificate and the key that every door of this node shows, and that can be renewed while the doors are open: each handshake takes
 * what is there at its moment, and connections that are open stay so.
 */
public final class DoorKeys extends X509ExtendedKeyManager {
    private final SecureRandom random;
    private volatile MemberIdentity identity;
    private volatile X509KeyManager current;

    public DoorKeys(MemberIdentity identity, SecureRandom random) {
        this.random = random;
        this.identity = identity;
        this.current = keys(identity);
    }

    /** Whose certificates they are, with those that are shown now. */
    public MemberIdentity identity() {
        return identity;
    }

    /** From now on the doors show this one's certificate. */
    public void renew(MemberIdentity renewed) {
        current = keys(renewed);
        identity = renewed;
    }

    /** For whatever opens a door. */
    public KeyCertOptions options() {
        return KeyCertOptions.wrap(this);
    }

    private X509KeyManager keys(MemberIdentity identity) {
        try {
            // Nobody keeps this passphrase: the format demands one.
            var passphrase = Passphrase.generate(random);
            var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(identity.exportTlsKeyStore(passphrase), passphrase.reveal());
            return Stream.of(factory.getKeyManagers())
                    .filter(X509KeyManager.class::isInstance)
                    .map(X509KeyManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a member's own key is a key", e);
        }
    }

    @Override
    public String[] getClientAliases(String type, Principal[] issuers) {
        return current.getClientAliases(type, issuers);
    }

    @Override
    public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
        return current.chooseClientAlias(types, issuers, socket);
    }

    @Override
    public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
        return current instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineClientAlias(types, issuers, engine)
                : current.chooseClientAlias(types, issuers, null);
    }

    @Override
    public String[] getServerAliases(String type, Principal[] issuers) {
        return current.getServerAliases(type, issuers);
    }

    @Override
    public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
        return current.chooseServerAlias(type, issuers, socket);
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
        return current instanceof X509ExtendedKeyManager extended
                ? extended.chooseEngineServerAlias(type, issuers, engine)
                : current.chooseServerAlias(type, issuers, null);
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return current.getCertificateChain(alias);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return current.getPrivateKey(alias);
    }
}
