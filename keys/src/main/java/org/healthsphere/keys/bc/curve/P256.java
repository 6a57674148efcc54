package org.healthsphere.keys.bc.curve;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Arrays;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * ECDSA on P-256 (FIPS 186-5), for who verifies: nothing here is secret, so that it need not take the same time for every key. Signing stays
 * with the platform.
 */
public final class P256 {
    private static final int SCALAR = 32;
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CustomNamedCurves.getByName("P-256"));

    private P256() {}

    /**
     * Whether this is the signature of a digest by the holder of the key at that point.
     *
     * @param digest of SHA-256
     * @param signature {@code r} and {@code s} of 32 bytes each (IEEE P1363, as in ES256); of another length it is none
     */
    public static boolean verifies(ECPoint key, byte[] digest, byte[] signature) {
        if (signature.length != 2 * SCALAR || key.equals(ECPoint.POINT_INFINITY)) {
            return false;
        }
        var signer = new ECDSASigner();
        try {
            var point = DOMAIN.getCurve().createPoint(key.getAffineX(), key.getAffineY());
            signer.init(false, new ECPublicKeyParameters(point, DOMAIN));
        } catch (IllegalArgumentException e) {
            // Not a point of the curve, so nobody's key.
            return false;
        }
        return signer.verifySignature(digest, scalar(signature, 0), scalar(signature, SCALAR));
    }

    private static BigInteger scalar(byte[] signature, int from) {
        return new BigInteger(1, Arrays.copyOfRange(signature, from, from + SCALAR));
    }
}
