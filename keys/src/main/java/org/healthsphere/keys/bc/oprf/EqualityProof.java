package org.healthsphere.keys.bc.oprf;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.healthsphere.specs.Bytes;

/** A proof that one exponent leads from many elements to many others, and from the generator to a public key (RFC 9497, section 2.2). */
final class EqualityProof {
    private final Group group;
    private final ECPoint publicKey;

    EqualityProof(Group group, ECPoint publicKey) {
        this.group = group;
        this.publicKey = publicKey;
    }

    /** Two sums with the same weights, which the elements themselves determine. */
    private record Composites(ECPoint from, ECPoint to) {}

    /**
     * The proof.
     *
     * @param nonce random, and used once
     */
    Bytes of(BigInteger key, List<ECPoint> from, List<ECPoint> to, BigInteger nonce) {
        var weighted = composite(weights(from, to), from);
        var sums = new Composites(weighted, weighted.multiply(key));
        var first = group.generator().multiply(nonce);
        var second = sums.from().multiply(nonce);
        var challenge = challenge(sums, first, second);
        var response = nonce.subtract(challenge.multiply(key)).mod(group.order());
        return Bytes.of(Group.joined(
                group.bytes(challenge).array(), group.bytes(response).array()));
    }

    boolean holds(List<ECPoint> from, List<ECPoint> to, Bytes proof) {
        var challenge = part(proof, 0);
        var response = part(proof, 1);
        if (proof.length() != 2 * group.scalarBytes() || challenge.isEmpty() || response.isEmpty()) {
            return false;
        }
        var c = challenge.get();
        var s = response.get();
        var weights = weights(from, to);
        var sums = new Composites(composite(weights, from), composite(weights, to));
        var first = group.generator().multiply(s).add(publicKey.multiply(c));
        var second = sums.from().multiply(s).add(sums.to().multiply(c));
        return challenge(sums, first, second).equals(c);
    }

    private Optional<BigInteger> part(Bytes proof, int number) {
        var size = group.scalarBytes();
        return proof.length() < 2 * size
                ? Optional.empty()
                : group.scalar(Bytes.of(Arrays.copyOfRange(proof.array(), number * size, (number + 1) * size)));
    }

    private List<BigInteger> weights(List<ECPoint> from, List<ECPoint> to) {
        var seed = group.hash(framed(publicKey), Group.framed(Group.joined(Group.ascii("Seed-"), group.context())));
        List<BigInteger> weights = new ArrayList<>();
        for (var i = 0; i < from.size(); i++) {
            weights.add(group.hashToScalar(
                    Group.framed(seed),
                    Group.twoBytes(i),
                    framed(from.get(i)),
                    framed(to.get(i)),
                    Group.ascii("Composite")));
        }
        return weights;
    }

    private ECPoint composite(List<BigInteger> weights, List<ECPoint> elements) {
        var sum = group.zero();
        for (var i = 0; i < elements.size(); i++) {
            sum = sum.add(elements.get(i).multiply(weights.get(i)));
        }
        return sum;
    }

    private BigInteger challenge(Composites sums, ECPoint first, ECPoint second) {
        return group.hashToScalar(
                framed(publicKey),
                framed(sums.from()),
                framed(sums.to()),
                framed(first),
                framed(second),
                Group.ascii("Challenge"));
    }

    private byte[] framed(ECPoint element) {
        return Group.framed(group.bytes(element).array());
    }
}
