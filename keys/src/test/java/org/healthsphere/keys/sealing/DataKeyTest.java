package org.healthsphere.keys.sealing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import org.healthsphere.specs.Bytes;
import org.junit.jupiter.api.Test;

class DataKeyTest {
    private static final byte[] PLAIN = "a record".getBytes(UTF_8);
    private static final byte[] PLACE = "chunk 7".getBytes(UTF_8);

    private final SecureRandom random = new SecureRandom();
    private final DataKey key = DataKey.generate(random);

    @Test
    void what_was_sealed_opens_with_the_same_key_in_the_same_place_only() {
        var sealed = key.seal(PLAIN, PLACE, random);
        assertThat(key.open(sealed, PLACE)).contains(PLAIN);
        assertThat(new DataKey(key.exportForSealing()).open(sealed, PLACE)).contains(PLAIN);
        assertThat(key.open(sealed, "chunk 8".getBytes(UTF_8))).isEmpty();
        assertThat(DataKey.generate(random).open(sealed, PLACE)).isEmpty();
    }

    @Test
    void a_changed_bit_anywhere_is_found() {
        var sealed = key.seal(PLAIN, PLACE, random);
        for (var i = 0; i < sealed.length; i++) {
            var altered = sealed.clone();
            altered[i] ^= 1;
            assertThat(key.open(altered, PLACE)).isEmpty();
        }
        assertThat(key.open(new byte[27], PLACE)).isEmpty();
    }

    @Test
    void the_same_record_is_never_sealed_to_the_same_bytes() {
        assertThat(key.seal(PLAIN, PLACE, random)).isNotEqualTo(key.seal(PLAIN, PLACE, random));
    }

    @Test
    void nothing_is_kept_of_an_empty_record_but_nonce_and_tag() {
        assertThat(key.seal(new byte[0], PLACE, random)).hasSize(28);
    }

    @Test
    void keys_have_32_bytes_and_are_not_printed() {
        assertThatThrownBy(() -> new DataKey(Bytes.of(new byte[16]))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new NamingKey(Bytes.of(new byte[16]))).isInstanceOf(IllegalArgumentException.class);
        assertThat(key).hasToString("DataKey[REDACTED]");
        assertThat(new NamingKey(key.exportForSealing())).hasToString("NamingKey[REDACTED]");
    }

    @Test
    void a_name_is_the_beginning_of_an_hmac_and_differs_between_keys() {
        // HMAC-SHA-256 with 32 zero bytes over "a", as OpenSSL computes it.
        var zero = new NamingKey(Bytes.of(new byte[32]));
        assertThat(zero.name("a")).hasToString("9615a95d-4a33-6118-c435-b9cd54c5e864");
        assertThat(zero.name("a")).isNotEqualTo(zero.name("b"));
        assertThat(new NamingKey(key.exportForSealing()).name("a")).isNotEqualTo(zero.name("a"));
    }
}
