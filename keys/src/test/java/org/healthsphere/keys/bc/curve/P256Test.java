package org.healthsphere.keys.bc.curve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECPoint;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the platform's own, which signs and verifies by other code. */
class P256Test {
    private static final String ALGORITHM = "SHA256withECDSAinP1363Format";
    private static final BigInteger ORDER =
            new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);

    private final KeyPair pair = pair();
    private final ECPoint key = ((ECPublicKey) pair.getPublic()).getW();
    private final P256 verifier = P256.of(key).orElseThrow();

    private static KeyPair pair() {
        try {
            var generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] signed(byte[] message) throws GeneralSecurityException {
        var signature = Signature.getInstance(ALGORITHM);
        signature.initSign(pair.getPrivate());
        signature.update(message);
        return signature.sign();
    }

    private boolean platform(byte[] message, byte[] signature) throws GeneralSecurityException {
        var verifying = Signature.getInstance(ALGORITHM);
        verifying.initVerify(pair.getPublic());
        verifying.update(message);
        return verifying.verify(signature);
    }

    private static byte[] digest(byte[] message) throws GeneralSecurityException {
        return MessageDigest.getInstance("SHA-256").digest(message);
    }

    /** RFC 6979, A.2.5, with SHA-256 of "sample". */
    @Test
    void the_signature_of_the_rfc_verifies() throws GeneralSecurityException {
        var point = new ECPoint(
                new BigInteger("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6", 16),
                new BigInteger("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299", 16));
        var signature = HexFormat.of()
                .parseHex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716"
                        + "F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        assertThat(P256.of(point).orElseThrow().verifies(digest("sample".getBytes(US_ASCII)), signature))
                .isTrue();
        assertThat(P256.of(point).orElseThrow().verifies(digest("simple".getBytes(US_ASCII)), signature))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_the_platform_signs_verifies_and_nothing_that_was_altered_does(long seed) throws GeneralSecurityException {
        var random = new Random(seed);
        for (var round = 0; round < 40; round++) {
            var message = new byte[random.nextInt(200)];
            random.nextBytes(message);
            var signature = signed(message);
            assertThat(verifier.verifies(digest(message), signature)).isTrue();
            signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
            assertThat(verifier.verifies(digest(message), signature))
                    .isEqualTo(platform(message, signature))
                    .isFalse();
        }
    }

    @Test
    void numbers_out_of_their_range_are_no_signature_there_or_here() throws GeneralSecurityException {
        var message = new byte[] {1, 2, 3};
        var good = signed(message);
        for (var number : new BigInteger[] {BigInteger.ZERO, ORDER, ORDER.add(BigInteger.ONE)}) {
            for (var from : new int[] {0, 32}) {
                var bent = good.clone();
                System.arraycopy(bytes(number), 0, bent, from, 32);
                assertThat(verifier.verifies(digest(message), bent)).isFalse();
                assertThat(platform(message, bent)).isFalse();
            }
        }
        assertThat(verifier.verifies(digest(message), new byte[64])).isFalse();
    }

    @Test
    void a_signature_has_one_length() throws GeneralSecurityException {
        var message = new byte[] {1, 2, 3};
        var good = signed(message);
        for (var length : new int[] {0, 1, 63, 65, 128}) {
            assertThat(verifier.verifies(digest(message), Arrays.copyOf(good, length)))
                    .isFalse();
        }
    }

    @Test
    void who_is_not_on_the_curve_is_nobody() {
        assertThat(P256.of(new ECPoint(key.getAffineX(), key.getAffineY().add(BigInteger.ONE))))
                .isEmpty();
        assertThat(P256.of(new ECPoint(key.getAffineX().shiftLeft(1), key.getAffineY())))
                .isEmpty();
        assertThat(P256.of(ECPoint.POINT_INFINITY)).isEmpty();
    }

    private static byte[] bytes(BigInteger number) {
        var bytes = number.toByteArray();
        var fixed = new byte[32];
        var length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return fixed;
    }
}
