package org.healthsphere.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.healthsphere.keys.bc.curve.P256;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * The public half of a P-256 signing key.
 *
 * @param spki the X.509 SubjectPublicKeyInfo in DER, base64url without padding
 */
public record VerificationKey(String spki) {
    private static final int P256_BITS = 256;

    /** The key of these letters, or why they are none: only P-256 is taken. */
    public static Outcome<VerificationKey> parse(String spki) {
        try {
            var key = decode(spki);
            return key instanceof ECPublicKey ec
                            && ec.getParams().getCurve().getField().getFieldSize() == P256_BITS
                    ? Outcome.of(new VerificationKey(spki))
                    : Outcome.failed(new Fault.Invalid("not a P-256 public key"));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("not a public key in base64url SubjectPublicKeyInfo form"));
        }
    }

    public static VerificationKey of(PublicKey key) {
        return parse(Base64.getUrlEncoder().withoutPadding().encodeToString(key.getEncoded()))
                .orElseThrow();
    }

    /** What names the key: SHA-256 of its SubjectPublicKeyInfo. */
    public Sha256 thumbprint() {
        return Sha256.of(Base64.getUrlDecoder().decode(spki));
    }

    /** Whether this is the signature of that message by the other half of this key; malformed signatures are not. */
    public boolean verifies(byte[] message, byte[] signature) {
        try {
            return decode(spki) instanceof ECPublicKey key
                    && P256.verifies(
                            key.getW(), MessageDigest.getInstance("SHA-256").digest(message), signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    public PublicKey publicKey() {
        try {
            return decode(spki);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("was a key when it was parsed", e);
        }
    }

    private static PublicKey decode(String spki) throws GeneralSecurityException {
        return KeyFactory.getInstance("EC")
                .generatePublic(new X509EncodedKeySpec(Base64.getUrlDecoder().decode(spki)));
    }
}
