package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SoundexTest {
    /** The examples of the National Archives of the United States, and letters that are passed over. */
    @ParameterizedTest
    @CsvSource({
        "washington, w252",
        "lee, l000",
        "gutierrez, g362",
        "pfister, p236",
        "jackson, j250",
        "tymczak, t522",
        "vandeusen, v532",
        "ashcraft, a261",
        "'', ''"
    })
    void a_name_has_the_code_of_the_national_archives(String name, String code) {
        assertThat(Soundex.of(name)).isEqualTo(code);
    }
}
