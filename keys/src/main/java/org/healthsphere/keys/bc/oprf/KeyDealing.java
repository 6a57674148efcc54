package org.healthsphere.keys.bc.oprf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;
import org.healthsphere.specs.Bytes;

/**
 * One member's part of a key that nobody has: a polynomial of its own, a point of it for each holder, and commitments by which each checks
 * his (Feldman 1987). The key is the sum of what all dealt (Pedersen 1991): a threshold of holders answers with it, fewer learn nothing of it.
 */
public final class KeyDealing {
    private final Group group;
    private final List<BigInteger> coefficients;

    private KeyDealing(Group group, List<BigInteger> coefficients) {
        this.group = group;
        this.coefficients = coefficients;
    }

    /**
     * The dealing that follows from a seed, always the same.
     *
     * @param seed of full entropy, and known to the dealer only
     * @param threshold so many holders answer together
     */
    public static KeyDealing of(OprfSuite suite, Bytes seed, int threshold) {
        var group = new Group(suite, OprfMode.VOPRF);
        List<BigInteger> coefficients = new ArrayList<>();
        for (var power = 0; power < threshold; power++) {
            coefficients.add(group.hashToScalarUnder("DealKey-", Group.framed(seed.array()), Group.twoBytes(power)));
        }
        return new KeyDealing(group, coefficients);
    }

    /** What everybody may know. */
    public List<Bytes> commitments() {
        return coefficients.stream()
                .map(coefficient -> group.bytes(group.generator().multiply(coefficient)))
                .toList();
    }

    /** What only that holder may know; holders are counted from 1. */
    public Bytes share(int holder) {
        var x = BigInteger.valueOf(holder);
        var value = BigInteger.ZERO;
        for (var coefficient : coefficients.reversed()) {
            value = value.multiply(x).add(coefficient).mod(group.order());
        }
        return group.bytes(value);
    }

    /** The point that belongs to a holder's share, by the commitments. */
    static ECPoint at(Group group, List<ECPoint> commitments, int holder) {
        var x = BigInteger.valueOf(holder);
        var value = group.zero();
        for (var commitment : commitments.reversed()) {
            value = value.multiply(x).add(commitment);
        }
        return value;
    }

    @Override
    public String toString() {
        return "KeyDealing[REDACTED]";
    }
}
