package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.KEM;
import org.healthsphere.keys.SeededRandom;
import org.junit.jupiter.api.Test;

/** The platform's DHKEM opens what ours encapsulates, and the other way round; and RFC 9180 says the same. */
class DhKemTest {
    private static final int SPKI_PREFIX = 12;

    private final SeededRandom random = new SeededRandom(7);
    private final KeyPair pair = pair();
    private final byte[] recipient =
            Arrays.copyOfRange(pair.getPublic().getEncoded(), SPKI_PREFIX, SPKI_PREFIX + RecipientKey.X25519_BYTES);

    private static KeyPair pair() {
        try {
            return KeyPairGenerator.getInstance("X25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private byte[] scalar() {
        return ((XECPrivateKey) pair.getPrivate()).getScalar().orElseThrow();
    }

    @Test
    void what_is_encapsulated_here_the_platform_opens() throws GeneralSecurityException {
        for (var round = 0; round < 20; round++) {
            var made = DhKem.encapsulate(recipient, random).orElseThrow();
            assertThat(KEM.getInstance("DHKEM")
                            .newDecapsulator(pair.getPrivate())
                            .decapsulate(made.encapsulation().array())
                            .getEncoded())
                    .isEqualTo(made.secret().array());
        }
    }

    @Test
    void what_the_platform_encapsulates_is_opened_here() throws GeneralSecurityException {
        for (var round = 0; round < 20; round++) {
            var made =
                    KEM.getInstance("DHKEM").newEncapsulator(pair.getPublic()).encapsulate();
            assertThat(DhKem.decapsulate(scalar(), recipient, made.encapsulation()))
                    .contains(made.key().getEncoded());
        }
    }

    /** RFC 9180, A.1.1: the encapsulation, the recipient's secret and public key, and the shared secret. */
    @Test
    void the_secret_is_that_of_the_rfc() {
        var hex = HexFormat.of();
        assertThat(DhKem.decapsulate(
                        hex.parseHex("4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8"),
                        hex.parseHex("3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d"),
                        hex.parseHex("37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431")))
                .map(hex::formatHex)
                .contains("fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc");
    }

    @Test
    void a_recipient_or_an_encapsulation_of_small_order_is_none() {
        assertThat(DhKem.encapsulate(new byte[32], random)).isEmpty();
        assertThat(DhKem.decapsulate(scalar(), recipient, new byte[32])).isEmpty();
    }
}
