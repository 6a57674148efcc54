package org.healthsphere.consent.contract;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.healthsphere.specs.Sha256;

/** A public key on P-256, with what every Java platform brings: the contract carries no library for it. */
record PatientKey(ECPublicKey key, Sha256 thumbprint) {
    private static final int P256_BITS = 256;

    static Optional<PatientKey> of(String spki) {
        try {
            var der = Base64.getUrlDecoder().decode(spki);
            PublicKey key = KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(der));
            return key instanceof ECPublicKey ec
                            && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
                    ? Optional.of(new PatientKey(ec, Sha256.of(der)))
                    : Optional.empty();
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
