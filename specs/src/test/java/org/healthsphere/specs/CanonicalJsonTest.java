package org.healthsphere.specs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    /** The sorting example of RFC 8785, section 3.2.3. */
    @Test
    void members_are_sorted_by_utf_16_code_units() {
        assertThat(canonical("""
                {"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One",\
                "\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}"""))
                .isEqualTo("{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\u0080\":\"Control\","
                        + "\"ö\":\"Latin Small Letter O With Diaeresis\",\"€\":\"Euro Sign\","
                        + "\"😀\":\"Emoji: Grinning Face\",\"\ufb33\":\"Hebrew Letter Dalet With Dagesh\"}");
    }

    @Test
    void white_space_and_spelling_do_not_matter() {
        assertThat(canonical("{ \"b\" : [ 1, true , null ],\n \"a\":\"\\u0041\" }"))
                .isEqualTo("{\"a\":\"A\",\"b\":[1,true,null]}");
    }

    @Test
    void a_fraction_keeps_its_precision_since_fhir_tells_1_50_from_1_5() {
        assertThat(canonical("[1.50,1.5,10,0.1]")).isEqualTo("[1.50,1.5,10,0.1]");
    }

    @Test
    void what_is_not_json_is_refused() {
        assertThat(CanonicalJson.of("{\"a\":1} x".getBytes(UTF_8))).isInstanceOf(Outcome.Failure.class);
        assertThat(CanonicalJson.of("{".getBytes(UTF_8))).isInstanceOf(Outcome.Failure.class);
    }

    private static String canonical(String json) {
        return new String(CanonicalJson.of(json.getBytes(UTF_8)).orElseThrow(), UTF_8);
    }
}
