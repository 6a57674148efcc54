package org.healthsphere.federation.research.aggregation;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import javax.crypto.KEM;
import javax.crypto.KeyAgreement;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/**
 * One member's keys for one round, drawn afresh and never stored: X25519 and ML-KEM-768 together, so that a pair's secret
 * stays one as long as either holds.
 */
public final class RoundKeys {
    private final KeyPair x25519;
    private final KeyPair mlkem;
    private final SecureRandom random;

    private RoundKeys(KeyPair x25519, KeyPair mlkem, SecureRandom random) {
        this.x25519 = x25519;
        this.mlkem = mlkem;
        this.random = random;
    }

    public static RoundKeys generate(SecureRandom random) {
        return new RoundKeys(
                pair("X25519", NamedParameterSpec.X25519, random),
                pair("ML-KEM", NamedParameterSpec.ML_KEM_768, random),
                random);
    }

    public PublicKeys publicKeys() {
        return new PublicKeys(
                Bytes.of(x25519.getPublic().getEncoded()),
                Bytes.of(mlkem.getPublic().getEncoded()));
    }

    /** A secret to share with a member, and what that member needs to arrive at it, too. */
    public Outcome<Encapsulated> encapsulate(PublicKeys other) {
        try {
            var kem = KEM.getInstance("ML-KEM")
                    .newEncapsulator(key("ML-KEM", other.mlkem()), null, random)
                    .encapsulate();
            return Outcome.of(new Encapsulated(
                    Bytes.of(kem.encapsulation()), secret(other, kem.key().getEncoded())));
        } catch (GeneralSecurityException e) {
            return badKey();
        }
    }

    /** The secret that the other member made for this one. */
    public Outcome<PairSecret> decapsulate(PublicKeys other, Bytes encapsulation) {
        try {
            var kem = KEM.getInstance("ML-KEM").newDecapsulator(mlkem.getPrivate());
            return Outcome.of(
                    secret(other, kem.decapsulate(encapsulation.array()).getEncoded()));
        } catch (GeneralSecurityException e) {
            return badKey();
        }
    }

    /** A fresh secret and the message that carries it. */
    public record Encapsulated(Bytes encapsulation, PairSecret secret) {}

    private PairSecret secret(PublicKeys other, byte[] encapsulated) throws GeneralSecurityException {
        var agreement = KeyAgreement.getInstance("X25519");
        agreement.init(x25519.getPrivate());
        var _ = agreement.doPhase(key("X25519", other.x25519()), true);
        return new PairSecret(agreement.generateSecret(), encapsulated);
    }

    private static PublicKey key(String algorithm, Bytes spki) throws GeneralSecurityException {
        return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(spki.array()));
    }

    private static KeyPair pair(String algorithm, AlgorithmParameterSpec parameters, SecureRandom random) {
        try {
            var generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(parameters, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java has " + algorithm + " since 24", e);
        }
    }

    private static <T> Outcome<T> badKey() {
        return Outcome.failed(new Fault.Invalid("a round key of a member is none"));
    }

    @Override
    public String toString() {
        return "RoundKeys[REDACTED]";
    }
}
