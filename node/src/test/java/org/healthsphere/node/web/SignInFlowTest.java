package org.healthsphere.node.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.access.Sessions;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SignInFlowTest {
    private static final Map<String, String> RIGHT = Map.of("login", "patient", "password", TestNode.PASSWORD.clear());
    private static final Map<String, String> WRONG = Map.of("login", "patient", "password", "a guess");

    private final TestNode node;

    SignInFlowTest() throws Exception {
        node = new TestNode();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void the_right_password_opens_the_readers_own_place() throws Exception {
        var reader = node.stranger();
        var answer = reader.submit("/login", "/login", RIGHT);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).contains("/me");
        var home = reader.follow(answer);
        assertThat(home.statusCode()).isEqualTo(200);
        assertThat(home.body()).contains("Hello, Ada Sample");
    }

    @Test
    void the_cookie_is_for_this_host_over_tls_and_out_of_reach_of_scripts() throws Exception {
        var answer = node.stranger().submit("/login", "/login", RIGHT);
        assertThat(answer.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("__Host-session=")
                        .contains("; Path=/")
                        .contains("; Secure")
                        .contains("; HTTPOnly")
                        .contains("; SameSite=Strict")
                        .doesNotContain("Domain"));
    }

    @Test
    void signing_in_again_replaces_the_session() throws Exception {
        var reader = node.reader(Role.PATIENT);
        var before = reader.session().orElseThrow();
        var answer = reader.submit("/me", "/login", RIGHT);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(reader.session().orElseThrow()).isNotEqualTo(before);
        assertThat(reader.get("/me").statusCode()).isEqualTo(200);
        assertThat(node.stranger().withSession(before).get("/me").statusCode()).isEqualTo(303);
    }

    @Test
    void a_wrong_password_is_told_without_saying_what_was_wrong() throws Exception {
        var answer = node.stranger().submit("/login", "/login", WRONG);
        var unknown = node.stranger().submit("/login", "/login", Map.of("login", "nobody", "password", "a guess"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("That did not match.").doesNotContain("a guess");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(unknown.body()).contains("That did not match.");
    }

    @Test
    void five_wrong_passwords_lock_and_the_page_says_until_when() throws Exception {
        var reader = node.stranger();
        for (var i = 0; i < 5; i++) {
            assertThat(reader.submit("/login", "/login", WRONG).statusCode()).isEqualTo(401);
        }
        var locked = reader.submit("/login", "/login", RIGHT);
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(locked.body()).contains("Too many tries.").contains("You can try again at 10:30");
        node.clock.advance(Duration.ofMinutes(15));
        assertThat(reader.submit("/login", "/login", RIGHT).statusCode()).isEqualTo(303);
    }

    @Test
    void signing_out_ends_the_session_at_the_node_and_not_only_in_the_browser() throws Exception {
        var reader = node.reader(Role.PATIENT);
        var secret = reader.session().orElseThrow();
        var answer = reader.submit("/me", "/logout", Map.of());
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(reader.session()).isEmpty();
        assertThat(node.stranger().withSession(secret).get("/me").headers().firstValue("Location"))
                .contains("/login");
    }

    @Test
    void an_idle_session_ends_and_the_form_that_comes_too_late_is_explained() throws Exception {
        var reader = node.reader(Role.PATIENT);
        var csrf = Reader.csrf(reader.get("/me/sharing").body());
        node.clock.advance(Sessions.IDLE.plusSeconds(1));
        var answer = reader.post("/me/sharing/preview", Map.of("csrf", csrf, "kind", "treatment"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("You have been signed out.").contains("Sign in again");
    }

    @Test
    void a_form_without_the_secret_of_its_page_does_nothing() throws Exception {
        var reader = node.reader(Role.PATIENT);
        var other = Reader.csrf(node.reader(Role.PATIENT).get("/me/sharing").body());
        for (var fields : List.of(Map.<String, String>of(), Map.of("csrf", ""), Map.of("csrf", other))) {
            var answer = reader.post("/logout", fields);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("This form was too old.");
        }
        assertThat(reader.get("/me").statusCode()).isEqualTo(200);
    }

    @Test
    void a_form_from_another_site_does_nothing_even_with_the_secret() throws Exception {
        var reader = node.reader(Role.PATIENT).withHeader("Sec-Fetch-Site", "cross-site");
        assertThat(reader.submit("/me", "/logout", Map.of()).statusCode()).isEqualTo(403);
        assertThat(reader.get("/me").statusCode()).isEqualTo(200);
    }

    @Test
    void nobody_can_be_signed_in_as_somebody_else_by_a_foreign_form() throws Exception {
        var answer = node.stranger().post("/login", RIGHT);
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(c -> c.startsWith("__Host-session"));
    }

    @Test
    void a_form_larger_than_any_of_ours_is_refused() throws Exception {
        var answer = node.stranger().post("/login", Map.of("login", "x".repeat(100_000)));
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("more than can be done");
    }
}
