package org.healthsphere.keys.bc.curve;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPublicKeySpec;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.KeyAgreement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against RFC 7748 and the platform's own. */
class Curve25519Test {
    private static final HexFormat HEX = HexFormat.of();

    /** RFC 7748, section 5.2. */
    @Test
    void a_scalar_times_a_point_is_as_in_the_rfc() {
        assertThat(Curve25519.agree(
                        HEX.parseHex("a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4"),
                        HEX.parseHex("e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c")))
                .map(HEX::formatHex)
                .contains("c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552");
    }

    @Test
    void two_agree_with_each_other_and_with_the_platform() throws GeneralSecurityException {
        for (var round = 0; round < 50; round++) {
            var theirs = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            var theirSecret = ((XECPrivateKey) theirs.getPrivate()).getScalar().orElseThrow();
            var mine = ((XECPrivateKey) KeyPairGenerator.getInstance("X25519")
                            .generateKeyPair()
                            .getPrivate())
                    .getScalar()
                    .orElseThrow();
            var common =
                    Curve25519.agree(mine, Curve25519.publicKey(theirSecret)).orElseThrow();
            assertThat(Curve25519.agree(theirSecret, Curve25519.publicKey(mine)))
                    .contains(common);
            assertThat(Curve25519.publicKey(theirSecret)).isEqualTo(bytes(((XECPublicKey) theirs.getPublic()).getU()));
            var platform = KeyAgreement.getInstance("X25519");
            platform.init(theirs.getPrivate());
            platform.doPhase(
                    KeyFactory.getInstance("X25519")
                            .generatePublic(new XECPublicKeySpec(
                                    NamedParameterSpec.X25519, number(Curve25519.publicKey(mine)))),
                    true);
            assertThat(platform.generateSecret()).isEqualTo(common);
        }
    }

    /** Points of small order, and one written larger than the field. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void with_a_point_of_small_order_nobody_agrees(String point) {
        var secret = new byte[Curve25519.BYTES];
        secret[7] = 42;
        assertThat(Curve25519.agree(secret, HEX.parseHex(point))).isEqualTo(Optional.empty());
    }

    private static BigInteger number(byte[] littleEndian) {
        var turned = new byte[littleEndian.length];
        for (var i = 0; i < turned.length; i++) {
            turned[i] = littleEndian[turned.length - 1 - i];
        }
        return new BigInteger(1, turned);
    }

    private static byte[] bytes(BigInteger number) {
        var all = number.toByteArray();
        var littleEndian = new byte[Curve25519.BYTES];
        for (var i = 0; i < Math.min(all.length, littleEndian.length); i++) {
            littleEndian[i] = all[all.length - 1 - i];
        }
        return littleEndian;
    }
}
