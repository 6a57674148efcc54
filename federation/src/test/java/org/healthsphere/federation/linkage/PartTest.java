package org.healthsphere.federation.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.healthsphere.federation.linkage.Demographics.Address;
import org.healthsphere.federation.linkage.Demographics.Identifier;
import org.healthsphere.federation.linkage.Demographics.Name;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PartTest {
    private static final Form FORM = new Form(
            new Name("bacelo", "gertholm"),
            BirthDate.parse("1961-07-09"),
            Normal.address(new Address("12b Norv Street Apt 3", "Lund Ton", "10001-2222")),
            "550100222",
            new Identifier("urn:n", "7", true),
            false);

    @ParameterizedTest
    @CsvSource({
        "GIVEN, bacelo",
        "GIVEN_SOUND, b240",
        "GIVEN_START, bac",
        "FAMILY, gertholm",
        "FAMILY_SOUND, g634",
        "FAMILY_START, ger",
        "CROSSED_NAMES, bacelo/gertholm",
        "BIRTH, 19610709",
        "TURNED_BIRTH, 196107/09",
        "YEAR, 1961",
        "YEAR_MONTH, 196107",
        "YEAR_DAY, 1961--09",
        "POSTCODE, 10001",
        "CITY, lundton",
        "STREET, norv",
        "HOUSE_NUMBER, 12b",
        "PHONE, 550100222",
        "NATIONAL_ID, urn:n|7",
        "OTHER_ID, ''"
    })
    void each_part_says_one_thing(Part part, String said) {
        assertThat(part.of(FORM)).isEqualTo(said.isEmpty() ? List.of() : List.of(said));
    }

    @Test
    void a_name_is_near_all_that_is_left_of_it_without_a_letter() {
        assertThat(Part.GIVEN_NEAR.of(FORM))
                .containsExactlyInAnyOrder("bacelo", "acelo", "bcelo", "baelo", "baclo", "baceo", "bacel");
    }

    @Test
    void where_there_may_be_a_twin_a_given_name_is_itself_only() {
        var twin = new Form(FORM.name(), FORM.birth(), FORM.address(), "", FORM.identifier(), true);
        for (var part : List.of(Part.GIVEN, Part.GIVEN_NEAR, Part.GIVEN_SOUND, Part.GIVEN_START)) {
            assertThat(part.of(twin)).containsExactly("bacelo");
        }
    }

    @ParameterizedTest
    @EnumSource(Part.class)
    void who_says_nothing_says_nothing_anywhere_and_agreement_is_worth_something_everywhere(Part part) {
        var empty = new Form(
                new Name("", ""), Optional.empty(), new Address("", "", ""), "", new Identifier("", "", true), false);
        assertThat(part.of(empty)).isEmpty();
        assertThat(part.bits()).isBetween(5.0, 25.0);
    }

    @ParameterizedTest
    @CsvSource({
        "1961-07, '', '', 196107, ''",
        "1961, '', '', '', ''",
        "1961-07-09, 19610709, 196107/09, 196107, 1961--09"
    })
    void a_date_says_what_is_known_of_it(String date, String whole, String turned, String month, String day) {
        var birth = BirthDate.parse(date).orElseThrow();
        assertThat(List.of(birth.whole(), birth.turned(), birth.yearMonth(), birth.yearDay()))
                .containsExactly(whole, turned, month, day);
        assertThat(birth.year()).isEqualTo("1961");
    }

    @ParameterizedTest
    @CsvSource({"1900-01-01", "61-07-09", "1961/07/09", "yesterday", "9999-12-31"})
    void what_is_no_date_or_stands_for_an_unknown_one_says_nothing(String date) {
        assertThat(BirthDate.parse(date)).isEmpty();
    }

    @Test
    void a_date_turned_round_is_the_same_turned() {
        assertThat(BirthDate.parse("1961-09-07").map(BirthDate::turned)).contains("196107/09");
    }
}
