package org.healthsphere.consent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** When terms begin and end to say something. */
class TermsInTimeTest {
    @Test
    void terms_know_when_they_begin_to_say_something_else() {
        var terms = ConsentTerms.compile(Consents.with(
                        "{\"type\":\"permit\",\"period\":{\"start\":\"2026-04-01\",\"end\":\"2026-05-31\"}}"))
                .orElseThrow();
        assertThat(terms.turns())
                .containsExactly(Instant.parse("2026-04-01T00:00:00Z"), Instant.parse("2026-06-01T00:00:00Z"));
    }

    @Test
    void terms_of_a_moment_say_what_they_say_then_and_for_ever() {
        var terms = ConsentTerms.compile(Consents.with("{\"type\":\"permit\",\"period\":{\"start\":\"2026-04-01\"},"
                        + "\"provision\":[{\"type\":\"deny\",\"period\":{\"end\":\"2026-05-31\"},\"class\":["
                        + Consents.type("Condition") + "]}]}"))
                .orElseThrow();
        var without = ConsentTerms.compile(
                        Consents.with("{\"type\":\"permit\",\"provision\":[{\"type\":\"deny\",\"class\":["
                                + Consents.type("Condition") + "]}]}"))
                .orElseThrow();
        var plain = ConsentTerms.compile(Consents.with("{\"type\":\"permit\"}")).orElseThrow();
        assertThat(terms.at(Instant.parse("2026-03-31T23:59:59Z"))).isEmpty();
        assertThat(terms.at(Instant.parse("2026-04-01T00:00:00Z"))).contains(without);
        assertThat(terms.at(Instant.parse("2026-06-01T00:00:00Z"))).contains(plain);
        assertThat(plain.turns()).isEmpty();
        assertThat(plain.at(Instant.EPOCH).orElseThrow()).isSameAs(plain);
    }
}
