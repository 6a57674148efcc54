package org.healthsphere.keys.sealing;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.interfaces.XECPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import javax.crypto.KEM;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;

/** The private half of a recipient's key, in memory. */
public final class RecipientSecret implements Unsealer {
    private final RecipientKey recipientKey;
    private final PrivateKey mlKem;
    private final PrivateKey x25519;
    private final byte[] scalar;

    private RecipientSecret(RecipientKey recipientKey, PrivateKey mlKem, PrivateKey x25519) throws InvalidKeyException {
        this.recipientKey = recipientKey;
        this.mlKem = mlKem;
        this.x25519 = x25519;
        this.scalar = scalar(x25519);
    }

    private static byte[] scalar(PrivateKey x25519) throws InvalidKeyException {
        if (x25519 instanceof XECPrivateKey key) {
            return key.getScalar().orElseThrow(() -> new InvalidKeyException("a key that is kept elsewhere"));
        }
        throw new InvalidKeyException("not a key of X25519");
    }

    public static RecipientSecret generate(SecureRandom random) {
        try {
            var first = KeyPairGenerator.getInstance("ML-KEM-768");
            first.initialize(-1, random);
            var mlKem = first.generateKeyPair();
            var second = KeyPairGenerator.getInstance("X25519");
            second.initialize(255, random);
            var x25519 = second.generateKeyPair();
            return new RecipientSecret(
                    RecipientKey.of(mlKem.getPublic(), x25519.getPublic()), mlKem.getPrivate(), x25519.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java 25 has ML-KEM-768 and X25519", e);
        }
    }

    /** What {@link #exportPrivateKeys} gave. */
    public static Outcome<RecipientSecret> of(Exported exported) {
        try {
            return Outcome.of(new RecipientSecret(
                    exported.recipientKey(),
                    KeyFactory.getInstance("ML-KEM")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(exported.mlKem().array())),
                    KeyFactory.getInstance("X25519")
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(exported.x25519().array()))));
        } catch (GeneralSecurityException e) {
            return Outcome.failed(new Fault.Invalid("not the private keys of a recipient"));
        }
    }

    /** The private keys in the clear, for the vault to encrypt. */
    public Exported exportPrivateKeys() {
        return new Exported(recipientKey, Bytes.of(mlKem.getEncoded()), Bytes.of(x25519.getEncoded()));
    }

    @Override
    public RecipientKey recipientKey() {
        return recipientKey;
    }

    @Override
    public Outcome<Bytes> agree(Bytes encapsulation, Bytes context) {
        if (encapsulation.length() != RecipientKey.ENCAPSULATION) {
            return refused();
        }
        var bytes = encapsulation.array();
        try {
            var first = KEM.getInstance("ML-KEM")
                    .newDecapsulator(mlKem)
                    .decapsulate(Arrays.copyOf(bytes, RecipientKey.ML_KEM_ENCAPSULATION))
                    .getEncoded();
            return DhKem.decapsulate(
                            scalar,
                            recipientKey.x25519(),
                            Arrays.copyOfRange(bytes, RecipientKey.ML_KEM_ENCAPSULATION, bytes.length))
                    .map(second -> Outcome.of(Agreement.key(recipientKey, bytes, first, second, context)))
                    .orElseGet(RecipientSecret::refused);
        } catch (GeneralSecurityException e) {
            return refused();
        }
    }

    private static Outcome<Bytes> refused() {
        return Outcome.failed(new Fault.Invalid("not an encapsulated key"));
    }

    @Override
    public String toString() {
        return "RecipientSecret[REDACTED, " + recipientKey.thumbprint() + "]";
    }

    /** Private keys in PKCS#8, and the public key that belongs to them. */
    public record Exported(RecipientKey recipientKey, Bytes mlKem, Bytes x25519) {}
}
