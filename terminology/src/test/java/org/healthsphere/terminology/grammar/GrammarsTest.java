package org.healthsphere.terminology.grammar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.healthsphere.terminology.content.Canonical;
import org.healthsphere.terminology.content.CodeSystem.Value;
import org.healthsphere.terminology.grammar.Grammar.Meaning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarsTest {
    private static final Grammar LANGUAGES = grammar("urn:ietf:bcp:47");
    private static final Grammar UNITS = grammar("http://unitsofmeasure.org");
    private static final Grammar MEDIA = grammar("urn:ietf:bcp:13");

    private static Grammar grammar(String url) {
        return Grammars.find(new Canonical(url, "")).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            en;en;English
            EN-us;en-US;English (United States)
            de-CH-1996;de-CH-1996;German (Switzerland, German orthography of 1996)
            zh-hant-tw;zh-Hant-TW;Chinese (Han (Traditional variant), Taiwan, Province of China)
            zh-yue-HK;zh-yue-HK;Chinese (Yue Chinese, Hong Kong)
            es-419;es-419;Spanish (Latin America and the Caribbean)
            qaz;qaz;Private use
            en-XK-u-nu-latn-x-lab;en-XK-u-nu-latn-x-lab;English (Private use, u-nu-latn, x-lab)
            x-lab;x-lab;x-lab
            i-klingon;i-klingon;Klingon
            """)
    void a_language_tag_is_spelled_and_told_by_the_registry(String code, String spelled, String display) {
        assertThat(LANGUAGES.read(code)).hasValueSatisfying(term -> {
            assertThat(term.code()).isEqualTo(spelled);
            assertThat(term.display()).isEqualTo(display);
        });
    }

    @Test
    void a_language_tag_tells_its_parts_and_a_second_name() {
        var term = LANGUAGES.read("sr-Latn-RS").orElseThrow();
        assertThat(term)
                .isEqualTo(new Meaning(
                        "sr-Latn-RS",
                        "Serbian (Latin, Serbia)",
                        false,
                        List.of("Serbian (Script=Latin, Region=Serbia)"),
                        List.of(new Value("language", "sr"), new Value("script", "Latn"), new Value("region", "RS"))));
    }

    @Test
    void what_the_registry_has_given_up_is_a_code_but_not_an_active_one() {
        assertThat(LANGUAGES.read("iw").orElseThrow().inactive()).isTrue();
        assertThat(LANGUAGES.read("he").orElseThrow().inactive()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-",
                "en-",
                "-en",
                "en--US",
                "xy-lang",
                "english",
                "en_US",
                "en-ZZZ",
                "en-US-US",
                "en-latn-cyrl",
                "en-a",
                "en-a-b",
                "en-x",
                "x",
                "de-1996-1996",
                "en-u-co-phonebk-u-nu-latn",
                "en\n",
                "é"
            })
    void what_is_not_valid_is_no_language_tag(String code) {
        assertThat(LANGUAGES.read(code)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"mg/dL, g.m-3", "mm[Hg], g.m-1.s-2", "kg/m2, g.m-2", "10*3/uL, m-3", "%, 1", "m, m"})
    void a_unit_comes_to_base_units(String code, String canonical) {
        assertThat(UNITS.read(code).orElseThrow().values()).containsExactly(new Value("canonical", canonical));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[pH]", "Cel", "[IU]/mL", "{tbl}", "10*99", "/min", "1"})
    void what_ucum_allows_is_a_unit(String code) {
        assertThat(UNITS.read(code)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "MG/DL", "mgs", "m//s", "[", "{", "mg/", "furlong", "mm Hg"})
    void what_ucum_does_not_allow_is_none(String code) {
        assertThat(UNITS.read(code)).isEmpty();
    }

    @Test
    void a_unit_has_a_name_to_be_read() {
        assertThat(UNITS.read("mg").orElseThrow().otherNames()).containsExactly("milligram");
        assertThat(UNITS.read("mg/dL").orElseThrow().otherNames()).containsExactly("(milligram) / (deciliter)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/fhir+json",
                "text/plain; charset=utf-8",
                "image/svg+xml",
                "application/vnd.a.b-c;a=\"b c\";d=e"
            })
    void a_media_type_is_one_by_its_form(String code) {
        assertThat(MEDIA.read(code)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "text", "text/", "/plain", "text/plain;", "text /plain", "text/plain;a", "text/pl\u00e4in"})
    void what_has_not_the_form_is_no_media_type(String code) {
        assertThat(MEDIA.read(code)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatever_is_sent_is_judged_at_once(long seed) {
        var random = new Random(seed);
        var letters = "abmgL10*/.-()[]{}'^xuUS\"; ";
        assertTimeoutPreemptively(Duration.ofMinutes(5), () -> {
            for (var i = 0; i < 3_000; i++) {
                var text = new StringBuilder();
                for (var n = random.nextInt(random.nextInt(10) == 0 ? 5_000 : 30); n >= 0; n--) {
                    text.append(letters.charAt(random.nextInt(letters.length())));
                }
                for (var grammar : Grammars.all()) {
                    assertThatCode(() -> grammar.read(text.toString())).doesNotThrowAnyException();
                }
            }
        });
    }

    @Test
    void another_version_is_not_there() {
        assertThat(Grammars.find(new Canonical("urn:ietf:bcp:47", "1999"))).isEmpty();
        assertThat(Grammars.find(new Canonical("https://example.org/other", "")))
                .isEmpty();
    }
}
