package org.healthsphere.node.web.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.healthsphere.node.web.browser.Browser.Screen;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Each page in a real Chromium, on a desk and on a phone, light and dark; pictures in target/screenshots. */
@TestInstance(Lifecycle.PER_CLASS)
class PagesIT {
    /** Both sizes and both schemes, without judging all four. */
    private static final Set<Screen> JUDGED = EnumSet.of(Screen.DESKTOP_LIGHT, Screen.PHONE_DARK);

    private final TestNode node;
    private final Browser browser;
    private final List<String> problems = new ArrayList<>();

    PagesIT() throws Exception {
        node = new TestNode();
        browser = new Browser(Path.of("target", "screenshots"));
    }

    @BeforeEach
    void a_stranger_comes() {
        browser.forgetEverything();
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
    }

    @AfterAll
    void close() throws Exception {
        browser.close();
        node.close();
    }

    @Test
    void the_way_in() throws Exception {
        look("landing", "/");
        look("login", "/login");
        browser.driver().open(node.url() + "/login");
        browser.driver().type("#login", "nobody");
        browser.driver().type("#password", "a guess");
        browser.goBy("#by-password button");
        // The status of a refused sign-in is 401, which the browser notes as a failed resource.
        assertThat(browser.driver().complaints()).allMatch(c -> c.contains("401"));
        lookAgain("login-wrong");
        assertThat(problems).isEmpty();
    }

    @Test
    void the_judge_of_accessibility_sees_a_barrier_where_there_is_one() {
        browser.driver().open(node.url() + "/");
        var spoil = "const image = document.createElement('img'); image.src = '/assets/mark.svg';"
                + " document.querySelector('main').append(image)";
        assertThat(browser.driver().run(spoil).isNull()).isTrue();
        assertThat(browser.barriers()).singleElement().asString().startsWith("image-alt");
    }

    @Test
    void a_lost_tab_costs_nobody_anything_and_a_page_that_loses_two_fails() {
        signIn(Role.PATIENT);
        browser.use(Screen.PHONE_DARK);
        var crashes = new ArrayList<>(List.of("chrome://crash"));
        browser.survive(() -> {
            browser.driver().open(node.url() + "/me/looked");
            if (!crashes.isEmpty()) {
                browser.driver().open(crashes.removeFirst());
            }
        });
        assertThat(browser.driver().address()).isEqualTo(node.url() + "/me/looked");
        assertThat(browser.driver().run("return window.innerWidth").asInt()).isEqualTo(390);
        assertThat(browser.text()).contains("Who looked");
        assertThatThrownBy(() -> browser.survive(() -> browser.driver().open("chrome://crash")))
                .isInstanceOf(WebDriver.Crashed.class);
        browser.survive(() -> browser.driver().open(node.url() + "/me"));
        signOut();
    }

    @Test
    void german() throws Exception {
        browser.language("de-DE");
        look("de-landing", "/");
        browser.driver().open(node.url() + "/login");
        enter(Role.PATIENT);
        look("de-me-home", "/me");
        look("de-me-record", "/me/record");
        look("de-me-sharing", "/me/sharing");
        look("de-me-looked", "/me/looked");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_patients_pages() throws Exception {
        signIn(Role.PATIENT);
        look("me-home", "/me");
        look("me-record", "/me/record");
        look("me-looked", "/me/looked");
        look("me-sharing-nothing-yet", "/me/sharing");
        browser.driver().click("form[hx-post] input[value='MENTAL_HEALTH']");
        await("Kept back: mental health.");
        lookAgain("me-sharing-preview-within");
        browser.goBy("main .card button[type='submit']:not([class])");
        lookAgain("me-preview");
        browser.goBy("form[action='/me/sharing/sign'] button");
        assertThat(browser.text()).contains("Signed. It is in force.");
        lookAgain("me-sharing");
        browser.goBy(".consent a");
        lookAgain("me-stop");
        browser.goBy("main button.danger");
        assertThat(browser.text()).contains("Stopped.");
        lookAgain("me-sharing-stopped");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_clinicians_pages() throws Exception {
        signIn(Role.CLINICIAN);
        look("desk-find", "/desk");
        browser.driver().type("#name", "ada");
        browser.goBy(".go button");
        lookAgain("desk-found");
        browser.goBy(".people a");
        assertThat(browser.driver().address()).matches(".*/desk/patient/[A-Za-z0-9_-]{22}");
        lookAgain("desk-patient");
        browser.goBy(".danger-outline");
        lookAgain("desk-emergency");
        browser.driver().type("#reason", "Unconscious, allergies unknown");
        browser.driver().click("input[name='understood']");
        browser.goBy("main button.danger");
        assertThat(browser.text()).contains("Emergency access until");
        lookAgain("desk-patient-emergency");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_researchers_pages() throws Exception {
        signIn(Role.RESEARCHER);
        look("desk-research", "/desk/research");
        browser.driver().type("#condition", "Type 2");
        browser.driver().type("#age", "50");
        browser.driver().type("#lab", "HbA1c");
        browser.driver().type("#value", "8.0");
        browser.goBy("main form button");
        assertThat(browser.text()).contains("1,284");
        lookAgain("desk-release");
        look("desk-research-asked", "/desk/research");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_operators_pages() throws Exception {
        signIn(Role.OPERATOR);
        look("ops-health", "/ops");
        look("ops-members", "/ops/members");
        look("ops-messages", "/ops/messages");
        browser.driver().click(".quarantine button");
        await("The message was mapped and is stored.");
        assertThat(browser.driver().address()).endsWith("/ops/messages");
        lookAgain("ops-messages-replayed");
        browser.driver().open(node.url() + "/me");
        assertThat(browser.driver().complaints()).allMatch(c -> c.contains("403"));
        lookAgain("trouble");
        browser.driver().open(node.url() + "/ops");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_stewards_pages() throws Exception {
        signIn(Role.STEWARD);
        look("ops-mappings", "/ops/mappings");
        browser.driver().type("#message", "MSH|^~\\\\&|LAB|NORTH");
        browser.goBy("main button[value='preview']");
        assertThat(browser.text()).contains("8812^Glucose^LAB");
        lookAgain("ops-mappings-preview");
        browser.driver().open(node.url() + "/ops/mappings");
        browser.goBy("main button[value='compare']");
        assertThat(browser.text()).contains("Would change");
        lookAgain("ops-mappings-comparison");
        look("ops-kept", "/ops/kept");
        browser.goBy("main button[value='withdraw']");
        assertThat(browser.text()).contains("Let it count again");
        lookAgain("ops-kept-withdrawn");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void the_stewards_pages_of_codes() throws Exception {
        signIn(Role.STEWARD);
        look("ops-codes", "/ops/terminology");
        look("ops-code", "/ops/terminology/code-1");
        browser.driver().click("input[value='potassium']");
        browser.driver().type("#justification", "The laboratory says so.");
        browser.goBy("main button[value='accept']");
        assertThat(browser.text()).contains("Decided. It is not published yet.");
        lookAgain("ops-codes-decided");
        signOut();
        assertThat(problems).isEmpty();
    }

    @Test
    void a_patient_decides_without_script() throws Exception {
        signIn(Role.PATIENT);
        browser.script(false);
        browser.driver().open(node.url() + "/me/sharing");
        browser.driver().click("input[value='HIV']");
        browser.goBy("main .card button[type='submit']:not([class])");
        browser.goBy("form[action='/me/sharing/sign'] button");
        assertThat(browser.driver().address()).endsWith("/me/sharing?done=signed");
        browser.goBy(".consent a");
        browser.goBy("main button.danger");
        assertThat(browser.driver().address()).endsWith("/me/sharing?done=withdrawn");
        browser.script(true);
        browser.driver().open(node.url() + "/me");
        signOut();
    }

    private void signIn(Role role) {
        browser.driver().open(node.url() + "/login");
        enter(role);
        assertThat(browser.text()).contains("Sign out");
    }

    private void enter(Role role) {
        browser.driver().type("#login", TestNode.login(role));
        browser.driver().type("#password", TestNode.PASSWORD.clear());
        browser.goBy("#by-password button");
    }

    private void signOut() {
        browser.use(Screen.DESKTOP_LIGHT);
        browser.goBy(".who button");
        assertThat(browser.driver().address()).isEqualTo(node.url() + "/");
    }

    private void look(String name, String path) throws Exception {
        browser.use(Screen.DESKTOP_LIGHT);
        browser.driver().open(node.url() + path);
        lookAgain(name);
    }

    private void lookAgain(String name) throws Exception {
        for (var screen : Screen.values()) {
            browser.use(screen);
            browser.picture(name, screen);
            if (JUDGED.contains(screen)) {
                browser.barriers().forEach(b -> problems.add(name + " on " + screen + ": " + b));
            }
            if (browser.isWiderThanTheScreen()) {
                problems.add(name + " on " + screen + " is wider than the screen");
            }
        }
        browser.driver().complaints().forEach(c -> problems.add(name + " complains: " + c));
        browser.use(Screen.DESKTOP_LIGHT);
    }

    /** Waits for what a partial update brings. */
    private void await(String text) {
        var script = "const done = arguments[arguments.length - 1]; const look = () => "
                + "document.body.innerText.includes('" + text + "')"
                + " ? done(true) : requestAnimationFrame(look); look();";
        assertThat(browser.driver().await(script).asBoolean()).isTrue();
    }
}
