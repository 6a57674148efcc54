package org.healthsphere.keys;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * ES256 signatures (r and s, 32 bytes each) in the spelling of X.509 and Fabric: a DER sequence of two integers (RFC 3279,
 * section 2.2.3), s in the lower half of the curve's order, since Fabric takes no other.
 */
public final class EcdsaDer {
    private static final int SCALAR_BYTES = 32;
    private static final int SEQUENCE = 0x30;
    private static final int INTEGER = 0x02;
    private static final BigInteger ORDER =
            new BigInteger("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551", 16);

    private EcdsaDer() {}

    public static byte[] of(byte[] signature) {
        if (signature.length != 2 * SCALAR_BYTES) {
            throw new IllegalArgumentException("an ES256 signature has 64 bytes");
        }
        var r = new BigInteger(1, Arrays.copyOf(signature, SCALAR_BYTES)).toByteArray();
        var s = low(new BigInteger(1, Arrays.copyOfRange(signature, SCALAR_BYTES, signature.length)))
                .toByteArray();
        var der = new byte[6 + r.length + s.length];
        der[0] = SEQUENCE;
        der[1] = (byte) (4 + r.length + s.length);
        integer(der, 2, r);
        integer(der, 4 + r.length, s);
        return der;
    }

    private static BigInteger low(BigInteger s) {
        return s.compareTo(ORDER.shiftRight(1)) > 0 ? ORDER.subtract(s) : s;
    }

    private static void integer(byte[] der, int at, byte[] value) {
        der[at] = INTEGER;
        der[at + 1] = (byte) value.length;
        System.arraycopy(value, 0, der, at + 2, value.length);
    }
}
