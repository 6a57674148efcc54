package org.healthsphere.node.ingest;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.healthsphere.specs.Bytes;

/** A seal of the tests: AES in Galois counter mode, a fresh nonce before each text, the context authenticated with it. */
public final class AesSeal implements Seal {
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKey key;
    private final SecureRandom random;

    /** The key is one that only seals quarantined messages. */
    public AesSeal(SecretKey key, SecureRandom random) {
        this.key = key;
        this.random = random;
    }

    @Override
    public Bytes seal(Bytes plain, String context) {
        var nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, context).doFinal(plain.array());
            var whole = Arrays.copyOf(nonce, NONCE + sealed.length);
            System.arraycopy(sealed, 0, whole, NONCE, sealed.length);
            return Bytes.of(whole);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this platform cannot seal", e);
        }
    }

    @Override
    public Bytes open(Bytes sealed, String context) {
        try {
            var nonce = Arrays.copyOf(sealed.array(), NONCE);
            return Bytes.of(cipher(Cipher.DECRYPT_MODE, nonce, context)
                    .doFinal(sealed.array(), NONCE, Math.max(0, sealed.length() - NONCE)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("sealed bytes that do not open", e);
        }
    }

    @Override
    public void forgetAllBut(Set<String> contexts) {}

    private Cipher cipher(int mode, byte[] nonce, String context) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
