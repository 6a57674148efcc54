package org.healthsphere.node.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.node.web.view.Person;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What holds for every page: headers, files, languages, names that try to be more than names. */
class HeadersTest {
    private static final String EVIL = "<script>alert('x')</script>\" onmouseover=\"alert(1)";

    private final TestNode node;

    HeadersTest() throws Exception {
        node = new TestNode(
                new Person(EVIL, Optional.of(LocalDate.parse("1961-04-17")), Person.Sex.OTHER, List.of(EVIL)));
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void every_answer_tells_the_browser_what_to_keep_from_doing() throws Exception {
        for (var path : List.of("/", "/login", "/me", "/me/nothing", "/assets/healthsphere.css", "/assets/none")) {
            var headers = node.stranger().get(path).headers();
            SecurityHeaders.ALWAYS.forEach((name, value) ->
                    assertThat(headers.firstValue(name)).as(path + " " + name).contains(value));
        }
    }

    @Test
    void pages_are_kept_by_nobody_and_have_no_script_or_style_within() throws Exception {
        for (var page : List.of("/", "/login")) {
            var answer = node.stranger().get(page);
            assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
            assertThat(answer.body())
                    .doesNotContain("<style")
                    .doesNotContain(" style=")
                    .doesNotContain("<script>")
                    .doesNotContain("http://")
                    .doesNotContain("https://");
        }
    }

    @Test
    void a_name_that_is_a_script_is_shown_and_not_run() throws Exception {
        var clinician = node.reader(Role.CLINICIAN);
        var found = clinician.follow(clinician.submit("/desk", "/desk/find", Map.of("name", EVIL)));
        var patient = Reader.link(found.body(), "/desk/patient/");
        var glass = clinician.submit(patient + "/emergency", patient + "/emergency", Map.of("reason", EVIL));
        for (var page : List.of(found.body(), clinician.settled(patient).body(), glass.body())) {
            assertThat(page).contains("&lt;script&gt;alert(").doesNotContain("<script>alert");
        }
        assertThat(found.body())
                .contains("value=\"&lt;script>alert(&#39;x&#39;)&lt;/script>&#34; onmouseover=&#34;alert(1)\"");
        var login = node.stranger().submit("/login", "/login", Map.of("login", EVIL, "password", "x"));
        assertThat(login.body()).doesNotContain("<script>alert").contains("&#34; onmouseover=&#34;");
    }

    @Test
    void a_file_is_kept_under_its_version_and_asked_for_anew_without_it() throws Exception {
        var style = Reader.link(node.stranger().get("/").body(), "/assets/healthsphere.css");
        var kept = node.stranger().get(style);
        assertThat(kept.headers().firstValue("Cache-Control")).contains("public, max-age=31536000, immutable");
        assertThat(kept.headers().firstValue("Content-Type")).contains("text/css; charset=utf-8");
        var tag = kept.headers().firstValue("ETag").orElseThrow();
        var again = node.stranger().withHeader("If-None-Match", tag).get("/assets/healthsphere.css");
        assertThat(again.statusCode()).isEqualTo(304);
        assertThat(again.headers().firstValue("Cache-Control")).contains("no-cache");
        assertThat(node.stranger().get("/assets/htmx.js").body()).contains("htmx");
        assertThat(node.stranger().get("/assets/none").statusCode()).isEqualTo(404);
        assertThat(node.stranger().get("/assets/..%2F..%2Flogback.xml").statusCode())
                .isEqualTo(404);
    }

    @Test
    void pages_speak_the_readers_language() throws Exception {
        var german =
                node.stranger().withHeader("Accept-Language", "de-DE,de;q=0.9").get("/login");
        assertThat(german.body()).contains("<html lang=\"de\">").contains("Benutzername");
        assertThat(german.headers().firstValue("Content-Language")).contains("de");
        assertThat(german.headers().firstValue("Vary")).contains("Accept-Language, Cookie");
    }

    @Test
    void where_there_is_no_page_the_reader_is_told_so_in_words() throws Exception {
        var answer = node.stranger().get("/me/nothing");
        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("There is nothing at this address.").doesNotContainPattern("\\b404\\b");
        var correlation = answer.headers().firstValue("X-Correlation-Id").orElseThrow();
        assertThat(answer.body()).contains(correlation);
    }

    @Test
    void the_first_page_offers_the_way_in_or_the_way_on() throws Exception {
        assertThat(node.stranger().get("/").body()).contains("href=\"/login\"");
        assertThat(node.reader(Role.OPERATOR).get("/").body()).contains("Continue where you were");
        assertThat(node.reader(Role.OPERATOR).get("/login").headers().firstValue("Location"))
                .contains("/ops");
    }
}
