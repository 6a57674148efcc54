package org.healthsphere.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;
import org.healthsphere.keys.bc.curve.P256;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/** The public half of a P-256 signing key. Equal when its letters are. Any thread may use it; who keeps one verifies faster than who reads it anew. */
public final class VerificationKey {
    private static final int P256_BITS = 256;

    private final String spki;
    private volatile Optional<P256> read = Optional.empty();

    /** Of the X.509 SubjectPublicKeyInfo in DER, base64url without padding; for letters that may be none see {@link #parse}. */
    public VerificationKey(String spki) {
        this.spki = spki;
    }

    /** The letters that it is of. */
    public String spki() {
        return spki;
    }

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
            var digest = MessageDigest.getInstance("SHA-256").digest(message);
            return point().filter(key -> key.verifies(digest, signature)).isPresent();
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private Optional<P256> point() throws GeneralSecurityException {
        if (read.isEmpty() && decode(spki) instanceof ECPublicKey key) {
            read = P256.of(key.getW());
        }
        return read;
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

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey that && spki.equals(that.spki);
    }

    @Override
    public int hashCode() {
        return spki.hashCode();
    }

    @Override
    public String toString() {
        return "VerificationKey[spki=" + spki + "]";
    }
}
