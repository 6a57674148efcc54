package org.healthsphere.specs;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RandomIdTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @Test
    void it_is_128_bits_in_hexadecimal() {
        assertThat(RandomId.draw(RANDOM)).matches("[0-9a-f]{32}");
    }

    @Test
    void no_two_are_the_same() {
        assertThat(Stream.generate(() -> RandomId.draw(RANDOM)).limit(1_000)).doesNotHaveDuplicates();
    }
}
