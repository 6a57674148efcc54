package org.healthsphere.node.smart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WishTest {
    @ParameterizedTest
    @CsvSource({
        "patient/Observation.rs, patient/Observation.rs",
        "patient/Observation.read, patient/Observation.read",
        "patient/Observation.*, patient/Observation.*",
        "patient/*.cruds, patient/*.cruds",
        "patient/Observation.write, patient/Observation.write",
        "patient/Observation.cud, patient/Observation.cud",
        "user/*.read, user/*.read",
        "user/Observation.*, user/Observation.rs",
        "system/*.*, system/*.*",
        "patient/Observation.rs?category=laboratory, patient/Observation.rs?category=laboratory"
    })
    void a_scope_is_granted_in_the_words_in_which_it_was_asked_for_as_far_as_it_is_taken(String asked, String granted) {
        assertThat(Wish.of(asked).texts()).containsExactly(granted);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "user/Observation.write",
                "user/Observation.cud",
                "patient/Observation.rs?value-quantity=5",
                "patient/Observation.rs?unheard=5",
                "patient/Observation.rs?category:in=x",
                "patient/*.rs?category=laboratory",
                "profile",
                "patient/observation.rs",
                "patient/Observation.sr",
                ""
            })
    void what_is_not_honoured_is_left_out(String text) {
        assertThat(Wish.of(text).isNothing()).isTrue();
        assertThat(Wish.problem(text)).isPresent();
    }

    @Test
    void who_asks_to_read_and_to_change_is_granted_what_of_the_two_he_may() {
        var asked = Wish.of("patient/*.cruds patient/Observation.write");
        assertThat(asked.within(Set.of("patient/*.rs")).texts()).containsExactly("patient/*.rs");
        assertThat(asked.within(Set.of("patient/*.cud")).texts())
                .containsExactly("patient/*.cud", "patient/Observation.write");
        assertThat(asked.within(Set.of("patient/*.c")).texts()).isEmpty();
        assertThat(asked.ofReading().texts()).containsExactly("patient/*.rs");
    }

    @Test
    void a_constraint_in_the_leave_covers_the_same_and_nothing_wider() {
        var most = Set.of("patient/Observation.rs?category=laboratory", "patient/Condition.rs");
        assertThat(Wish.of("patient/Observation.rs patient/Observation.r?category=laboratory"
                                + " patient/Observation.rs?category=survey patient/Condition.r?category=x patient/*.rs")
                        .within(most)
                        .texts())
                .containsExactly("patient/Observation.r?category=laboratory", "patient/Condition.r?category=x");
    }
}
