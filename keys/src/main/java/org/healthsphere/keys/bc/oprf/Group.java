package org.healthsphere.keys.bc.oprf;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;
import org.bouncycastle.crypto.hash2curve.HashToEllipticCurve;
import org.bouncycastle.crypto.hash2curve.OPRFHashToScalar;
import org.bouncycastle.math.ec.ECCurve;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;
import org.healthsphere.specs.Bytes;

/** The prime-order group of a suite, with the hashes of one mode (RFC 9497, section 2.1); not for use by several threads. */
final class Group {
    private static final int LONGEST = 0xffff;

    private final OprfSuite suite;
    private final byte[] context;
    private final ECCurve curve;
    private final ECPoint generator;
    private final HashToEllipticCurve toGroup;
    private final OPRFHashToScalar toScalar;

    Group(OprfSuite suite, OprfMode mode) {
        this.suite = suite;
        this.context = joined(ascii("OPRFV1-"), new byte[] {mode.code()}, ascii("-" + suite.identifier()));
        this.curve = suite.curve().getCurve();
        this.generator = suite.curve().getG();
        this.toGroup = HashToEllipticCurve.getInstance(
                suite.profile(), "HashToGroup-" + new String(context, StandardCharsets.ISO_8859_1));
        this.toScalar = new OPRFHashToScalar(curve, suite.digest(), suite.security());
    }

    ECPoint generator() {
        return generator;
    }

    BigInteger order() {
        return curve.getOrder();
    }

    ECPoint zero() {
        return curve.getInfinity();
    }

    byte[] context() {
        return context;
    }

    ECPoint hashToGroup(Bytes input) {
        return toGroup.hashToCurve(input.array());
    }

    BigInteger hashToScalar(byte[]... parts) {
        return hashToScalarUnder("HashToScalar-", parts);
    }

    /** The same under another tag of its domain. */
    BigInteger hashToScalarUnder(String tag, byte[]... parts) {
        return toScalar.process(joined(parts), joined(ascii(tag), context)).mod(order());
    }

    byte[] hash(byte[]... parts) {
        var digest = suite.digest();
        var all = joined(parts);
        digest.update(all, 0, all.length);
        var hash = new byte[digest.getDigestSize()];
        var _ = digest.doFinal(hash, 0);
        return hash;
    }

    /** A scalar that is not zero. */
    BigInteger random(SecureRandom random) {
        return BigIntegers.createRandomInRange(BigInteger.ONE, order().subtract(BigInteger.ONE), random);
    }

    /** An element as everybody else writes it; nothing when it is none, or the identity. */
    Optional<ECPoint> element(Bytes bytes) {
        if (bytes.length() != 1 + elementBytes()) {
            return Optional.empty();
        }
        try {
            var point = curve.decodePoint(bytes.array());
            return point.isInfinity() || !bytes(point).equals(bytes) ? Optional.empty() : Optional.of(point);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    Optional<BigInteger> scalar(Bytes bytes) {
        var number = new BigInteger(1, bytes.array());
        return bytes.length() == scalarBytes() && number.compareTo(order()) < 0
                ? Optional.of(number)
                : Optional.empty();
    }

    Bytes bytes(ECPoint element) {
        return Bytes.of(element.normalize().getEncoded(true));
    }

    Bytes bytes(BigInteger scalar) {
        return Bytes.of(BigIntegers.asUnsignedByteArray(scalarBytes(), scalar));
    }

    private int elementBytes() {
        return (curve.getFieldSize() + Byte.SIZE - 1) / Byte.SIZE;
    }

    int scalarBytes() {
        return (order().bitLength() + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** What is written, after its length in two bytes. */
    static byte[] framed(byte[] bytes) {
        return joined(twoBytes(bytes.length), bytes);
    }

    static byte[] twoBytes(int number) {
        if (number > LONGEST) {
            throw new IllegalArgumentException("does not fit into two bytes");
        }
        return new byte[] {(byte) (number >> Byte.SIZE), (byte) number};
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
