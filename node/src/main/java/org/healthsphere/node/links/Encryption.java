package org.healthsphere.node.links;

import com.nimbusds.jose.CompressionAlgorithm;
import com.nimbusds.jose.EncryptionMethod;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEAlgorithm;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.DirectEncrypter;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.node.links.SharedLink.Lock;
import org.healthsphere.specs.Bytes;

/** What SMART Health Links ask for: the key is in the link, the file is a compact JWE under it, compressed. */
final class Encryption {
    static final String FHIR = "application/fhir+json";

    private static final String HMAC = "HmacSHA256";

    private Encryption() {}

    static Bytes jwe(Bytes document, Bytes key, SecureRandom random) {
        var header = new JWEHeader.Builder(JWEAlgorithm.DIR, EncryptionMethod.A256GCM)
                .contentType(FHIR)
                .compressionAlgorithm(CompressionAlgorithm.DEF)
                .build();
        var jwe = new JWEObject(header, new Payload(document.array()));
        try {
            var encrypter = new DirectEncrypter(key.array());
            encrypter.getJCAContext().setSecureRandom(random);
            jwe.encrypt(encrypter);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
        return Bytes.utf8(jwe.serialize());
    }

    /** A passcode is kept as what only the link's key makes of it. */
    static Lock lock(String passcode, Bytes key) {
        return new Lock(code(passcode, key), 0);
    }

    /** In a time that does not tell how much of it was right. */
    static boolean opens(Lock lock, String passcode, Bytes key) {
        return MessageDigest.isEqual(lock.code().array(), code(passcode, key).array());
    }

    /** The part of the address that nobody guesses: only the key makes it, and it does not lead back to the key. */
    static String name(Bytes key) {
        return mac("name", key).base64url();
    }

    private static Bytes code(String passcode, Bytes key) {
        return mac("passcode\n" + passcode, key);
    }

    private static Bytes mac(String text, Bytes key) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key.array(), HMAC));
            return Bytes.of(mac.doFinal(Bytes.utf8(text).array()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }
}
