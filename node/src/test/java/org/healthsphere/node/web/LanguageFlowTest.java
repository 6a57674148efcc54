package org.healthsphere.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader who chooses a language keeps it. */
class LanguageFlowTest {
    private final TestNode node;

    LanguageFlowTest() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void without_a_choice_the_browser_says_which() throws Exception {
        for (var tag : new String[] {"en", "es", "fr", "de"}) {
            var answer = node.stranger().withHeader("Accept-Language", tag + ", en;q=0.1").get("/");
            assertThat(answer.body()).contains("<html lang=\"" + tag + "\">");
            assertThat(answer.headers().firstValue("Content-Language")).contains(tag);
        }
    }

    @Test
    void a_choice_is_kept_and_comes_before_what_the_browser_says() throws Exception {
        var ada = node.reader(Role.PATIENT).withHeader("Accept-Language", "de");
        var chosen = ada.submit("/me/looked", "/language", Map.of("language", "fr", "back", "/me/looked"));
        assertThat(chosen.statusCode()).isEqualTo(303);
        assertThat(chosen.headers().firstValue("Location")).contains("/me/looked");
        assertThat(chosen.headers().firstValue("Set-Cookie").orElseThrow())
                .startsWith("__Host-language=fr;")
                .contains("Max-Age=31536000", "Secure", "HTTPOnly", "SameSite=Strict");
        assertThat(ada.follow(chosen).body())
                .contains("<html lang=\"fr\">", "Qui a regardé")
                .contains("<button class=\"plain\" type=\"submit\" name=\"language\" value=\"fr\" lang=\"fr\" aria-current=\"true\">Français</button>")
                .contains("value=\"es\" lang=\"es\">Español</button>");
        assertThat(ada.get("/me").body()).contains("<html lang=\"fr\">");
    }

    @Test
    void who_has_not_signed_in_chooses_too() throws Exception {
        var stranger = node.stranger();
        assertThat(stranger.follow(stranger.submit("/login", "/language", Map.of("language", "es", "back", "/login")))
                        .body())
                .contains("<html lang=\"es\">");
    }

    @Test
    void a_choice_leads_nowhere_else_and_to_no_other_language() throws Exception {
        var ada = node.reader(Role.PATIENT);
        for (var back : new String[] {"https://evil.example.org/", "//evil.example.org", "/\\evil", "javascript:alert(1)"}) {
            assertThat(ada.submit("/me", "/language", Map.of("language", "es", "back", back))
                            .headers()
                            .firstValue("Location"))
                    .contains("/");
        }
        assertThat(ada.submit("/me", "/language", Map.of("language", "it", "back", "/me")).statusCode())
                .isEqualTo(400);
        assertThat(ada.post("/language", Map.of("language", "es", "back", "/me")).statusCode())
                .isEqualTo(403);
    }
}
