package org.healthsphere.node.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.healthsphere.specs.PurposeOfUse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExchangePurposeTest {
    @ParameterizedTest
    @CsvSource({
        "T-TREAT, TREAT",
        "T-TRTMNT, TREAT",
        "T-IAS, PATRQT",
        "T-PH, PUBHLTH",
        "T-PH-ECR, PUBHLTH",
        "T-PH-ELR, PUBHLTH",
        "T-HCO, HOPERAT",
    })
    void each_code_is_one_purpose(String code, PurposeOfUse purpose) {
        assertThat(ExchangePurpose.of(code)).contains(purpose);
    }

    @ParameterizedTest
    @EnumSource(PurposeOfUse.class)
    void our_own_codes_are_understood_too(PurposeOfUse purpose) {
        assertThat(ExchangePurpose.of(purpose.name())).contains(purpose);
    }

    @ParameterizedTest
    @ValueSource(strings = {"T-PYMNT", "T-GOVDTRM", "", "treat", "T-"})
    void what_is_not_honoured_is_none(String code) {
        assertThat(ExchangePurpose.of(code)).isEmpty();
    }
}
