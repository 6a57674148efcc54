package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
    @Test
    void case_accents_titles_and_digits_of_generated_names_do_not_matter() {
        assertThat(Normal.names(new Name("Zoë B.", "Ørsted-Test77")))
                .containsExactly(new Name("zoe", "orstedtest"), new Name("zoe", "orsted"), new Name("zoe", "test"));
        assertThat(Normal.names(new Name("Dr. ZOE", "Straße Jr."))).containsExactly(new Name("zoe", "strasse"));
    }

    @ParameterizedTest
    @CsvSource({"12 Test Street Apt 5, 12", "'12, TEST St.', 12", "12b Test St #7, 12b"})
    void a_street_is_known_whatever_its_type_is_called(String line, String number) {
        var address = Normal.address(new Address(line, "Old  Town", "12345-6789"));
        assertThat(Normal.street(address.line())).isEqualTo("test");
        assertThat(Normal.houseNumber(address.line())).isEqualTo(number);
        assertThat(address.city()).isEqualTo("oldtown");
        assertThat(address.postalCode()).isEqualTo("12345");
    }

    @ParameterizedTest
    @CsvSource({
        "+1 (555) 010-2345, 550102345",
        "1-555-010-2345, 550102345",
        "000-0000, ''",
        "12345, ''",
        "9999999999, ''"
    })
    void a_phone_is_its_last_digits_and_a_placeholder_is_none(String written, String expected) {
        assertThat(Normal.phone(written)).isEqualTo(expected);
    }

    @Test
    void an_identifier_of_one_digit_only_is_a_placeholder() {
        assertThat(Normal.identifier(new Identifier("s", "999-99-9999", true)).value())
                .isEmpty();
        assertThat(Normal.identifier(new Identifier("s", "999-12-0001", true)).value())
                .isEqualTo("999120001");
    }
}
