package org.healthsphere.node.research;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Sha256;

/**
 * What stands for patients in the rolls of studies. Each patient has a key that stays, which he may know and nobody else; his name in the roll of a
 * study follows from it, so that he finds himself in every roll, and nobody finds him in two.
 */
public final class RollNames {
    private static final String HMAC = "HmacSHA256";

    private final Bytes salt;

    /**
     * The names at one hospital.
     *
     * @param salt chance that stays
     */
    public RollNames(Bytes salt) {
        this.salt = salt;
    }

    /** The patient's key. */
    public Sha256 keyOf(String patient) {
        return keyed("roll|" + patient);
    }

    /** What stands for something to everybody who does not have the key; the same for the same. */
    Sha256 keyed(String text) {
        try {
            var mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(salt.array(), HMAC));
            return new Sha256(HexFormat.of()
                    .formatHex(mac.doFinal(Bytes.utf8(text).array())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** Who has this key in the roll of a study. */
    public static Sha256 name(Sha256 key, Sha256 plan) {
        return Sha256.of("roll|" + key + "|" + plan);
    }
}
