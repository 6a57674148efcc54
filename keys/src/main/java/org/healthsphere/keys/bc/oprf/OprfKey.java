package org.healthsphere.keys.bc.oprf;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.math.ec.ECPoint;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The side of the key (RFC 9497, section 3.3): it answers for elements without a sight of what they stand for. */
public final class OprfKey {
    /** Elements of one answer are numbered with two bytes. */
    static final int MOST = 0xffff;

    private final OprfSuite suite;
    private final OprfMode mode;
    private final BigInteger key;

    OprfKey(OprfSuite suite, OprfMode mode, BigInteger key) {
        this.suite = suite;
        this.mode = mode;
        this.key = key;
    }

    /** A fresh key. */
    public static OprfKey generate(OprfSuite suite, OprfMode mode, SecureRandom random) {
        return new OprfKey(suite, mode, new Group(suite, mode).random(random));
    }

    /** DeriveKeyPair of the RFC, section 3.2.1: the same key from the same seed. */
    public static OprfKey derive(OprfSuite suite, OprfMode mode, Bytes seed, Bytes info) {
        var group = new Group(suite, mode);
        for (var counter = 0; counter <= 0xff; counter++) {
            var key = group.hashToScalarUnder(
                    "DeriveKeyPair", seed.array(), Group.framed(info.array()), new byte[] {(byte) counter});
            if (key.signum() != 0) {
                return new OprfKey(suite, mode, key);
            }
        }
        throw new IllegalStateException("no scalar of 256 in a row is zero");
    }

    public Bytes publicKey() {
        var group = new Group(suite, mode);
        return group.bytes(group.generator().multiply(key));
    }

    /** The secret itself, for whoever keeps it; never for a log. */
    public Bytes secret() {
        return new Group(suite, mode).bytes(key);
    }

    /**
     * Answers for these elements; {@link Fault.Invalid} when one is none, or there are too many.
     *
     * @param info the public input, empty where the mode has none
     */
    public Outcome<Evaluated> evaluate(List<Bytes> blinded, Bytes info, SecureRandom random) {
        return evaluate(blinded, info, new Group(suite, mode).random(random));
    }

    Outcome<Evaluated> evaluate(List<Bytes> blinded, Bytes info, BigInteger nonce) {
        var group = new Group(suite, mode);
        return elements(group, blinded).then(points -> switch (mode) {
            case OPRF, VOPRF -> Outcome.of(answered(group, points, nonce));
            case POPRF -> tagged(group, points, info, nonce);
        });
    }

    private Evaluated answered(Group group, List<ECPoint> points, BigInteger nonce) {
        var answers = points.stream().map(point -> point.multiply(key)).toList();
        return new Evaluated(
                answers.stream().map(group::bytes).toList(),
                mode == OprfMode.OPRF
                        ? Optional.empty()
                        : Optional.of(new EqualityProof(group, group.generator().multiply(key))
                                .of(key, points, answers, nonce)));
    }

    private Outcome<Evaluated> tagged(Group group, List<ECPoint> points, Bytes info, BigInteger nonce) {
        var tweaked = key.add(tag(group, info)).mod(group.order());
        if (tweaked.signum() == 0) {
            return Outcome.failed(new Fault.Invalid("a public input that undoes the key"));
        }
        var inverse = tweaked.modInverse(group.order());
        var answers = points.stream().map(point -> point.multiply(inverse)).toList();
        var proof = new EqualityProof(group, group.generator().multiply(tweaked)).of(tweaked, answers, points, nonce);
        return Outcome.of(new Evaluated(answers.stream().map(group::bytes).toList(), Optional.of(proof)));
    }

    /** What the public input adds to the key. */
    static BigInteger tag(Group group, Bytes info) {
        return group.hashToScalar(Group.ascii("Info"), Group.framed(info.array()));
    }

    static Outcome<List<ECPoint>> elements(Group group, List<Bytes> encoded) {
        List<ECPoint> points = new ArrayList<>();
        encoded.forEach(bytes -> group.element(bytes).ifPresent(points::add));
        return points.size() == encoded.size() && !points.isEmpty() && points.size() <= MOST
                ? Outcome.of(points)
                : Outcome.failed(new Fault.Invalid("elements of the group, up to " + MOST));
    }

    @Override
    public String toString() {
        return "OprfKey[REDACTED]";
    }
}
