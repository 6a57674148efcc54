package org.healthsphere.keys.sealing;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KEM;
import org.healthsphere.keys.bc.curve.Curve25519;
import org.healthsphere.keys.sealing.Gcm.Part;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.healthsphere.specs.Sha256;

/**
 * What something is sealed for: ML-KEM-768 (FIPS 203) and X25519 (RFC 7748) side by side. Who breaks one of them has
 * nothing yet. Equal when the bytes are. Any thread may use it.
 */
public final class RecipientKey {
    static final int ML_KEM_KEY = 1184;
    static final int ML_KEM_ENCAPSULATION = 1088;
    static final int X25519_BYTES = 32;
    static final int ENCAPSULATION = ML_KEM_ENCAPSULATION + X25519_BYTES;

    /** What comes before the key itself in a SubjectPublicKeyInfo of each (RFC 9935, RFC 8410). */
    private static final byte[] ML_KEM_PREFIX = HexFormat.of().parseHex("308204b2300b0609608648016503040402038204a100");

    private static final int X25519_PREFIX = 12;
    private static final byte[] SECRET_LABEL = Hkdf.label("HealthSphere secret v1");
    private static final byte VERSION = 1;

    private final Bytes bytes;
    private final Sha256 thumbprint;
    private final byte[] x25519;
    /** Made once: to read the key of ML-KEM takes as long as to encapsulate for it. */
    private volatile Optional<Ready> ready = Optional.empty();

    private record Ready(SecureRandom random, KEM.Encapsulator encapsulator) {}

    /** Of the encapsulation key of ML-KEM-768 (1184 bytes) followed by that of X25519 (32 bytes). */
    public RecipientKey(Bytes bytes) {
        if (bytes.length() != ML_KEM_KEY + X25519_BYTES) {
            throw new IllegalArgumentException("a recipient's key has 1216 bytes");
        }
        this.bytes = bytes;
        this.thumbprint = Sha256.of(bytes.array());
        this.x25519 = Arrays.copyOfRange(bytes.array(), ML_KEM_KEY, bytes.length());
    }

    /** The key of these letters (base64url), or why they are none. */
    public static Outcome<RecipientKey> parse(String text) {
        try {
            var key = new RecipientKey(Bytes.base64url(text));
            var _ = KEM.getInstance("ML-KEM").newEncapsulator(key.mlKem());
            // With a point of small order nothing is agreed on, whatever the secret.
            return Curve25519.agree(new byte[X25519_BYTES], key.x25519).isPresent() ? Outcome.of(key) : none();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return none();
        }
    }

    private static Outcome<RecipientKey> none() {
        return Outcome.failed(new Fault.Invalid("not a recipient's key: ML-KEM-768 and X25519 in base64url"));
    }

    static RecipientKey of(PublicKey mlKem, PublicKey x25519) {
        return new RecipientKey(Bytes.of(ByteBuffer.allocate(ML_KEM_KEY + X25519_BYTES)
                .put(mlKem.getEncoded(), ML_KEM_PREFIX.length, ML_KEM_KEY)
                .put(x25519.getEncoded(), X25519_PREFIX, X25519_BYTES)
                .array()));
    }

    public Bytes bytes() {
        return bytes;
    }

    /** The half of it that is X25519's. */
    byte[] x25519() {
        return x25519;
    }

    /** The spelling that {@link #parse} reads. */
    public String text() {
        return bytes.base64url();
    }

    /** What names the key. */
    public Sha256 thumbprint() {
        return thumbprint;
    }

    /**
     * Seals a small secret for the holder of this key, without saying from whom.
     *
     * <p>Sealed: version 1, encapsulation, AES-256-GCM ciphertext, tag. The context is authenticated and not stored.
     */
    public Bytes seal(Bytes secret, Bytes context, SecureRandom random) {
        var agreed = agree(secretContext(context), random);
        var head = 1 + ENCAPSULATION;
        var sealed = new byte[head + secret.length() + Gcm.TAG_BYTES];
        ByteBuffer.wrap(sealed).put(VERSION).put(agreed.encapsulation().array());
        // The key is used once, so that the nonce need not differ from anything.
        var written = new Gcm(agreed.key().array()).seal(new byte[Gcm.NONCE_BYTES], Part.of(secret), sealed, head);
        return Bytes.of(Arrays.copyOf(sealed, head + written));
    }

    /** The other half of {@link #seal}. */
    static Outcome<Bytes> unseal(Bytes sealed, Bytes context, Unsealer holder) {
        var head = 1 + ENCAPSULATION;
        var bytes = sealed.array();
        if (bytes.length < head + Gcm.TAG_BYTES || bytes[0] != VERSION) {
            return Outcome.failed(new Fault.Invalid("not a sealed secret"));
        }
        var secret = new byte[bytes.length - head - Gcm.TAG_BYTES];
        return holder.agree(Bytes.of(Arrays.copyOfRange(bytes, 1, head)), secretContext(context))
                .then(key -> new Gcm(key.array())
                                .open(new byte[Gcm.NONCE_BYTES], new Part(sealed, head, bytes.length - head), secret, 0)
                                .isPresent()
                        ? Outcome.of(Bytes.of(secret))
                        : Outcome.failed(new Fault.Invalid("the secret was not sealed for this key and place")));
    }

    /** A fresh key that the holder of this one can work out from the encapsulation, within the same context. */
    Agreed agree(Bytes context, SecureRandom random) {
        try {
            var first = encapsulator(random).encapsulate();
            var second = DhKem.encapsulate(x25519, random)
                    .orElseThrow(() -> new IllegalStateException("not a recipient's key"));
            var encapsulation = ByteBuffer.allocate(ENCAPSULATION)
                    .put(first.encapsulation())
                    .put(second.encapsulation().array())
                    .array();
            var key = Agreement.key(
                    this,
                    encapsulation,
                    first.key().getEncoded(),
                    second.secret().array(),
                    context);
            return new Agreed(Bytes.of(encapsulation), key);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("not a recipient's key", e);
        }
    }

    private KEM.Encapsulator encapsulator(SecureRandom random) throws GeneralSecurityException {
        var made = ready;
        if (made.isPresent() && made.get().random().equals(random)) {
            return made.get().encapsulator();
        }
        var encapsulator = KEM.getInstance("ML-KEM").newEncapsulator(mlKem(), null, random);
        ready = Optional.of(new Ready(random, encapsulator));
        return encapsulator;
    }

    private PublicKey mlKem() throws GeneralSecurityException {
        return KeyFactory.getInstance("ML-KEM")
                .generatePublic(new X509EncodedKeySpec(ByteBuffer.allocate(ML_KEM_PREFIX.length + ML_KEM_KEY)
                        .put(ML_KEM_PREFIX)
                        .put(bytes.array(), 0, ML_KEM_KEY)
                        .array()));
    }

    private static Bytes secretContext(Bytes context) {
        return Bytes.of(ByteBuffer.allocate(SECRET_LABEL.length + context.length())
                .put(SECRET_LABEL)
                .put(context.array())
                .array());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecipientKey that && bytes.equals(that.bytes);
    }

    @Override
    public int hashCode() {
        return bytes.hashCode();
    }

    @Override
    public String toString() {
        return "RecipientKey[" + thumbprint + "]";
    }

    /** A key and what tells its holder how to find it. */
    record Agreed(Bytes encapsulation, Bytes key) {}
}
