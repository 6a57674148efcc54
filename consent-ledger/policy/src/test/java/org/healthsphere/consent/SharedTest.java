package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.api.Test;

class SharedTest {
    private static final int MANY = 30_000;

    @Test
    void of_equal_things_there_is_one_and_no_more_than_so_many_are_kept() {
        var shared = new Shared<List<Integer>>();
        var first = shared.of(List.of(1, 2));
        assertThat(shared.of(List.of(1, 2))).isSameAs(first);
        for (var i = 0; i < MANY; i++) {
            assertThat(shared.of(List.of(i))).isEqualTo(List.of(i));
        }
        assertThat(shared.of(List.of(1, 2))).isSameAs(first);
        var late = List.of(MANY);
        assertThat(shared.of(late)).isSameAs(late);
    }

    @Test
    void terms_that_say_the_same_are_equal_and_others_are_not() {
        var one = ConsentTerms.denial(Set.of(PurposeOfUse.TREAT));
        assertThat(ConsentTerms.denial(Set.of(PurposeOfUse.TREAT)))
                .isEqualTo(one)
                .hasSameHashCodeAs(one);
        assertThat(ConsentTerms.denial(Set.of(PurposeOfUse.HRESCH))).isNotEqualTo(one);
        var law = ConsentTerms.lawful(new Law(ConsentLedgerContract.NORTH).draft("id", "handle", "Condition"));
        assertThat(law.isLaw()).isTrue();
        assertThat(one.isLaw()).isFalse();
        assertThat(law).isNotEqualTo(one);
    }
}
