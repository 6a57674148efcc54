package org.healthsphere.keys;

import java.io.IOException;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.PBEParameterSpec;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** A private key on paper: PKCS#8 encrypted with AES-256 under a passphrase (RFC 8018: PBES2), as OpenSSL reads it. */
public final class LockedKey {
    private static final String PBES2 = "PBEWithHmacSHA256AndAES_256";
    private static final String LABEL = "ENCRYPTED PRIVATE KEY";
    /** OWASP's figure for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final int SALT_BYTES = 16;

    private LockedKey() {}

    /** In PEM, locked. */
    public static String lock(PrivateKey key, Passphrase passphrase, SecureRandom random) {
        try {
            var salt = new byte[SALT_BYTES];
            random.nextBytes(salt);
            var cipher = Cipher.getInstance(PBES2);
            cipher.init(Cipher.ENCRYPT_MODE, secret(passphrase), new PBEParameterSpec(salt, ITERATIONS), random);
            // The parameters carry the name of their cipher; the encoding wants them under that of the scheme.
            var parameters = AlgorithmParameters.getInstance("PBES2");
            parameters.init(cipher.getParameters().getEncoded());
            var locked = new EncryptedPrivateKeyInfo(parameters, cipher.doFinal(key.getEncoded()));
            return Pem.block(LABEL, locked.getEncoded());
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("every Java platform has AES", e);
        }
    }

    /** The elliptic key in that text, if the passphrase is the one. */
    public static Outcome<PrivateKey> unlock(String pem, Passphrase passphrase) {
        try {
            var locked = new EncryptedPrivateKeyInfo(der(pem));
            var cipher = Cipher.getInstance(PBES2);
            cipher.init(Cipher.DECRYPT_MODE, secret(passphrase), locked.getAlgParameters());
            return Outcome.of(KeyFactory.getInstance("EC").generatePrivate(locked.getKeySpec(cipher)));
        } catch (IOException | IllegalArgumentException e) {
            return Outcome.failed(new Fault.Invalid("not an encrypted PKCS#8 key in PEM"));
        } catch (GeneralSecurityException e) {
            return Outcome.failed(new Fault.Unauthenticated("the passphrase does not open the key"));
        }
    }

    private static SecretKey secret(Passphrase passphrase) throws GeneralSecurityException {
        return SecretKeyFactory.getInstance(PBES2).generateSecret(new PBEKeySpec(passphrase.reveal()));
    }

    private static byte[] der(String pem) {
        var start = "-----BEGIN " + LABEL + "-----";
        var end = pem.indexOf("-----END " + LABEL + "-----");
        if (!pem.startsWith(start) || end < 0) {
            throw new IllegalArgumentException("not a locked key");
        }
        return Base64.getMimeDecoder().decode(pem.substring(start.length(), end));
    }
}
