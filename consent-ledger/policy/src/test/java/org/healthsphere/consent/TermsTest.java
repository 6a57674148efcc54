package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TermsTest {
    @Test
    void the_digest_is_that_of_another_implementation() {
        // printf '{"resourceType":"Consent"}' | openssl dgst -sha256 -mac HMAC -macopt hexkey:0000…0000 (32 bytes)
        var terms = new Terms(Bytes.utf8("{ \"resourceType\" : \"Consent\" }"), Bytes.of(new byte[32]));
        assertThat(terms.digest().hex()).isEqualTo("7d6cc1cf868a315134099ce5603dac49cefedcf567d2a0d41803a6c8c3c74486");
    }

    @Test
    void what_is_sealed_opens_to_the_same_terms() {
        var terms = Terms.of(Consents.with("{\"type\":\"permit\"}"), new SecureRandom());
        assertThat(Terms.decode(terms.encoded())).isEqualTo(Outcome.of(terms));
        assertThat(Terms.decode(terms.encoded()).orElseThrow().digest()).isEqualTo(terms.digest());
    }

    @Test
    void the_same_consent_has_another_digest_under_another_salt() {
        var consent = Consents.with("{\"type\":\"permit\"}");
        assertThat(Terms.of(consent, new SecureRandom()).digest())
                .isNotEqualTo(Terms.of(consent, new SecureRandom()).digest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "[]", "{}", "{\"consent\":{},\"salt\":\"AAAA\"}", "{\"consent\":{},\"salt\":\"*\"}"})
    void what_are_no_terms_is_refused(String text) {
        assertThat(Terms.decode(Bytes.utf8(text))).isInstanceOf(Outcome.Failure.class);
    }

    @Test
    void terms_are_never_printed() {
        assertThat(Terms.of(Consents.with("{\"type\":\"permit\"}"), new SecureRandom()))
                .hasToString("Terms[REDACTED]");
    }
}
