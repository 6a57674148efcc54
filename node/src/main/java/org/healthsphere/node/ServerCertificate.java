package org.healthsphere.node;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PfxOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import org.healthsphere.keys.Passphrase;
import org.healthsphere.keys.identity.MemberIdentity;

/** The node's TLS key on its way to the server, under a passphrase that nobody keeps. */
final class ServerCertificate {
    private ServerCertificate() {}

    static KeyCertOptions of(MemberIdentity identity, SecureRandom random) {
        var passphrase = Passphrase.generate(random);
        try (var out = new ByteArrayOutputStream()) {
            identity.exportTlsKeyStore(passphrase).store(out, passphrase.reveal());
            return new PfxOptions()
                    .setValue(Buffer.buffer(out.toByteArray()))
                    .setPassword(new String(passphrase.reveal()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("a key store that was just made can be stored", e);
        }
    }
}
