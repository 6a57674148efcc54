package org.healthsphere.keys.bc.oprf;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bouncycastle.math.ec.ECPoint;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * A key of RFC 9497's verifiable mode that several members hold together, as everybody knows it. What a threshold of them answers comes to the
 * same output as if one had the whole key; each one's answer is proven against the public part of his own share.
 */
public final class ThresholdKey {
    private static final Fault TOO_FEW = new Fault.Unavailable("enough holders of the key");

    private final OprfSuite suite;
    private final int threshold;
    private final List<List<Bytes>> dealt;
    private final List<ECPoint> sum;

    private ThresholdKey(OprfSuite suite, List<List<Bytes>> dealt, List<ECPoint> sum) {
        this.suite = suite;
        this.threshold = sum.size();
        this.dealt = dealt;
        this.sum = sum;
    }

    /**
     * The key that these commitments make; {@link Fault.Invalid} when one of them is none.
     *
     * @param dealt each dealer's, in the order in which all count them
     */
    public static Outcome<ThresholdKey> of(OprfSuite suite, int threshold, List<List<Bytes>> dealt) {
        var group = new Group(suite, OprfMode.VOPRF);
        List<ECPoint> sum = new ArrayList<>();
        for (var power = 0; power < threshold; power++) {
            sum.add(group.zero());
        }
        for (var one : dealt) {
            if (!(OprfKey.elements(group, one) instanceof Outcome.Success<List<ECPoint>>(var points))
                    || points.size() != threshold) {
                return Outcome.failed(new Fault.Invalid("as many commitments as it takes holders"));
            }
            for (var power = 0; power < threshold; power++) {
                sum.set(power, sum.get(power).add(points.get(power)));
            }
        }
        return Outcome.of(new ThresholdKey(suite, dealt, sum));
    }

    public int threshold() {
        return threshold;
    }

    /** By which two members see that they speak of the same key. */
    public Sha256 digest() {
        var text = new StringBuilder(suite.identifier());
        dealt.forEach(one -> one.forEach(bytes -> text.append('|').append(bytes.base64url())));
        return Sha256.of(text.toString());
    }

    /** The public key that the outputs belong to. */
    public Bytes publicKey() {
        return new Group(suite, OprfMode.VOPRF).bytes(sum.getFirst());
    }

    /**
     * A holder's share of the key: the sum of what was dealt to him.
     *
     * <p>{@link Fault.Unauthenticated} when a share is not what its dealer is committed to.
     *
     * @param shares each dealer's, in the same order
     */
    public Outcome<Share> share(int holder, List<Bytes> shares) {
        var group = new Group(suite, OprfMode.VOPRF);
        var whole = BigInteger.ZERO;
        for (var dealer = 0; dealer < dealt.size(); dealer++) {
            var share = dealer < shares.size() ? group.scalar(shares.get(dealer)) : Optional.<BigInteger>empty();
            var expected = KeyDealing.at(
                    group, OprfKey.elements(group, dealt.get(dealer)).orElseThrow(), holder);
            if (share.filter(value -> group.generator().multiply(value).equals(expected))
                    .isEmpty()) {
                return Outcome.failed(new Fault.Unauthenticated("not the share that was committed to"));
            }
            whole = whole.add(share.get()).mod(group.order());
        }
        return Outcome.of(new Share(new OprfKey(suite, OprfMode.VOPRF, whole)));
    }

    /** One holder's share. */
    public static final class Share {
        private final OprfKey key;

        private Share(OprfKey key) {
            this.key = key;
        }

        /** This holder's answer for these elements, with its proof. */
        public Outcome<Evaluated> evaluate(List<Bytes> blinded, SecureRandom random) {
            return key.evaluate(blinded, Bytes.NONE, random);
        }

        @Override
        public String toString() {
            return "Share[REDACTED]";
        }
    }

    /** Hides an input; {@link Fault.Invalid} for the one of 2^128 that the group cannot hide. */
    public Outcome<Blinded> blind(Bytes input, SecureRandom random) {
        return OprfClient.verifying(suite, publicKey()).blind(input, random);
    }

    /**
     * The outputs, in the order of the inputs. An answer without a sound proof does not count; {@link Fault.Unavailable} when fewer than the
     * threshold are left.
     *
     * @param answers by the number of the holder
     */
    public Outcome<List<Bytes>> outputs(List<Blinded> asked, Map<Integer, Evaluated> answers) {
        if (answers.size() < threshold) {
            return Outcome.failed(TOO_FEW);
        }
        var group = new Group(suite, OprfMode.VOPRF);
        return OprfKey.elements(group, asked.stream().map(Blinded::element).toList())
                .then(blinded -> {
                    var sound = new TreeMap<Integer, List<ECPoint>>();
                    new TreeMap<>(answers).forEach((holder, answer) -> {
                        if (sound.size() < threshold) {
                            proven(group, holder, blinded, answer).ifPresent(points -> sound.put(holder, points));
                        }
                    });
                    return sound.size() < threshold
                            ? Outcome.failed(TOO_FEW)
                            : Outcome.of(OprfClient.outputs(
                                    group, asked, combined(group, sound), OprfMode.VOPRF, Bytes.NONE));
                });
    }

    private Optional<List<ECPoint>> proven(Group group, int holder, List<ECPoint> blinded, Evaluated answer) {
        var proof = new EqualityProof(group, KeyDealing.at(group, sum, holder));
        return answer.elements().size() == blinded.size()
                        && OprfKey.elements(group, answer.elements())
                                instanceof Outcome.Success<List<ECPoint>>(var points)
                        && answer.proof()
                                .filter(given -> proof.holds(blinded, points, given))
                                .isPresent()
                ? Optional.of(points)
                : Optional.empty();
    }

    /** Interpolation at zero, in the exponent. */
    private static List<ECPoint> combined(Group group, Map<Integer, List<ECPoint>> sound) {
        List<ECPoint> combined = new ArrayList<>();
        var size = sound.values().iterator().next().size();
        for (var i = 0; i < size; i++) {
            combined.add(group.zero());
        }
        sound.forEach((holder, points) -> {
            var weight = weight(group, holder, sound.keySet());
            for (var i = 0; i < size; i++) {
                combined.set(i, combined.get(i).add(points.get(i).multiply(weight)));
            }
        });
        return combined;
    }

    private static BigInteger weight(Group group, int holder, Collection<Integer> all) {
        var weight = BigInteger.ONE;
        for (var other : all) {
            if (other != holder) {
                weight = weight.multiply(BigInteger.valueOf(other))
                        .multiply(BigInteger.valueOf((long) other - holder).modInverse(group.order()))
                        .mod(group.order());
            }
        }
        return weight;
    }
}
