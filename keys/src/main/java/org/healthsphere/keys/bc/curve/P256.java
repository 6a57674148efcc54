package org.healthsphere.keys.bc.curve;

import java.math.BigInteger;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.Optional;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;

/**
 * A key of ECDSA on P-256 (FIPS 186-5), for who verifies: nothing here is secret, so that it need not take the same time for every key. Signing
 * stays with the platform. The first signatures that it verifies make it faster; any thread may use it.
 */
public final class P256 {
    private static final int SCALAR = 32;
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CustomNamedCurves.getByName("P-256"));

    private final ECPublicKeyParameters key;

    private P256(ECPublicKeyParameters key) {
        this.key = key;
    }

    /** The key at a point; empty when it is none of the curve, and so nobody's. */
    public static Optional<P256> of(ECPoint point) {
        if (point.equals(ECPoint.POINT_INFINITY)) {
            return Optional.empty();
        }
        try {
            var at = DOMAIN.getCurve().createPoint(point.getAffineX(), point.getAffineY());
            return Optional.of(new P256(new ECPublicKeyParameters(at, DOMAIN)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether this is the signature of a digest by the holder of the key.
     *
     * @param digest of SHA-256
     * @param signature {@code r} and {@code s} of 32 bytes each (IEEE P1363, as in ES256); of another length it is none
     */
    public boolean verifies(byte[] digest, byte[] signature) {
        if (signature.length != 2 * SCALAR) {
            return false;
        }
        var verifying = new ECDSASigner();
        verifying.init(false, key);
        return verifying.verifySignature(digest, scalar(signature, 0), scalar(signature, SCALAR));
    }

    private static BigInteger scalar(byte[] signature, int from) {
        return new BigInteger(1, Arrays.copyOfRange(signature, from, from + SCALAR));
    }
}
