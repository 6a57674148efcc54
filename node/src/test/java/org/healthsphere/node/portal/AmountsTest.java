package org.healthsphere.node.portal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.util.Optional;
import org.healthsphere.node.release.House;
import org.healthsphere.node.web.view.Measured.Amount;
import org.junit.jupiter.api.Test;

class AmountsTest {
    @Test
    void a_quantity_is_a_number_with_its_unit_and_its_range() {
        assertThat(Amounts.of(House.tree("""
                        {"valueQuantity":{"value":8.40,"unit":"%"},
                         "referenceRange":[{"low":{"value":4},"high":{"value":6.5}}]}""")))
                .containsExactly(new Amount(
                        "",
                        new BigDecimal("8.4"),
                        "%",
                        Optional.of(new BigDecimal("4")),
                        Optional.of(new BigDecimal("6.5"))));
    }

    @Test
    void each_part_is_a_number_of_its_own() {
        assertThat(Amounts.of(House.tree("""
                        {"component":[
                          {"code":{"text":"Systolic"},"valueQuantity":{"value":120,"code":"mm[Hg]"}},
                          {"code":{"text":"Diastolic"},"valueQuantity":{"value":80,"code":"mm[Hg]"}}]}""")))
                .extracting(Amount::part, Amount::value, Amount::unit)
                .containsExactly(
                        tuple("Systolic", new BigDecimal("120"), "mm[Hg]"),
                        tuple("Diastolic", new BigDecimal("80"), "mm[Hg]"));
    }

    @Test
    void a_bound_a_word_and_what_is_too_long_to_be_measured_are_no_numbers() {
        assertThat(Amounts.of(House.tree("{\"valueQuantity\":{\"value\":5,\"comparator\":\"<\"}}"))).isEmpty();
        assertThat(Amounts.of(House.tree("{\"valueString\":\"5\"}"))).isEmpty();
        assertThat(Amounts.of(House.tree("{\"valueQuantity\":{\"value\":" + "1".repeat(40) + "}}"))).isEmpty();
    }
}
