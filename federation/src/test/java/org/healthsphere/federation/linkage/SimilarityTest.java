package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityTest {
    /** Winkler's own examples (1990). */
    @ParameterizedTest
    @CsvSource({
        "martha, marhta, 0.961",
        "dwayne, duane, 0.840",
        "dixon, dicksonx, 0.813",
        "shackleford, shackelford, 0.982",
        "abc, xyz, 0",
        "same, same, 1",
        "'', '', 0",
    })
    void words_are_as_alike_as_published(String one, String other, double expected) {
        assertThat(Similarity.jaroWinkler(one, other)).isCloseTo(expected, Offset.offset(0.001));
        assertThat(Similarity.jaroWinkler(other, one)).isCloseTo(expected, Offset.offset(0.001));
    }

    @ParameterizedTest
    @CsvSource({
        "smith, smiths, true",
        "smith, smth, true",
        "smith, smoth, true",
        "smith, simth, true",
        "smith, smith, true",
        "smith, smohs, false",
        "smith, msiht, false",
        "ab, ba, true",
        "a, '', true",
        "abcd, ab, false",
    })
    void one_typing_error_is_told_from_two(String one, String other, boolean expected) {
        assertThat(Similarity.isOneErrorAway(one, other)).isEqualTo(expected);
        assertThat(Similarity.isOneErrorAway(other, one)).isEqualTo(expected);
    }
}
