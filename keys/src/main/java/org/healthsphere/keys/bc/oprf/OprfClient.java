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

/** The side of the input (RFC 9497, section 3.3): it hides inputs, has them answered, and believes an answer only with its proof. */
public final class OprfClient {
    private final OprfSuite suite;
    private final OprfMode mode;
    private final Bytes publicKey;
    private final Bytes info;

    private OprfClient(OprfSuite suite, OprfMode mode, Bytes publicKey, Bytes info) {
        this.suite = suite;
        this.mode = mode;
        this.publicKey = publicKey;
        this.info = info;
    }

    /** Takes whatever is answered. */
    public static OprfClient plain(OprfSuite suite) {
        return new OprfClient(suite, OprfMode.OPRF, Bytes.NONE, Bytes.NONE);
    }

    /** Takes what was made with this key. */
    public static OprfClient verifying(OprfSuite suite, Bytes publicKey) {
        return new OprfClient(suite, OprfMode.VOPRF, publicKey, Bytes.NONE);
    }

    /** Takes what was made with this key for this public input. */
    public static OprfClient tagged(OprfSuite suite, Bytes publicKey, Bytes info) {
        return new OprfClient(suite, OprfMode.POPRF, publicKey, info);
    }

    /** Hides an input; {@link Fault.Invalid} for the one of 2^128 that the group cannot hide. */
    public Outcome<Blinded> blind(Bytes input, SecureRandom random) {
        return blind(input, new Group(suite, mode).random(random));
    }

    Outcome<Blinded> blind(Bytes input, BigInteger blind) {
        var group = new Group(suite, mode);
        var element = group.hashToGroup(input);
        return element.isInfinity()
                ? Outcome.failed(new Fault.Invalid("an input that hashes to the identity"))
                : Outcome.of(new Blinded(input, group.bytes(element.multiply(blind)), blind));
    }

    /** The outputs, in the order of the inputs; {@link Fault.Unauthenticated} when the proof does not hold. */
    public Outcome<List<Bytes>> outputs(List<Blinded> asked, Evaluated answer) {
        var group = new Group(suite, mode);
        if (asked.size() != answer.elements().size()) {
            return Outcome.failed(new Fault.Invalid("one answer for each element"));
        }
        return OprfKey.elements(group, asked.stream().map(Blinded::element).toList())
                .then(blinded -> OprfKey.elements(group, answer.elements())
                        .then(answers -> isProven(group, blinded, answers, answer.proof())
                                ? Outcome.of(outputs(group, asked, answers, mode, info))
                                : Outcome.failed(new Fault.Unauthenticated("not the answer of this key"))));
    }

    private boolean isProven(Group group, List<ECPoint> blinded, List<ECPoint> answers, Optional<Bytes> proof) {
        return switch (mode) {
            case OPRF -> true;
            case VOPRF ->
                group.element(publicKey)
                        .flatMap(key ->
                                proof.filter(given -> new EqualityProof(group, key).holds(blinded, answers, given)))
                        .isPresent();
            case POPRF ->
                group.element(publicKey)
                        .map(key -> key.add(group.generator().multiply(OprfKey.tag(group, info))))
                        .filter(key -> !key.isInfinity())
                        .flatMap(key ->
                                proof.filter(given -> new EqualityProof(group, key).holds(answers, blinded, given)))
                        .isPresent();
        };
    }

    static List<Bytes> outputs(Group group, List<Blinded> asked, List<ECPoint> answers, OprfMode mode, Bytes info) {
        List<Bytes> outputs = new ArrayList<>();
        for (var i = 0; i < asked.size(); i++) {
            var one = asked.get(i);
            var element = answers.get(i).multiply(one.blind().modInverse(group.order()));
            outputs.add(Bytes.of(group.hash(
                    Group.framed(one.input().array()),
                    mode == OprfMode.POPRF ? Group.framed(info.array()) : new byte[0],
                    Group.framed(group.bytes(element).array()),
                    Group.ascii("Finalize"))));
        }
        return outputs;
    }
}
