package org.healthsphere.node.web.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.healthsphere.node.cases.Case.About;
import org.healthsphere.node.links.SharedLinks.Wish;
import org.healthsphere.node.web.browser.Browser.Screen;
import org.healthsphere.node.web.fixture.Sample;
import org.healthsphere.node.web.fixture.TestNode;
import org.healthsphere.specs.Bytes;
import org.healthsphere.specs.NodeId;
import org.healthsphere.specs.PurposeOfUse;
import org.healthsphere.specs.Requester;
import org.healthsphere.specs.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * The pages are for everybody (WCAG 2.2, level AA): in each language, on a phone of 320 pixels, without a mouse, without script.
 */
@TestInstance(Lifecycle.PER_CLASS)
class EverybodyIT {
    private static final int MOST_STOPS = 120;
    private static final String SHOWS_FOCUS = """
            const at = document.activeElement;
            if (at === document.body) return 'seen';
            const ring = element => getComputedStyle(element).outlineStyle !== 'none';
            const label = at.closest('label');
            return ring(at) || (label && ring(label)) ? 'seen' : 'unseen: ' + at.outerHTML;
            """;

    private final TestNode node;
    private final Browser browser;
    private final String link;
    private final String question;
    private final List<String> problems = new ArrayList<>();

    EverybodyIT() throws Exception {
        node = new TestNode();
        browser = new Browser(Path.of("target", "screenshots"));
        var wish = new Wish("Holiday doctor", TestNode.NOW.plus(Duration.ofDays(1)), Optional.of("open sesame"));
        link = node.links
                .make(Sample.ADA, wish, Bytes.utf8("{}"), "request")
                .orElseThrow()
                .link()
                .id();
        var ada = new Requester(new NodeId("northfield"), Sample.ADA, Role.PATIENT);
        var about = new About(
                "look-2",
                "request",
                "Dr C. Sample",
                Role.CLINICIAN,
                new NodeId("lakeside"),
                PurposeOfUse.TREAT,
                List.of("RESULTS"),
                TestNode.NOW.minus(Duration.ofDays(4)));
        question = node.cases
                .ask(ada, Sample.ADA, about, "I was never at Lakeside.", "request")
                .orElseThrow()
                .id();
    }

    @BeforeEach
    void a_stranger_comes() {
        browser.forgetEverything();
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
        problems.clear();
    }

    @AfterAll
    void close() throws Exception {
        browser.close();
        node.close();
    }

    @Test
    void the_patients_pages_are_for_everybody() throws IOException {
        signIn(Role.PATIENT);
        open("/me/sharing");
        browser.goBy("main .card button[type='submit']:not([class])");
        judgeHere("/me/sharing/preview");
        open("/me/record/add");
        browser.driver().type("#document", document().toString());
        browser.goBy("form[action='/me/record/add'] button");
        judgeHere("/me/record/offer");
        var consent = signedConsent();
        judge(patients(consent));
    }

    private static Path document() throws IOException {
        return Files.writeString(
                Files.createTempDirectory("document").resolve("summary.xml").toAbsolutePath(), "Hazelnut");
    }

    private List<String> patients(String consent) {
        return List.of(
                "/me",
                "/me/record",
                "/me/record/timeline",
                "/me/record/curves",
                "/me/record/add",
                "/me/sharing",
                "/me/sharing/seen",
                "/me/sharing/" + consent + "/stop",
                "/me/sharing/" + consent + "/proofs",
                "/me/looked",
                "/me/looked/look-1/question",
                "/me/helpers",
                "/me/links",
                "/me/links/" + link,
                "/me/apps",
                "/account");
    }

    private String signedConsent() {
        open("/me/sharing");
        browser.goBy("main .card button[type='submit']:not([class])");
        browser.goBy("form[action='/me/sharing/sign'] button");
        return browser.driver()
                .run("return document.querySelector('.consent a').getAttribute('href').split('/')[3]")
                .asText();
    }

    @Test
    void the_clinicians_and_researchers_pages_are_for_everybody() throws IOException {
        signIn(Role.CLINICIAN);
        open("/desk");
        browser.driver().type("#name", "ada");
        browser.goBy(".go button");
        var found = path();
        browser.goBy(".people a");
        judge(List.of("/desk", found, path(), path() + "/emergency"));
        signOut();
        signIn(Role.RESEARCHER);
        judge(List.of("/desk/research", "/desk/research/cohort"));
        open("/desk/research");
        browser.driver().type("#condition", "Type 2");
        browser.goBy("main form button");
        judge(List.of(path()));
    }

    @Test
    void the_pages_of_a_study_are_for_everybody() throws IOException {
        signIn(Role.RESEARCHER);
        open("/desk/studies");
        browser.goBy("form[action='/desk/studies'] button");
        var study = path();
        judge(List.of("/desk/studies", study));
        signOut();
        signIn(Role.STEWARD);
        open("/ops/studies");
        browser.goBy("button[value='approve']");
        signOut();
        signIn(Role.RESEARCHER);
        open(study);
        browser.goBy("form[action='" + study + "/0'] button");
        judge(List.of(path()));
    }

    @Test
    void the_hospitals_own_pages_are_for_everybody() throws IOException {
        signIn(Role.OPERATOR);
        judge(List.of("/ops", "/ops/messages", "/ops/members"));
        signOut();
        signIn(Role.STEWARD);
        judge(List.of(
                "/ops/studies",
                "/ops/cases",
                "/ops/cases/" + question,
                "/ops/guardians",
                "/ops/matches",
                "/ops/mappings",
                "/ops/kept",
                "/ops/terminology",
                "/ops/terminology/code-1"));
    }

    @Test
    void the_way_in_is_for_everybody() throws IOException {
        judge(List.of("/", "/login"));
    }

    /** No rule is broken on a narrow phone in German and on a dark desk in Spanish; nothing is too wide in any language. */
    private void judge(List<String> pages) throws IOException {
        for (var page : pages) {
            for (var language : List.of("en", "es", "fr", "de")) {
                look(page, language);
            }
        }
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
        assertThat(problems).isEmpty();
    }

    /** A page that a form has led to, and which cannot be asked for by its address. */
    private void judgeHere(String page) throws IOException {
        browser.narrow();
        note(page, "en", browser.isWiderThanTheScreen() ? List.of("is wider than 320 pixels") : List.of());
        note(page, "en", browser.violations());
        browser.picture("everybody" + page.replace('/', '-'), Screen.PHONE_LIGHT);
        browser.use(Screen.DESKTOP_DARK);
        note(page, "en", browser.violations());
        browser.use(Screen.DESKTOP_LIGHT);
    }

    private void look(String page, String language) throws IOException {
        browser.language(language);
        browser.narrow();
        open(page);
        var spoken =
                browser.driver().run("return document.documentElement.lang").asText();
        note(page, language, spoken.equals(language) ? List.of() : List.of("speaks " + spoken));
        note(page, language, isTrouble() ? List.of("is not there") : List.of());
        note(page, language, browser.crowded());
        note(page, language, browser.isWiderThanTheScreen() ? List.of("is wider than 320 pixels") : List.of());
        if (language.equals("de")) {
            note(page, language, browser.violations());
            browser.picture("everybody" + page.replace('/', '-'), Screen.PHONE_LIGHT);
        }
        if (language.equals("es")) {
            browser.use(Screen.DESKTOP_DARK);
            note(page, language, browser.violations());
            browser.picture("everybody" + page.replace('/', '-'), Screen.DESKTOP_DARK);
        }
    }

    private boolean isTrouble() {
        return browser.driver()
                .run("return document.querySelector('main > .trouble') !== null")
                .asBoolean();
    }

    private void note(String page, String language, List<String> found) {
        found.forEach(what -> problems.add(page + " in " + language + ": " + what));
    }

    @Test
    void a_patient_reads_everything_without_script() {
        signIn(Role.PATIENT);
        var pages = patients(signedConsent()).stream()
                .filter(page -> !page.endsWith("/proofs"))
                .toList();
        Map<String, String> with = new LinkedHashMap<>();
        pages.forEach(page -> with.put(page, read(page)));
        browser.script(false);
        Map<String, String> without = new LinkedHashMap<>();
        pages.forEach(page -> without.put(page, read(page)));
        browser.script(true);
        assertThat(without).isEqualTo(with);
        assertThat(without.values()).allMatch(text -> text.length() > 80);
    }

    private String read(String page) {
        open(page);
        return browser.driver()
                .run("return document.querySelector('main').innerText")
                .asText();
    }

    @Test
    void a_patient_signs_a_consent_without_a_mouse() {
        signIn(Role.PATIENT);
        open("/me/sharing");
        browser.press(Browser.Key.TAB);
        assertThat(focused("a.skip")).isTrue();
        tabTo("form[action='/me/sharing/preview'] input[name='kind'][value='treatment'] ~ fieldset input[value='HIV']");
        browser.press(Browser.Key.SPACE);
        assertThat(browser.driver().run("return document.activeElement.checked").asBoolean())
                .isTrue();
        tabTo("form[action='/me/sharing/preview'] > button:not([class])");
        browser.goByEnter();
        tabTo("form[action='/me/sharing/sign'] button");
        browser.goByEnter();
        assertThat(browser.text()).contains("Signed. It is in force.", "everything except HIV");
    }

    /** Every stop on the way can be seen to have the focus. */
    private void tabTo(String selector) {
        for (var stop = 0; stop < MOST_STOPS; stop++) {
            if (focused(selector)) {
                return;
            }
            browser.press(Browser.Key.TAB);
            assertThat(browser.driver().run(SHOWS_FOCUS).asText()).isEqualTo("seen");
        }
        throw new AssertionError("nobody comes to " + selector + " by keyboard");
    }

    private boolean focused(String selector) {
        return browser.driver()
                .run("return document.activeElement.matches(`" + selector + "`)")
                .asBoolean();
    }

    private void open(String page) {
        browser.driver().open(node.url() + page);
    }

    private String path() {
        return browser.driver().address().substring(node.url().length());
    }

    private void signIn(Role role) {
        open("/login");
        browser.driver().type("#login", TestNode.login(role));
        browser.driver().type("#password", TestNode.PASSWORD.clear());
        browser.goBy("#by-password button");
        assertThat(browser.text()).contains("Sign out");
    }

    private void signOut() {
        browser.language("en-GB");
        browser.use(Screen.DESKTOP_LIGHT);
        browser.goBy(".who button");
    }
}
