package org.healthsphere.keys.sealing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.healthsphere.keys.SeededRandom;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Fault;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;

class SecretBoxTest {
    private static final Bytes SECRET = Bytes.utf8("terms of a directive");
    private static final Bytes PLACE = Bytes.utf8("directive 7");

    private final SeededRandom random = new SeededRandom(21);
    private final SecretBox box = SecretBox.generate(random);

    @Test
    void a_secret_opens_in_its_place_and_in_no_other() {
        var sealed = box.seal(SECRET, PLACE, random);
        assertThat(box.open(sealed, PLACE)).isEqualTo(Outcome.of(SECRET));
        assertThat(box.open(sealed, Bytes.utf8("directive 8"))).isEqualTo(closed());
    }

    @Test
    void an_empty_secret_is_a_secret() {
        assertThat(box.open(box.seal(Bytes.NONE, Bytes.NONE, random), Bytes.NONE))
                .isEqualTo(Outcome.of(Bytes.NONE));
    }

    @Test
    void another_key_and_another_purpose_do_not_open_it() {
        var sealed = box.forPurpose("sessions").seal(SECRET, PLACE, random);
        assertThat(box.forPurpose("sessions").open(sealed, PLACE)).isEqualTo(Outcome.of(SECRET));
        assertThat(box.forPurpose("tokens").open(sealed, PLACE)).isEqualTo(closed());
        assertThat(box.open(sealed, PLACE)).isEqualTo(closed());
        assertThat(SecretBox.generate(random).open(sealed, PLACE)).isEqualTo(closed());
    }

    @Test
    void the_same_secret_is_never_sealed_into_the_same_bytes() {
        assertThat(box.seal(SECRET, PLACE, random)).isNotEqualTo(box.seal(SECRET, PLACE, random));
    }

    @Test
    void no_flipped_bit_and_no_truncation_goes_unnoticed() {
        var sealed = box.seal(SECRET, PLACE, random).array();
        for (var bit = 0; bit < sealed.length * 8; bit++) {
            var altered = sealed.clone();
            altered[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(box.open(Bytes.of(altered), PLACE)).as("bit %s", bit).isInstanceOf(Outcome.Failure.class);
        }
        for (var length = 0; length < sealed.length; length++) {
            assertThat(box.open(Bytes.of(Arrays.copyOf(sealed, length)), PLACE))
                    .as("length %s", length)
                    .isInstanceOf(Outcome.Failure.class);
        }
    }

    @Test
    void a_key_of_another_size_is_refused_and_none_is_printed() {
        assertThatThrownBy(() -> new SecretBox(Bytes.of(new byte[16]))).isInstanceOf(IllegalArgumentException.class);
        assertThat(box).hasToString("SecretBox[REDACTED]");
    }

    private static Outcome<Bytes> closed() {
        return Outcome.failed(new Fault.Invalid("the secret does not open with this key in this place"));
    }
}
