package org.healthsphere.terminology.grammar;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalUnitTest {
    private static final String UCUM = "http://unitsofmeasure.org";

    private static CanonicalUnit unit(String code) {
        return CanonicalUnit.of(UCUM, code).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "5.4, mg/dL, 0.054, g/L",
        "1, mmol/L, 1000, umol/L",
        "98.6, [degF], 37, Cel",
        "0, Cel, 273.15, K",
        "120, mm[Hg], 12, cm[Hg]",
        "1, kg/m2, 0.1, g/cm2",
        "60, /min, 1, Hz",
        "4.2, %, 42, mmol/mol",
        "1000, m[IU]/L, 1, [IU]/L",
        "2, 10*3/uL, 2, 10*9/L",
        "1, mg{dry}/dL, 1, mg/dL",
        "3, {score}, 3, 1"
    })
    void amounts_that_are_the_same_come_to_the_same(String one, String unit, String other, String otherUnit) {
        assertThat(unit(unit).unit()).isEqualTo(unit(otherUnit).unit());
        assertThat(unit(unit).of(new BigDecimal(one)).doubleValue())
                .isEqualTo(unit(otherUnit).of(new BigDecimal(other)).doubleValue());
    }

    @ParameterizedTest
    @CsvSource({"mg/dL, mmol/L", "[IU]/L, /L", "[IU]/L, [iU]/L", "[IU]/L, [arb'U]/L", "mg, mL", "K, /K"})
    void what_is_of_another_kind_is_not_compared(String unit, String other) {
        assertThat(unit(unit).unit()).isNotEqualTo(unit(other).unit());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bogus", "mg/", "[pH]", "B", "((((", "10*999999999", "m-30"})
    void what_is_no_unit_or_no_multiple_of_one_is_not_converted(String code) {
        assertThat(CanonicalUnit.of(UCUM, code)).isEmpty();
    }

    @Test
    void only_codes_of_ucum_are_read_as_such() {
        assertThat(CanonicalUnit.of("urn:iso:std:iso:4217", "m")).isEmpty();
        assertThat(CanonicalUnit.of(UCUM, "m".repeat(101))).isEqualTo(Optional.empty());
    }
}
