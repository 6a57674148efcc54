package org.healthsphere.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.security.Signature;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EcdsaDerTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void a_signature_in_der_verifies_and_its_s_is_low(long seed) throws Exception {
        var key = SigningKey.generate(new SeededRandom(seed));
        var message = new byte[] {(byte) seed};
        var der = EcdsaDer.of(key.sign(message));
        var verifier = Signature.getInstance("SHA256withECDSA");
        verifier.initVerify(key.verificationKey().publicKey());
        verifier.update(message);
        assertThat(verifier.verify(der)).isTrue();
        var s = new BigInteger(java.util.Arrays.copyOfRange(der, der.length - der[5 + der[3]], der.length));
        assertThat(s.bitLength()).isLessThanOrEqualTo(255);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 63, 65})
    void what_has_not_64_bytes_is_no_signature(int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> EcdsaDer.of(new byte[length]));
    }
}
