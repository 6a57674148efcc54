package org.healthsphere.node.web.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.healthsphere.node.access.Proven;
import org.healthsphere.node.audit.AuditCode;
import org.healthsphere.node.passkeys.SoftwareAuthenticator;
import org.healthsphere.node.web.fixture.Reader;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Passkeys by the pages: the desk's code, making one, coming in with it, proving anew who one is, taking it back. */
class PasskeyFlowTest {
    private static final Map<String, String> PASSWORD =
            Map.of("login", "patient", "password", TestNode.PASSWORD.clear());
    private static final Map<String, String> SEEN = Map.of("proof", "passport", "compared", "yes");

    private final TestNode node;
    private final SoftwareAuthenticator device;

    PasskeyFlowTest() throws Exception {
        node = new TestNode();
        device = device();
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    private SoftwareAuthenticator device() {
        return new SoftwareAuthenticator(node.url(), new SecureRandom());
    }

    /** The first of what a page's form asks a passkey. */
    private static String options(String page) throws IOException {
        var found = java.util.regex.Pattern.compile("data-options=\"([^\"]+)\"").matcher(page);
        assertThat(found.find()).as(page).isTrue();
        var json = found.group(1).replace("&#34;", "\"").replace("&amp;", "&");
        return new ObjectMapper().readTree(json).get(0).toString();
    }

    private String deskPage(Reader clinician) throws Exception {
        var found = clinician.follow(clinician.submit("/desk", "/desk/find", Map.of("name", "ada")));
        return Reader.link(found.body(), "/desk/patient/");
    }

    private String code() throws Exception {
        var clinician = node.reader(Role.CLINICIAN);
        var page = deskPage(clinician) + "/code";
        var issued = clinician.submit(page, page, SEEN);
        assertThat(issued.statusCode()).isEqualTo(200);
        var found = java.util.regex.Pattern.compile("<output>([0-9A-Z-]{23})</output>")
                .matcher(issued.body());
        assertThat(found.find()).as(issued.body()).isTrue();
        return found.group(1);
    }

    @CanIgnoreReturnValue
    private HttpResponse<String> made(Reader reader, SoftwareAuthenticator made) throws Exception {
        var asked = reader.submit("/login/code", "/login/code", Map.of("code", code()));
        return reader.post(
                "/login/code/passkey",
                Map.of(
                        "csrf", Reader.csrf(asked.body()),
                        "creation", Reader.hidden(asked.body(), "creation"),
                        "name", "Phone",
                        "answer", made.create(options(asked.body()))));
    }

    private HttpResponse<String> signedIn(Reader reader, SoftwareAuthenticator with) throws Exception {
        var login = reader.get("/login").body();
        return reader.post("/login/passkey", Map.of("csrf", Reader.csrf(login), "answer", with.get(options(login))));
    }

    @Test
    void a_patient_makes_a_passkey_with_the_desks_code_and_is_in() throws Exception {
        var reader = node.stranger();
        var answer = made(reader, device);
        assertThat(answer.statusCode()).isEqualTo(303);
        var account = reader.follow(answer);
        assertThat(account.body()).contains("The passkey is made.").contains("value=\"Phone\"");
        assertThat(node.keys.of(Sample.ADA)).hasSize(1);
    }

    @Test
    void the_passkey_lets_its_patient_in_and_the_password_does_no_more() throws Exception {
        made(node.stranger(), device);
        var reader = node.stranger();
        var answer = signedIn(reader, device);
        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(reader.follow(answer).body()).contains("Hello, Ada Sample");
        var byPassword = node.stranger().submit("/login", "/login", PASSWORD);
        assertThat(byPassword.statusCode()).isEqualTo(401);
        assertThat(byPassword.body()).contains("That did not match.");
    }

    @Test
    void a_passkey_that_nobody_knows_or_an_empty_answer_lets_nobody_in() throws Exception {
        assertThat(signedIn(node.stranger(), device()).statusCode()).isEqualTo(401);
        var reader = node.stranger();
        var csrf = Reader.csrf(reader.get("/login").body());
        var empty = reader.post("/login/passkey", Map.of("csrf", csrf));
        assertThat(empty.statusCode()).isEqualTo(401);
        assertThat(empty.body())
                .contains("The passkey was not taken.")
                .contains("Signing needs a passkey, and that needs script");
        assertThat(reader.session()).isEmpty();
    }

    @Test
    void a_desk_gives_no_code_before_it_says_what_it_saw() throws Exception {
        var clinician = node.reader(Role.CLINICIAN);
        var page = deskPage(clinician) + "/code";
        for (var said : List.of(
                Map.<String, String>of(),
                Map.of("proof", "passport"),
                Map.of("compared", "yes"),
                Map.of("proof", "a story", "compared", "yes"))) {
            var answer = clinician.submit(page, page, said);
            assertThat(answer.statusCode()).isEqualTo(422);
            assertThat(answer.body()).doesNotContain("<output>");
        }
    }

    @Test
    void a_wrong_code_and_another_browsers_creation_are_refused() throws Exception {
        var wrong = node.stranger().submit("/login/code", "/login/code", Map.of("code", "AAAAA-AAAAA-AAAAA-AAAAA"));
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("The code is not good, or no longer.");
        var asked = node.stranger().submit("/login/code", "/login/code", Map.of("code", code()));
        var thief = node.stranger();
        var stolen = thief.post(
                "/login/code/passkey",
                Map.of(
                        "csrf", Reader.csrf(thief.get("/login/code").body()),
                        "creation", Reader.hidden(asked.body(), "creation"),
                        "answer", device.create(options(asked.body()))));
        assertThat(stolen.statusCode()).isEqualTo(401);
        assertThat(node.keys.of(Sample.ADA)).isEmpty();
    }

    @Test
    void one_more_is_made_by_who_just_proved_who_he_is_and_the_first_can_go() throws Exception {
        var reader = node.stranger();
        made(reader, device);
        var laptop = device();
        var asked = reader.submit("/account", "/account/passkeys", Map.of());
        assertThat(asked.statusCode()).isEqualTo(200);
        var added = reader.post(
                "/account/passkeys/made",
                Map.of(
                        "csrf", Reader.csrf(asked.body()),
                        "creation", Reader.hidden(asked.body(), "creation"),
                        "name", "Laptop",
                        "answer", laptop.create(options(asked.body()))));
        assertThat(reader.follow(added).body()).contains("Phone").contains("Laptop");
        var renamed =
                reader.submit("/account", "/account/passkeys/" + laptop.id() + "/name", Map.of("name", "Old laptop"));
        assertThat(reader.follow(renamed).body()).contains("Old laptop");
        var removed = reader.submit("/account", "/account/passkeys/" + device.id() + "/remove", Map.of());
        assertThat(reader.follow(removed).body()).contains("Removed.").doesNotContainPattern("\\bPhone\\b");
        assertThat(signedIn(node.stranger(), device).statusCode()).isEqualTo(401);
        assertThat(signedIn(node.stranger(), laptop).statusCode()).isEqualTo(303);
        var last = reader.submit("/account", "/account/passkeys/" + laptop.id() + "/remove", Map.of());
        assertThat(last.statusCode()).isEqualTo(422);
        assertThat(last.body()).contains("This is your only passkey.");
    }

    @Test
    void a_guessed_password_does_not_become_a_passkey() throws Exception {
        var reader = node.reader(Role.PATIENT);
        var answer = reader.submit("/account", "/account/passkeys", Map.of());
        assertThat(answer.headers().firstValue("Location")).contains("/login/code");
    }

    @Test
    void after_a_while_who_sits_there_proves_anew_who_he_is_under_new_secrets() throws Exception {
        var reader = node.stranger();
        made(reader, device);
        var before = reader.session().orElseThrow();
        node.clock.advance(Proven.FRESH);
        var asked = reader.submit("/account", "/account/passkeys", Map.of());
        assertThat(asked.headers().firstValue("Location")).contains("/account/confirm?next=/account");
        var page = reader.follow(asked);
        var proved = reader.post(
                "/account/confirm/passkey",
                Map.of(
                        "csrf", Reader.csrf(page.body()),
                        "next", "/account",
                        "answer", device.get(options(page.body()))));
        assertThat(proved.headers().firstValue("Location")).contains("/account");
        assertThat(reader.session().orElseThrow()).isNotEqualTo(before);
        assertThat(node.stranger().withSession(before).get("/me").statusCode()).isEqualTo(303);
        assertThat(reader.submit("/account", "/account/passkeys", Map.of()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void nobody_proves_anew_to_be_somebody_else_and_goes_nowhere_else() throws Exception {
        var reader = node.stranger();
        made(reader, device);
        var page = reader.get("/account/confirm?next=https://evil.example/").body();
        assertThat(page).doesNotContain("evil.example");
        var refused = reader.post(
                "/account/confirm/passkey", Map.of("csrf", Reader.csrf(page), "answer", device().get(options(page))));
        assertThat(refused.statusCode()).isEqualTo(401);
        var proved = reader.post(
                "/account/confirm/passkey",
                Map.of(
                        "csrf", Reader.csrf(refused.body()),
                        "next", "//evil.example/",
                        "answer", device.get(options(refused.body()))));
        assertThat(proved.headers().firstValue("Location")).contains("/account");
    }

    @Test
    void staff_proves_itself_anew_before_the_glass_is_broken_and_before_an_export() throws Exception {
        var clinician = node.reader(Role.CLINICIAN);
        var patient = deskPage(clinician);
        assertThat(clinician.get(patient + "/emergency").statusCode()).isEqualTo(200);
        assertThat(clinician.get(patient + "/summary").statusCode()).isEqualTo(200);
        node.clock.advance(Proven.FRESH);
        for (var place : List.of("/emergency", "/summary", "/code")) {
            assertThat(clinician.get(patient + place).headers().firstValue("Location"))
                    .contains("/account/confirm?next=" + patient + place);
        }
        var late = clinician.submit("/desk", patient + "/emergency", Map.of("reason", "Unconscious, no history"));
        assertThat(late.headers().firstValue("Location")).contains("/account/confirm?next=" + patient + "/emergency");
        var wrong = confirmed(clinician, patient + "/emergency", "steward");
        assertThat(wrong.statusCode()).isEqualTo(401);
        var right = confirmed(clinician, patient + "/emergency", "clinician");
        assertThat(right.headers().firstValue("Location")).contains(patient + "/emergency");
        assertThat(clinician.follow(right).statusCode()).isEqualTo(200);
    }

    private static HttpResponse<String> confirmed(Reader reader, String next, String login) throws Exception {
        return reader.submit(
                "/account/confirm?next=" + next,
                "/account/confirm/password",
                Map.of("next", next, "login", login, "password", TestNode.PASSWORD.clear()));
    }

    @Test
    void a_password_is_changed_with_the_old_one_and_ends_every_other_session() throws Exception {
        var old = TestNode.PASSWORD.clear();
        var here = node.reader(Role.AUDITOR);
        var there = node.reader(Role.AUDITOR);
        var guess = Map.of("login", "auditor", "password", "a wrong guess", "new", "four more plain words");
        assertThat(here.submit("/account", "/account/password", guess).statusCode())
                .isEqualTo(422);
        var other = Map.of("login", "operator", "password", old, "new", "four more plain words");
        assertThat(here.submit("/account", "/account/password", other).statusCode())
                .isEqualTo(422);
        var tooShort = Map.of("login", "auditor", "password", old, "new", "short");
        assertThat(here.submit("/account", "/account/password", tooShort).body())
                .contains("The new password has 12 to 128 characters.");
        var before = here.session().orElseThrow();
        var right = Map.of("login", "auditor", "password", old, "new", "four more plain words");
        var changed = here.submit("/account", "/account/password", right);
        assertThat(here.follow(changed).body()).contains("Changed.").contains("Here only.");
        assertThat(here.session().orElseThrow()).isNotEqualTo(before);
        assertThat(there.get("/ops").statusCode()).isEqualTo(303);
        var back = Map.of("login", "auditor", "password", "four more plain words", "new", old);
        assertThat(here.submit("/account", "/account/password", back).statusCode())
                .isEqualTo(303);
    }

    @Test
    void who_comes_in_by_password_and_who_does_not_is_noted_without_what_was_typed() throws Exception {
        var right = Map.of("login", "operator", "password", TestNode.PASSWORD.clear());
        var wrong = Map.of("login", "operator", "password", "a guess");
        assertThat(node.stranger().submit("/login", "/login", right).statusCode())
                .isEqualTo(303);
        assertThat(node.stranger().submit("/login", "/login", wrong).statusCode())
                .isEqualTo(401);
        assertThat(node.audit.newest(2))
                .extracting(entry -> entry.event().code())
                .containsExactly(AuditCode.SIGN_IN_REFUSED, AuditCode.SIGNED_IN);
        assertThat(node.audit.newest(2).toString()).doesNotContain("a guess").contains("OPERATOR");
    }

    @Test
    void signing_out_everywhere_ends_every_session_and_nobody_elses() throws Exception {
        var here = node.reader(Role.CLINICIAN);
        var there = node.reader(Role.CLINICIAN);
        var other = node.reader(Role.RESEARCHER);
        assertThat(here.get("/account").body()).contains("At 2 places");
        var answer = here.submit("/account", "/account/everywhere", Map.of());
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(here.session()).isEmpty();
        assertThat(there.get("/desk").statusCode()).isEqualTo(303);
        assertThat(other.get("/account").body()).contains("Here only.");
    }
}
