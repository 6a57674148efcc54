package org.healthsphere.keys.bc;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;

/** An authority's own key and its certificate. */
record Root(X509Certificate certificate, PrivateKey key) {
    static Root create(Founding founding, Instant now, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            var pair = generator.generateKeyPair();
            var name = Subjects.of(founding);
            var builder = new JcaX509v3CertificateBuilder(
                    name,
                    BcCertificateAuthority.serial(random),
                    Date.from(now.minus(BcCertificateAuthority.BACKDATED)),
                    Date.from(now.plus(founding.validity())),
                    name,
                    pair.getPublic());
            Extensions.authority(builder, pair.getPublic());
            var signed = builder.build(BcCertificateAuthority.signer(pair.getPrivate()));
            return new Root(new JcaX509CertificateConverter().getCertificate(signed), pair.getPrivate());
        } catch (OperatorCreationException | GeneralSecurityException | CertIOException e) {
            throw new IllegalStateException("a root cannot be made on this platform", e);
        }
    }
}
